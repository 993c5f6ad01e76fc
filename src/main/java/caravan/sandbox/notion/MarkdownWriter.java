package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bodies as enhanced markdown (Notion: enhanced markdown format, working with markdown content).
 */
final class MarkdownWriter {

  // Text at the start of a line that would read as another kind of block.
  private static final Pattern MARKER = Pattern.compile("^(#{1,6} |[-+] |-{3,}$|\\d+\\. )");

  private final World world;
  private final Loading loading;

  MarkdownWriter(World world, Loading loading) {
    this.world = world;
    this.loading = loading;
  }

  /** A direct child of a page together with its text. */
  record Segment(String id, String text) {}

  String page(Page page) {
    return String.join("\n", segments(page.children()).stream().map(Segment::text).toList());
  }

  /** The subtree of a block. */
  String block(Block block) {
    return String.join("\n", lines(block.id(), block, 1));
  }

  List<Segment> segments(List<String> ids) {
    List<Segment> segments = new ArrayList<>();
    int number = 0;
    for (String id : ids) {
      Block block = world.blocks().get(id);
      number = number(block, number);
      List<String> lines = lines(id, block, number);
      if (!lines.isEmpty()) {
        segments.add(new Segment(id, String.join("\n", lines)));
      }
    }
    return segments;
  }

  private static int number(Block block, int last) {
    if (block == null || !block.type().equals("numbered_list_item")) {
      return 0;
    }
    return block.payload().path("list_start_index").asInt(last + 1);
  }

  private List<String> lines(String id, Block block, int number) {
    if (block != null) {
      // A block that was not loaded has no alt: its type is not known (Notion: unknown blocks).
      return loading.take(block)
          ? block(block, number)
          : List.of("<unknown url=\"" + address(block) + "\"/>");
    }
    if (world.pages().containsKey(id)) {
      Page page = world.page(id);
      String title = InlineWriter.escape(world.title(page.state()));
      return page.state().inTrash()
          ? List.of()
          : List.of("<page url=\"" + Ids.url(id) + "\">" + title + "</page>");
    }
    Database database = world.database(id);
    String title = InlineWriter.escape(RichText.plain(database.title()));
    return database.inTrash()
        ? List.of()
        : List.of(
            "<database url=\""
                + Ids.url(id)
                + "\" inline=\""
                + database.inline()
                + "\">"
                + title
                + "</database>");
  }

  private List<String> children(Block block) {
    List<String> lines = new ArrayList<>();
    segments(block.children())
        .forEach(segment -> segment.text().lines().forEach(line -> lines.add("\t" + line)));
    return lines;
  }

  private List<String> block(Block block, int number) {
    JsonNode payload = block.payload();
    String text = InlineWriter.write(payload.path("rich_text"));
    return switch (block.type()) {
      case "paragraph" ->
          text.isEmpty() && block.children().isEmpty()
              ? List.of("<empty-block/>")
              : with(marked(text) + attributes(payload, false), block);
      case "heading_1", "heading_2", "heading_3", "heading_4" ->
          with(
              "#".repeat(block.type().charAt(8) - '0') + " " + text + attributes(payload, true),
              block);
      case "bulleted_list_item" -> with("- " + text + attributes(payload, false), block);
      case "numbered_list_item" -> with(number + ". " + text + attributes(payload, false), block);
      case "to_do" ->
          with(
              (payload.path("checked").asBoolean() ? "- [x] " : "- [ ] ")
                  + text
                  + attributes(payload, false),
              block);
      case "quote" -> with("> " + text + attributes(payload, false), block);
      case "toggle" ->
          wrapped(
              "<details" + colour(payload) + ">",
              List.of("<summary>" + text + "</summary>"),
              block,
              "</details>");
      case "callout" -> callout(payload, text, block);
      case "code" -> code(payload);
      case "equation" -> List.of("$$", payload.path("expression").asText(), "$$");
      case "divider" -> List.of("---");
      case "table_of_contents" -> List.of("<table_of_contents" + colour(payload) + "/>");
      case "table" -> table(block);
      case "column_list" -> wrapped("<columns>", List.of(), block, "</columns>");
      case "column" -> wrapped("<column>", List.of(), block, "</column>");
      case "synced_block" ->
          payload.path("synced_from").isNull()
              ? wrapped(
                  "<synced_block url=\"" + address(block) + "\">",
                  List.of(),
                  block,
                  "</synced_block>")
              : copy(block, payload.at("/synced_from/block_id").asText());
      case "image" -> List.of("![" + caption(payload) + "](" + source(payload) + ")");
      case "video", "pdf", "audio", "file" ->
          List.of(
              "<"
                  + block.type()
                  + " src=\""
                  + source(payload)
                  + "\">"
                  + caption(payload)
                  + "</"
                  + block.type()
                  + ">");
      default -> List.of("<unknown url=\"" + address(block) + "\" alt=\"" + block.type() + "\"/>");
    };
  }

