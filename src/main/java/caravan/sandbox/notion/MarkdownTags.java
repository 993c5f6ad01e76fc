package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The blocks that enhanced markdown writes as tags: toggles, callouts, tables, columns, media,
 * references.
 */
final class MarkdownTags {

  private static final Pattern TAG = Pattern.compile("<([a-z_-]+)([^>]*)>(?:(.*)</\\1>)?");
  private static final Pattern IMAGE =
      Pattern.compile("!\\[((?:[^\\]\\\\]|\\\\.)*)\\]\\(([^)]*)\\)(?:\\s*\\{.*\\})?");
  private static final Pattern ROW = Pattern.compile("<tr[^>]*>(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>", Pattern.DOTALL);
  private static final Pattern PIPE = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern SUMMARY = Pattern.compile("<summary>(.*)</summary>");

  private final NotionFiles files;
  private final MarkdownReader reader;
  private final InlineMarkdown inline;

  MarkdownTags(World world, MarkdownReader reader, InlineMarkdown inline) {
    this.files = world.files();
    this.reader = reader;
    this.inline = inline;
  }

  /** The block at the next line; null, with nothing taken, if that line is ordinary text. */
  NewBlock read(MarkdownLines lines, String text, int depth) {
    Matcher image = IMAGE.matcher(text);
    if (image.matches()) {
      lines.take();
      return media("image", image.group(2), image.group(1));
    }
    Matcher tag = TAG.matcher(text);
    if (!tag.matches()) {
      return null;
    }
    Map<String, String> attributes = Tags.attributes(tag.group(2));
    String content = tag.group(3);
    return switch (tag.group(1)) {
      case "empty-block" -> one(lines, MarkdownReader.payload("paragraph", empty(), List.of()));
      case "table_of_contents" ->
          one(
              lines,
              MarkdownReader.payload(
                  "table_of_contents", colour(World.JSON.objectNode(), attributes), List.of()));
      case "audio", "video", "file", "pdf" ->
          one(
              lines,
              media(
                  tag.group(1),
                  attributes.getOrDefault("src", ""),
                  content == null ? "" : content));
      case "page" -> one(lines, reference("child_page", attributes));
      case "database" -> one(lines, reference("child_database", attributes));
      case "unknown" -> one(lines, reference("unsupported", attributes));
      case "details" -> details(lines, attributes, depth);
      case "callout" -> callout(lines, attributes, content, depth);
      case "table" -> table(lines, attributes);
      case "columns" ->
          container(lines, "column_list", World.JSON.objectNode(), depth, "</columns>");
      case "column" -> container(lines, "column", World.JSON.objectNode(), depth, "</column>");
      case "synced_block" ->
          container(
              lines,
              "synced_block",
              World.JSON.objectNode().putNull("synced_from"),
              depth,
              "</synced_block>");
      default -> null;
    };
  }

  private static NewBlock one(MarkdownLines lines, NewBlock block) {
    lines.take();
    return block;
  }

  private static ObjectNode empty() {
    ObjectNode payload = World.JSON.objectNode();
    payload.putArray("rich_text");
    return payload.put("color", "default");
  }

  private static ObjectNode colour(ObjectNode payload, Map<String, String> attributes) {
    return payload.put("color", Tags.colour(attributes.get("color")));
  }

  private NewBlock media(String type, String address, String caption) {
    ObjectNode payload = World.JSON.objectNode();
    payload.set("caption", inline.read(caption));
    files.hold(payload, address);
    return MarkdownReader.payload(type, payload, List.of());
  }

  private static NewBlock reference(String type, Map<String, String> attributes) {
    String id = Tags.id(attributes.get("url"));
    if (id == null) {
      throw ApiError.validation(
          "A <page>, <database> or <unknown> tag must keep the url of something that exists.");
    }
    return new NewBlock(type, World.JSON.objectNode(), List.of(), id);
  }

  private NewBlock container(
      MarkdownLines lines, String type, ObjectNode payload, int depth, String close) {
    lines.take();
    return MarkdownReader.payload(type, payload, reader.blocks(lines, depth, close));
  }

  private NewBlock details(MarkdownLines lines, Map<String, String> attributes, int depth) {
    lines.take();
    lines.skipBlank();
    ObjectNode payload = empty();
    if (lines.hasNext()) {
      Matcher summary = SUMMARY.matcher(lines.peek().strip());
      if (summary.matches()) {
        lines.take();
        payload.set("rich_text", inline.read(summary.group(1)));
      }
    }
    return MarkdownReader.payload(
        "toggle", colour(payload, attributes), reader.blocks(lines, depth, "</details>"));
  }

  private NewBlock callout(
      MarkdownLines lines, Map<String, String> attributes, String content, int depth) {
    lines.take();
    List<NewBlock> inner =
        content == null
            ? new ArrayList<>(reader.blocks(lines, depth, "</callout>"))
            : new ArrayList<>(reader.read(content));
    ObjectNode payload = empty();
    if (!inner.isEmpty() && inner.get(0).type().equals("paragraph")) {
      NewBlock first = inner.remove(0);
      payload.set("rich_text", first.payload().get("rich_text"));
      inner = Stream.concat(first.children().stream(), inner.stream()).toList();
    }
    if (attributes.containsKey("icon")) {
      payload.putObject("icon").put("type", "emoji").put("emoji", attributes.get("icon"));
    } else {
      payload.putNull("icon");
    }
    return MarkdownReader.payload("callout", colour(payload, attributes), inner);
  }

  private NewBlock table(MarkdownLines lines, Map<String, String> attributes) {
    StringBuilder text = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.take().strip();
      text.append(line).append('\n');
      if (line.endsWith("</table>")) {
        break;
      }
    }
    List<List<String>> rows = new ArrayList<>();
    Matcher row = ROW.matcher(text);
    while (row.find()) {
      rows.add(CELL.matcher(row.group(1)).results().map(cell -> cell.group(1).strip()).toList());
    }
    return table(
        rows,
        "true".equals(attributes.get("header-row")),
        "true".equals(attributes.get("header-column")));
  }

  /** A GFM table: its first line is the header. */
  NewBlock pipeTable(MarkdownLines lines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(cells(lines.take()));
    lines.take();
    while (lines.hasNext() && lines.peek().strip().startsWith("|")) {
      rows.add(cells(lines.take()));
    }
    return table(rows, true, false);
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("(?<!\\\\)\\|$", "");
    return Stream.of(PIPE.split(inner, -1)).map(String::strip).toList();
  }

  private NewBlock table(List<List<String>> rows, boolean headerRow, boolean headerColumn) {
    int width = rows.stream().mapToInt(List::size).max().orElse(1);
    List<NewBlock> children = new ArrayList<>();
    for (List<String> row : rows) {
      ObjectNode payload = World.JSON.objectNode();
      ArrayNode cells = payload.putArray("cells");
      for (int i = 0; i < width; i++) {
        cells.add(i < row.size() ? inline.read(row.get(i)) : World.JSON.arrayNode());
      }
      children.add(MarkdownReader.payload("table_row", payload, List.of()));
    }
    ObjectNode payload = World.JSON.objectNode().put("table_width", width);
    payload.put("has_column_header", headerRow).put("has_row_header", headerColumn);
    return MarkdownReader.payload("table", payload, children);
  }
}
