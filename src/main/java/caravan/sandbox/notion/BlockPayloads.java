package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands under the type of a block: its fields, checked and with their defaults. */
final class BlockPayloads {

  private static final Set<String> TEXT = Set.of("rich_text", "color");
  private static final Set<String> MEDIA =
      Set.of("type", "external", "file", "file_upload", "caption", "name");
  private static final Map<String, Set<String>> FIELDS =
      Map.ofEntries(
          Map.entry("paragraph", Set.of("rich_text", "color", "icon")),
          Map.entry("heading_1", Set.of("rich_text", "color", "is_toggleable")),
          Map.entry("heading_2", Set.of("rich_text", "color", "is_toggleable")),
          Map.entry("heading_3", Set.of("rich_text", "color", "is_toggleable")),
          Map.entry("heading_4", Set.of("rich_text", "color", "is_toggleable")),
          Map.entry("bulleted_list_item", TEXT),
          Map.entry(
              "numbered_list_item",
              Set.of("rich_text", "color", "list_start_index", "list_format")),
          Map.entry("quote", TEXT),
          Map.entry("toggle", TEXT),
          Map.entry("template", Set.of("rich_text")),
          Map.entry("to_do", Set.of("rich_text", "color", "checked")),
          Map.entry("callout", Set.of("rich_text", "color", "icon")),
          Map.entry("code", Set.of("rich_text", "caption", "language")),
          Map.entry("equation", Set.of("expression")),
          Map.entry("divider", Set.of()),
          Map.entry("breadcrumb", Set.of()),
          Map.entry("column_list", Set.of()),
          Map.entry("tab", Set.of()),
          Map.entry("column", Set.of("width_ratio")),
          Map.entry("table_of_contents", Set.of("color")),
          Map.entry("table", Set.of("table_width", "has_column_header", "has_row_header")),
          Map.entry("table_row", Set.of("cells")),
          Map.entry("synced_block", Set.of("synced_from")),
          Map.entry("link_to_page", Set.of("type", "page_id", "database_id", "comment_id")),
          Map.entry("image", MEDIA),
          Map.entry("video", MEDIA),
          Map.entry("pdf", MEDIA),
          Map.entry("audio", MEDIA),
          Map.entry("file", MEDIA),
          Map.entry("bookmark", Set.of("url", "caption")),
          Map.entry("embed", Set.of("url", "caption")));

  private final World world;
  private final RichText richText;

  BlockPayloads(World world) {
    this.world = world;
    this.richText = new RichText(world);
  }

  /** The types that can be created. */
  Set<String> types() {
    return FIELDS.keySet();
  }

  Set<String> fields(String type) {
    return FIELDS.get(type);
  }

  /**
   * The payload after a write.
   *
   * @param before what was there; null for a new block, which must bring what its type requires
   */
  ObjectNode complete(String type, In in, ObjectNode before) {
    ObjectNode payload = before == null ? defaults(type) : before.deepCopy();
    Set<String> fields = FIELDS.get(type);
    for (String field : in.fields()) {
      if (fields.contains(field)) {
        set(payload, field, in.at(field), before == null);
      }
    }
    if (before == null) {
      for (String required : required(type)) {
        in.at(required).required();
      }
      if (fields == MEDIA && !payload.has("external") && !payload.has("file")) {
        throw in.at("external").required().should("be defined");
      }
      if (type.equals("file") && !payload.has("name")) {
        String url = payload.path(payload.path("type").asText()).path("url").asText();
        payload.put("name", url.substring(url.lastIndexOf('/') + 1));
      }
    }
    return payload;
  }

  private static List<String> required(String type) {
    return switch (type) {
      case "code" -> List.of("rich_text", "language");
      case "equation" -> List.of("expression");
      case "table" -> List.of("table_width", "children");
      case "table_row" -> List.of("cells");
      case "bookmark", "embed" -> List.of("url");
      case "synced_block" -> List.of("synced_from");
      case "column_list", "column" -> List.of("children");
      default -> FIELDS.get(type).contains("rich_text") ? List.of("rich_text") : List.of();
    };
  }

  private static ObjectNode defaults(String type) {
    ObjectNode payload = World.JSON.objectNode();
    Set<String> fields = FIELDS.get(type);
    if (fields.contains("rich_text")) {
      payload.putArray("rich_text");
    }
    if (fields.contains("caption")) {
      payload.putArray("caption");
    }
    if (fields.contains("is_toggleable")) {
      payload.put("is_toggleable", false);
    }
    if (fields.contains("checked")) {
      payload.put("checked", false);
    }
    if (type.equals("callout")) {
      payload.putObject("icon").put("type", "emoji").put("emoji", "💡");
    }
    if (type.equals("table")) {
      payload.put("table_width", 1).put("has_column_header", false).put("has_row_header", false);
    }
    if (type.equals("synced_block")) {
      payload.putNull("synced_from");
    }
    if (fields.contains("color")) {
      payload.put("color", "default");
    }
    return payload;
  }

  private void set(ObjectNode payload, String field, In in, boolean create) {
    switch (field) {
      case "rich_text", "caption" -> payload.set(field, richText.read(in));
      case "color" -> payload.put(field, in.given() ? in.choice(RichText.COLOURS) : "default");
      case "is_toggleable", "checked", "has_column_header", "has_row_header" ->
          payload.put(field, in.bool());
      case "icon" -> payload.set(field, in.given() ? Icons.read(in) : World.JSON.nullNode());
      case "language" -> payload.put(field, in.choice(CodeLanguages.ALL));
      case "expression" -> payload.put(field, in.text(1000));
      case "list_format" -> payload.put(field, in.choice(List.of("numbers", "letters", "roman")));
      case "list_start_index" -> payload.put(field, whole(in));
      case "width_ratio" -> payload.set(field, in.node().deepCopy());
      case "table_width" -> {
        if (!create) {
          throw in.should("be not present");
        }
        payload.put(field, whole(in));
      }
      case "cells" -> {
        ArrayNode cells = World.JSON.arrayNode();
        in.items(RichText.ITEM_LIMIT).forEach(cell -> cells.add(richText.read(cell)));
        payload.set(field, cells);
      }
      case "url" -> payload.put(field, in.url());
      case "external" -> world.files().hold(payload, in.only("url").at("url").url());
      // A file read from Notion may be sent back.
      case "file" -> world.files().hold(payload, in.object().at("url").url());
      case "file_upload" -> throw in.should("be not present: the sandbox has no file uploads");
      case "synced_from" -> synced(payload, in);
      case "page_id" -> link(payload, "page_id", world.page(in.id()).id());
      case "database_id" -> link(payload, "database_id", world.database(in.id()).id());
      case "comment_id" -> link(payload, "comment_id", in.id());
      case "name" -> payload.put(field, in.text(900));
      default -> {
        // "type" repeats what the other fields say.
      }
    }
  }

  private void synced(ObjectNode payload, In in) {
    if (in.given()) {
      String id = world.block(in.only("type", "block_id").at("block_id").id()).id();
      payload.putObject("synced_from").put("type", "block_id").put("block_id", id);
    } else {
      payload.putNull("synced_from");
    }
  }

  private static void link(ObjectNode payload, String field, String id) {
    payload.put("type", field).put(field, id);
  }

  private static int whole(In in) {
    JsonNode node = in.required().node();
    if (!node.isIntegralNumber() || node.asInt() < 1) {
      throw in.should("be a positive whole number");
    }
    return node.asInt();
  }
}
