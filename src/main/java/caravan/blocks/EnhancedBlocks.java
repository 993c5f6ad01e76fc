package caravan.blocks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of one enhanced Markdown document: a block each, children a tab deeper. */
final class EnhancedBlocks {

  /** Deeper levels count as this one, so that no text can exhaust the stack. */
  private static final int DEEPEST = 100;

  /**
   * Starts where white space starts: elsewhere a line of blanks would be tried from each of them.
   */
  private static final Pattern SUFFIX =
      Pattern.compile("(?<!\\s)\\s*+(?<!\\\\)\\{((?:\\s*[\\w-]+=\"[^\"]*+\")++)\\s*}$");

  /** Other spaces than these, such as a wide one, are text. */
  private static final Pattern BLANKS_AT_END = Pattern.compile("(?<![ \t])[ \t]+$");

  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.*)|(#{1,6})");
  private static final Pattern TO_DO = Pattern.compile("[-*] \\[([ xX])](?: (.*))?");
  private static final Pattern BULLET = Pattern.compile("[-*](?: (.*))?");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})\\.(?: (.*))?");
  private static final Pattern FENCE = Pattern.compile("(`{3,})([^`]*)");
  private static final Pattern RULE = Pattern.compile("-{3,}");

  private final List<String> lines;
  private final Deque<String> open = new ArrayDeque<>();
  private int at;

  EnhancedBlocks(List<String> lines) {
    this.lines = lines;
  }

  List<Block> blocks() {
    List<Block> all = new ArrayList<>();
    while (at < lines.size()) {
      all.addAll(level(0));
    }
    return List.copyOf(all);
  }

  /** The blocks from here on that stand at least so deep; ends at the end of an open container. */
  private List<Block> level(int depth) {
    List<Block> blocks = new ArrayList<>();
    while (at < lines.size()) {
      String content = content(at);
      if (content.isBlank()) {
        at++;
        continue;
      }
      if (indent(at) < depth || ends(content)) {
        break;
      }
      Block block = block(content, Math.max(depth, indent(at)));
      boolean goesOn =
          block.attributes().containsKey("list_start_index")
              && (block.attribute("list_start_index").equals("1")
                  || !blocks.isEmpty()
                      && blocks.get(blocks.size() - 1).type().equals(block.type()));
      blocks.add(goesOn ? block.with("list_start_index", (String) null) : block);
    }
    return blocks;
  }

  private boolean ends(String content) {
    return content.startsWith("</")
        && open.stream().anyMatch(tag -> content.strip().equals("</" + tag + ">"));
  }

  private Block block(String content, int depth) {
    Matcher fence = FENCE.matcher(content);
    if (fence.matches()) {
      return code(fence.group(1), fence.group(2).strip(), indent(at));
    }
    if (content.startsWith("$$")) {
      return equation(content, indent(at));
    }
    if (content.startsWith("|") && EnhancedTable.startsAt(lines, at)) {
      EnhancedTable table = EnhancedTable.piped(lines, at);
      at = table.end();
      return table.block();
    }
    if (content.startsWith("<")) {
      Optional<EnhancedTag> tag = EnhancedTag.at(content, 0).filter(found -> !found.closing());
      if (tag.isPresent()) {
        Optional<Block> tagged = tagged(tag.get(), content, depth);
        if (tagged.isPresent()) {
          return tagged.get();
        }
      }
    }
    at++;
    return line(content, depth);
  }

  /** A block of one line, and its children. */
  private Block line(String content, int depth) {
    Matcher suffix = SUFFIX.matcher(content);
    boolean marked = suffix.find();
    Map<String, String> marks = EnhancedTag.attributes(marked ? suffix.group(1) : "");
    String bare =
        marked
            ? content.substring(0, suffix.start())
            : BLANKS_AT_END.matcher(content).replaceFirst("");
    Block block = bare(bare);
    block = block.with("color", EnhancedTag.color(marks.getOrDefault("color", "")));
    if (marks.getOrDefault("toggle", "").equals("true")) {
      block = block.with("is_toggleable", true);
    }
    return block.withChildren(depth < DEEPEST ? level(depth + 1) : List.of());
  }

  private static Block bare(String content) {
    if (RULE.matcher(content).matches()) {
      return Block.of("divider");
    }
    Matcher heading = HEADING.matcher(content);
    if (heading.matches()) {
      String hashes = heading.group(1) == null ? heading.group(3) : heading.group(1);
      return textual("heading_" + Math.min(4, hashes.length()), heading.group(2));
    }
    Matcher toDo = TO_DO.matcher(content);
    if (toDo.matches()) {
      return textual("to_do", toDo.group(2)).with("checked", !toDo.group(1).isBlank());
    }
    Matcher bullet = BULLET.matcher(content);
    if (bullet.matches()) {
      return textual("bulleted_list_item", bullet.group(1));
    }
    Matcher number = NUMBER.matcher(content);
    if (number.matches()) {
      return textual("numbered_list_item", number.group(2))
          .with("list_start_index", Integer.parseInt(number.group(1)));
    }
    if (content.equals(">") || content.startsWith("> ")) {
      return textual("quote", content.substring(Math.min(2, content.length())));
    }
    return image(content).orElseGet(() -> textual("paragraph", content));
  }

  private static Block textual(String type, String text) {
    return Block.of(type, text == null ? List.of() : EnhancedInlines.parse(text));
  }

  private static Optional<Block> image(String content) {
    int middle = content.lastIndexOf("](");
    if (!content.startsWith("![") || middle < 0 || !content.endsWith(")")) {
      return Optional.empty();
    }
    String url = EnhancedInlines.unescaped(content.substring(middle + 2, content.length() - 1));
    return Optional.of(
        MediaBlocks.external("image", url)
            .withCaption(EnhancedInlines.parse(content.substring(2, middle))));
  }

  private Block code(String fence, String info, int indent) {
    List<String> code = new ArrayList<>();
    at++;
    while (at < lines.size()) {
      String line = without(lines.get(at++), indent);
      if (line.startsWith(fence) && line.strip().chars().allMatch(c -> c == '`')) {
        break;
      }
      code.add(line);
    }
    Optional<CodeLanguage> language = CodeLanguage.named(info);
    String content = String.join("\n", code);
    Block block =
        Block.of("code", content.isEmpty() ? List.of() : List.of(RichText.text(content)))
            .with("language", language.orElse(CodeLanguage.PLAIN).name());
    return info.isEmpty() || language.isPresent()
        ? block
        : block.withCaption(List.of(RichText.text(info)));
  }

  private Block equation(String content, int indent) {
    String first = content.substring(2).stripTrailing();
    at++;
    if (first.length() >= 2 && first.endsWith("$$")) {
      return Block.of("equation")
          .with("expression", first.substring(0, first.length() - 2).strip());
    }
    List<String> expression = new ArrayList<>();
    if (!first.isBlank()) {
      expression.add(first);
    }
    while (at < lines.size()) {
      String line = without(lines.get(at++), indent);
      if (line.stripTrailing().endsWith("$$")) {
        String last = line.stripTrailing();
        if (last.length() > 2) {
          expression.add(last.substring(0, last.length() - 2));
        }
        break;
      }
      expression.add(line);
    }
    return Block.of("equation").with("expression", String.join("\n", expression));
  }

  private Optional<Block> tagged(EnhancedTag tag, String content, int depth) {
    String color = EnhancedTag.color(tag.attribute("color"));
    switch (tag.name()) {
      case "empty-block" -> {
        at++;
        return Optional.of(Block.paragraph("").withChildren(level(depth + 1)));
      }
      case "table_of_contents", "unknown", "page", "database", "audio", "video", "file", "pdf" -> {
        at++;
        return Optional.of(EnhancedElement.block(tag, inner(tag, content)).with("color", color));
      }
      case "table" -> {
        Optional<EnhancedTable> table = EnhancedTable.tagged(lines, at);
        table.ifPresent(found -> at = found.end());
        return table.map(EnhancedTable::block);
      }
      case "details", "callout", "columns", "column", "synced_block", "synced_block_reference" -> {
        return Optional.of(container(tag, content, depth).with("color", color));
      }
      case "meeting-notes" -> {
        return Optional.of(container(tag, content, depth));
      }
      case "summary", "notes", "transcript" -> {
        boolean part = open.contains("meeting-notes");
        return part ? Optional.of(container(tag, content, depth)) : Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  /** What stands between a tag and its end on the same line. */
  private static String inner(EnhancedTag tag, String content) {
    int end = content.lastIndexOf("</" + tag.name() + ">");
    return tag.alone()
        ? ""
        : content.substring(tag.end(), end < tag.end() ? content.length() : end);
  }

  private Block container(EnhancedTag tag, String content, int depth) {
    at++;
    String behind = content.substring(tag.end()).strip();
    String close = "</" + tag.name() + ">";
    boolean closed = tag.alone() || behind.endsWith(close);
    List<RichText> summary = List.of();
    List<Block> inside = new ArrayList<>();
    if (closed && !tag.alone()) {
      behind = behind.substring(0, behind.length() - close.length()).strip();
    }
    if (!behind.isEmpty()) {
      summary = summary(behind);
    } else if (tag.name().equals("details") && !closed && at < lines.size()) {
      String next = content(at).strip();
      if (next.startsWith("<summary>")) {
        summary = summary(next);
        at++;
      }
    }
    if (!closed && open.size() < DEEPEST) {
      open.push(tag.name());
      while (at < lines.size() && !content(at).strip().equals(close)) {
        int before = at;
        inside.addAll(level(depth < DEEPEST && indent(at) > depth ? depth + 1 : 0));
        if (before == at) {
          // The end of a container around this one: this one's own end is missing.
          break;
        }
      }
      open.pop();
      if (at < lines.size() && content(at).strip().equals(close)) {
        at++;
      }
    }
    return EnhancedElement.container(tag, summary, inside);
  }

  private static List<RichText> summary(String line) {
    return EnhancedInlines.parse(
        line.replaceFirst("^<summary>", "").replaceFirst("</summary>$", ""));
  }

  private String content(int index) {
    String line = lines.get(index);
    int tabs = 0;
    while (tabs < line.length() && line.charAt(tabs) == '\t') {
      tabs++;
    }
    return line.substring(tabs);
  }

  private int indent(int index) {
    return Math.min(DEEPEST, lines.get(index).length() - content(index).length());
  }

  private static String without(String line, int tabs) {
    int start = 0;
    while (start < tabs && start < line.length() && line.charAt(start) == '\t') {
      start++;
    }
    return line.substring(start);
  }
}