  private List<String> copy(Block block, String original) {
    List<String> lines = new ArrayList<>();
    lines.add("<synced_block_reference url=\"" + address(block) + "\">");
    if (loading.sees(original)) {
      lines.addAll(children(world.block(original)));
    } else {
      String page = Ids.url(block.id());
      lines.add("\t<unknown url=\"" + page + "#" + Ids.plain(original) + "\"/>");
    }
    lines.add("</synced_block_reference>");
    return lines;
  }

  private String address(Block block) {
    Parent at = block.parent();
    while (at.kind() == Parent.Kind.BLOCK) {
      at = world.block(at.id()).parent();
    }
    return Ids.url(at.id()) + "#" + Ids.plain(block.id());
  }

  private static String marked(String text) {
    return MARKER.matcher(text).find()
        ? Character.isDigit(text.charAt(0)) ? text.replaceFirst("\\.", "\\\\.") : "\\" + text
        : text;
  }

  private List<String> with(String first, Block block) {
    List<String> lines = new ArrayList<>();
    lines.add(first);
    lines.addAll(children(block));
    return lines;
  }

  private List<String> wrapped(String open, List<String> head, Block block, String close) {
    List<String> lines = new ArrayList<>();
    lines.add(open);
    lines.addAll(head);
    lines.addAll(children(block));
    lines.add(close);
    return lines;
  }

  private List<String> callout(JsonNode payload, String text, Block block) {
    String icon = payload.at("/icon/emoji").asText("");
    String open =
        "<callout" + (icon.isEmpty() ? "" : " icon=\"" + icon + "\"") + colour(payload) + ">";
    return wrapped(
        open, text.isEmpty() ? List.of() : List.of("\t" + marked(text)), block, "</callout>");
  }

  private static List<String> code(JsonNode payload) {
    String text = RichText.plain(payload.path("rich_text"));
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    List<String> lines = new ArrayList<>();
    lines.add(fence + payload.path("language").asText());
    lines.addAll(List.of(text.split("\n", -1)));
    lines.add(fence);
    return lines;
  }

  private List<String> table(Block block) {
    JsonNode payload = block.payload();
    List<String> lines = new ArrayList<>();
    lines.add(
        "<table header-row=\""
            + payload.path("has_column_header").asBoolean()
            + "\" header-column=\""
            + payload.path("has_row_header").asBoolean()
            + "\">");
    for (String id : block.children()) {
      lines.add("\t<tr>");
      world
          .block(id)
          .payload()
          .path("cells")
          .forEach(cell -> lines.add("\t\t<td>" + InlineWriter.write(cell) + "</td>"));
      lines.add("\t</tr>");
    }
    lines.add("</table>");
    return lines;
  }

  private static String caption(JsonNode payload) {
    return InlineWriter.write(payload.path("caption"));
  }

  private String source(JsonNode payload) {
    JsonNode file = payload.at("/file/url");
    return file.isTextual() ? loading.file(file.asText()) : payload.at("/external/url").asText();
  }

  private static String colour(JsonNode payload) {
    String colour = payload.path("color").asText("default");
    return colour.equals("default") ? "" : " color=\"" + Tags.shownColour(colour) + "\"";
  }

  private static String attributes(JsonNode payload, boolean heading) {
    String toggle = heading && payload.path("is_toggleable").asBoolean() ? " toggle=\"true\"" : "";
    String all = (toggle + colour(payload)).strip();
    return all.isEmpty() ? "" : " {" + all + "}";
  }
}
