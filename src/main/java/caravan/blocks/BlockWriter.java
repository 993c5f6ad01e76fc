package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Writes blocks as Notion's requests want them: the children inside the type's object, nothing that
 * only answers carry. Splitting to Notion's limits is {@link WithinLimits}' and {@link BodyPlan}'s
 * work.
 */
public final class BlockWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Types whose request object must have {@code rich_text}, even an empty one. */
  private static final Set<String> WITH_TEXT =
      Set.of(
          "paragraph",
          "heading_1",
          "heading_2",
          "heading_3",
          "heading_4",
          "bulleted_list_item",
          "numbered_list_item",
          "to_do",
          "toggle",
          "quote",
          "callout",
          "code",
          "template");

  private static final Set<String> MEDIA = Set.of("image", "video", "pdf", "file", "audio");

  /** Types that Notion's answers have and its requests refuse (Notion: append block children). */
  private static final Set<String> READ_ONLY =
      Set.of(
          "child_page",
          "child_database",
          "link_preview",
          "unsupported",
          "meeting_notes",
          "transcription");

  /**
   * Values that answers carry and requests refuse: the request type of a numbered list item knows
   * neither its start nor its format (Notion: openapi.json, @notionhq/client 5.26).
   */
  private static final Set<String> ANSWER_ONLY = Set.of("list_start_index", "list_format");

  /** Whether Notion takes such a block (not looking at its children) in a request. */
  public boolean writable(Block block) {
    boolean hosted = MEDIA.contains(block.type()) && block.attributes().containsKey("file");
    return !READ_ONLY.contains(block.type()) && !hosted;
  }

  /**
   * A block with everything inside it.
   *
   * @throws IllegalArgumentException if Notion takes no such block in a request
   */
  public ObjectNode write(Block block) {
    ObjectNode json = writeAlone(block);
    if (!block.children().isEmpty()) {
      ((ObjectNode) json.get(block.type())).set("children", write(block.children()));
    }
    return json;
  }

  /** Several blocks with everything inside them. */
  public ArrayNode write(List<Block> blocks) {
    ArrayNode array = JSON.arrayNode(blocks.size());
    for (Block block : blocks) {
      array.add(write(block));
    }
    return array;
  }

  /**
   * A block without its children.
   *
   * @throws IllegalArgumentException if Notion takes no such block in a request
   */
  public ObjectNode writeAlone(Block block) {
    if (!writable(block)) {
      throw new IllegalArgumentException(
          "Notion has a block of type "
              + block.type()
              + " but takes none in a request; replace it by one it takes, such as a paragraph");
    }
    ObjectNode own = JSON.objectNode();
    if (WITH_TEXT.contains(block.type()) || !block.text().isEmpty()) {
      own.set("rich_text", richText(block.text()));
    }
    block
        .attributes()
        .forEach(
            (name, value) -> {
              if (!ANSWER_ONLY.contains(name)) {
                own.set(name, value);
              }
            });
    if (!block.caption().isEmpty()) {
      own.set("caption", richText(block.caption()));
    }
    if (block.type().equals("table_row")) {
      ArrayNode cells = own.putArray("cells");
      block.cells().forEach(cell -> cells.add(richText(cell)));
    }
    if (block.type().equals("synced_block") && !own.has("synced_from")) {
      // An original says so with a null, which is the one null that a request needs.
      own.putNull("synced_from");
    }
    ObjectNode json = JSON.objectNode().put("object", "block").put("type", block.type());
    json.set(block.type(), own);
    return json;
  }

  /** Runs of rich text. */
  public ArrayNode richText(List<RichText> runs) {
    ArrayNode array = JSON.arrayNode(runs.size());
    for (RichText run : runs) {
      array.add(run(run));
    }
    return array;
  }

  private static ObjectNode run(RichText run) {
    ObjectNode json = JSON.objectNode();
    JsonNode mention = run.kind().equals(RichText.MENTION) ? mention(run.mention()) : null;
    if (run.kind().equals(RichText.EQUATION)) {
      json.put("type", RichText.EQUATION);
      json.putObject(RichText.EQUATION).put("expression", run.content());
    } else if (mention != null) {
      json.put("type", RichText.MENTION);
      json.set(RichText.MENTION, mention);
    } else {
      json.put("type", RichText.TEXT);
      ObjectNode text = json.putObject(RichText.TEXT);
      text.put("content", run.isText() ? run.content() : run.plainText());
      if (run.link() != null) {
        text.putObject("link").put("url", run.link());
      }
    }
    annotations(run.annotations(), json);
    return json;
  }

  /** The mention as a request may carry it; null if requests know no such mention. */
  private static JsonNode mention(JsonNode mention) {
    String kind = mention.path("type").asText("");
    JsonNode own = mention.path(kind);
    ObjectNode json = JSON.objectNode().put("type", kind);
    switch (kind) {
      case "user", "page", "database", "custom_emoji" ->
          json.putObject(kind).set("id", own.path("id"));
      case "date", "template_mention" -> {
        ObjectNode copy = json.putObject(kind);
        own.properties()
            .forEach(
                field -> {
                  if (!field.getValue().isNull()) {
                    copy.set(field.getKey(), field.getValue());
                  }
                });
      }
      default -> {
        return null;
      }
    }
    return json;
  }

  private static void annotations(Annotations looks, ObjectNode json) {
    if (looks.equals(Annotations.NONE)) {
      return;
    }
    ObjectNode own = json.putObject("annotations");
    flag(own, "bold", looks.bold());
    flag(own, "italic", looks.italic());
    flag(own, "strikethrough", looks.strikethrough());
    flag(own, "underline", looks.underline());
    flag(own, "code", looks.code());
    if (!looks.color().equals(Annotations.DEFAULT_COLOR)) {
      own.put("color", looks.color());
    }
  }

  private static void flag(ObjectNode own, String name, boolean on) {
    if (on) {
      own.put(name, true);
    }
  }
}
