package caravan.sandbox.notion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Edits of a body as text: blocks whose text did not change keep their ids. */
final class MarkdownEdits {

  private final World world;
  private final Pages pages;
  private final Bodies bodies;
  private final MarkdownReader reader;

  MarkdownEdits(World world, Pages pages, Bodies bodies) {
    this.world = world;
    this.pages = pages;
    this.bodies = bodies;
    this.reader = new MarkdownReader(world);
  }

  /** Where a selection lies in the text. */
  private record Range(int start, int end) {}

  void replaceAll(Page page, String markdown, boolean mayDelete, String by) {
    splice(page, 0, page.children().size(), markdown, mayDelete, by);
  }

  void update(Page page, In command, boolean mayDelete, String by) {
    String text = bodies.markdown(page);
    for (In update : command.at("content_updates").items(100)) {
      update.only("old_str", "new_str", "replace_all_matches");
      String old = update.at("old_str").text();
      String fresh = update.at("new_str").text();
      boolean all =
          update.at("replace_all_matches").given() && update.at("replace_all_matches").bool();
      int first = old.isEmpty() ? -1 : text.indexOf(old);
      if (first < 0) {
        throw ApiError.validation(
            update.at("old_str").path() + " was not found in the page: `" + old + "`.");
      }
      if (!all && text.indexOf(old, first + 1) >= 0) {
        throw ApiError.validation(
            update.at("old_str").path()
                + " matches more than one location in the page. Set replace_all_matches to true or use a longer text.");
      }
      text = text.replace(old, fresh);
    }
    change(page, text, mayDelete, by);
  }

  void replaceRange(Page page, String content, String selection, boolean mayDelete, String by) {
    String text = bodies.markdown(page);
    Range range = select(text, selection);
    change(
        page,
        text.substring(0, range.start()) + content + text.substring(range.end()),
        mayDelete,
        by);
  }

  void insert(Page page, In command, String by) {
    In after = command.at("after");
    In position = command.at("position");
    if (after.given() && position.given()) {
      throw ApiError.validation(
          "Only one of insert_content.after and insert_content.position can be given.");
    }
    int index = page.children().size();
    if (after.given()) {
      index = indexAfter(page, select(bodies.markdown(page), after.text()).end());
    } else if (position.given()
        && position.only("type").at("type").choice(List.of("start", "end")).equals("start")) {
      index = 0;
    }
    splice(page, index, index, command.at("content").text(), false, by);
  }

  /** The place behind the block in which the text position lies. */
  private int indexAfter(Page page, int end) {
    int at = 0;
    for (MarkdownWriter.Segment segment : bodies.writer().segments(page.children())) {
      at += segment.text().length() + 1;
      if (end <= at) {
        return page.children().indexOf(segment.id()) + 1;
      }
    }
    return page.children().size();
  }

  /** A selection is a text, or the start and the end of one with three dots between. */
  private static Range select(String text, String selection) {
    int dots = selection.indexOf("...");
    String from = dots < 0 ? selection : selection.substring(0, dots);
    // A selection may end with the line break behind the last block.
    int start = (text + "\n").indexOf(from);
    int end = start < 0 ? -1 : start + from.length();
    if (dots >= 0 && start >= 0) {
      String to = selection.substring(dots + 3);
      int found = text.indexOf(to, end);
      end = found < 0 ? -1 : found + to.length();
    }
    if (selection.isEmpty() || end < 0) {
      throw ApiError.validation(
          "The selection does not match any content in the page: `" + selection + "`.");
    }
    return new Range(start, Math.min(end, text.length()));
  }

  /** Gives the page another text; what is the same at the start and the end stays as it is. */
  private void change(Page page, String text, boolean mayDelete, String by) {
    List<MarkdownWriter.Segment> segments = bodies.writer().segments(page.children());
    String rest = text;
    int first = 0;
    while (first < segments.size() && startsWithBlock(rest, segments.get(first).text())) {
      rest = rest.substring(Math.min(rest.length(), segments.get(first).text().length() + 1));
      first++;
    }
    int last = segments.size();
    while (last > first && endsWithBlock(rest, segments.get(last - 1).text())) {
      rest =
          rest.substring(
              0, Math.max(0, rest.length() - segments.get(last - 1).text().length() - 1));
      last--;
    }
    int from =
        first == segments.size()
            ? page.children().size()
            : page.children().indexOf(segments.get(first).id());
    int to =
        last == segments.size()
            ? page.children().size()
            : page.children().indexOf(segments.get(last).id());
    splice(page, Math.min(from, to), to, rest, mayDelete, by);
  }

  /** Whether the block stands there whole and what follows is not its children. */
  private static boolean startsWithBlock(String text, String block) {
    return text.equals(block)
        || (text.startsWith(block + "\n") && !text.startsWith(block + "\n\t"));
  }

  private static boolean endsWithBlock(String text, String block) {
    return text.equals(block) || text.endsWith("\n" + block);
  }

  private void splice(Page page, int from, int to, String markdown, boolean mayDelete, String by) {
    List<NewBlock> blocks = reader.read(markdown);
    List<String> old = new ArrayList<>(page.children().subList(from, to));
    Set<String> kept = new HashSet<>();
    Set<String> known = new HashSet<>();
    old.forEach(id -> descend(id, known));
    blocks.forEach(block -> keep(block, page, known, kept));
    List<String> lost =
        old.stream().filter(id -> !kept.contains(id) && !world.blocks().containsKey(id)).toList();
    if (!lost.isEmpty() && !mayDelete) {
      throw ApiError.validation(
          "This operation would delete child pages or databases: "
              + String.join(", ", lost)
              + ". Set allow_deleting_content to true to delete them.");
    }
    page.children().subList(from, to).clear();
    for (String id : old) {
      if (!kept.contains(id)) {
        drop(id, by);
      }
    }
    bodies.insert(new Parent(Parent.Kind.PAGE, page.id()), from, blocks, world.now(), by);
    bodies.touched(new Parent(Parent.Kind.PAGE, page.id()), "body", by);
  }

  private void descend(String id, Set<String> known) {
    known.add(id);
    if (world.blocks().containsKey(id)) {
      world.block(id).children().forEach(child -> descend(child, known));
    }
  }

  private static void keep(NewBlock block, Page page, Set<String> known, Set<String> kept) {
    block.children().forEach(child -> keep(child, page, known, kept));
    if (block.keeps() == null) {
      return;
    }
    if (!known.contains(block.keeps()) || !kept.add(block.keeps())) {
      throw ApiError.validation(
          "The markdown refers to "
              + block.keeps()
              + ", which is not in the replaced content of page "
              + page.id()
              + ".");
    }
  }

  private void drop(String id, String by) {
    if (world.blocks().containsKey(id)) {
      world.block(id).trash(true, world.now(), by);
    } else if (world.pages().containsKey(id)) {
      pages.trash(world.page(id), true, by);
    } else {
      Database database = world.database(id);
      database.flags(database.inline(), database.locked(), true);
    }
  }
}
