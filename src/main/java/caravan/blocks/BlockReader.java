package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads Notion's block JSON (version 2026-03-11 and the older ones it recorded) without losing a
 * value: what it doesn't know stays in the block's attributes. The envelope (ids, times, parent) is
 * left out.
 */
public final class BlockReader {

  /**
   * Reads one block object, with the children inside its JSON if any are there.
   *
   * @throws IllegalArgumentException if it has no type
   */
  public Block block(JsonNode json) {
    String type = json.path("type").asText("");
    if (type.isEmpty()) {
      throw new IllegalArgumentException("Notion block without a type: " + shown(json));
    }
    Map<String, JsonNode> attributes = new TreeMap<>();
    List<RichText> text = List.of();
    List<RichText> caption = List.of();
    List<List<RichText>> cells = List.of();
    List<Block> children = List.of();
    for (Map.Entry<String, JsonNode> field : json.path(type).properties()) {
      JsonNode value = field.getValue();
      boolean array = value.isArray();
      switch (array ? field.getKey() : "") {
        case "rich_text" -> text = richText(value);
        case "caption" -> caption = richText(value);
        case "cells" -> cells = cells(value);
        case "children" -> children = blocks(value);
        default -> attributes.put(field.getKey(), value);
      }
    }
    return new Block(type, attributes, text, caption, cells, children);
  }

  /**
   * Reads the blocks of an answer that lists them ({@code GET} or {@code PATCH
   * /v1/blocks/{id}/children}), or of a plain array of blocks.
   */
  public List<Block> blocks(JsonNode listOrArray) {
    List<Block> blocks = new ArrayList<>();
    for (JsonNode each : listOrArray.isArray() ? listOrArray : listOrArray.path("results")) {
      blocks.add(block(each));
    }
    return List.copyOf(blocks);
  }

  /** Reads an array of rich text objects; defaults of a request (no annotations) count as such. */
  public List<RichText> richText(JsonNode array) {
    List<RichText> runs = new ArrayList<>(array.size());
    for (JsonNode each : array) {
      runs.add(run(each));
    }
    return List.copyOf(runs);
  }

  private List<List<RichText>> cells(JsonNode array) {
    List<List<RichText>> cells = new ArrayList<>(array.size());
    for (JsonNode cell : array) {
      cells.add(richText(cell));
    }
    return cells;
  }

  private static RichText run(JsonNode json) {
    String kind = json.path("type").asText(RichText.TEXT);
    JsonNode own = json.path(kind);
    Annotations looks = annotations(json.path("annotations"));
    String href = json.path("href").isTextual() ? json.path("href").asText() : null;
    return switch (kind) {
      case RichText.TEXT -> {
        String content = own.path("content").asText("");
        JsonNode url = own.path("link").path("url");
        String link = url.isTextual() ? url.asText() : href;
        String plain = json.path("plain_text").asText(content);
        yield new RichText(kind, content, link, looks, plain, null);
      }
      case RichText.EQUATION -> {
        String expression = own.path("expression").asText("");
        String plain = json.path("plain_text").asText(expression);
        yield new RichText(kind, expression, href, looks, plain, null);
      }
      default -> {
        JsonNode payload = own.isMissingNode() ? NullNode.getInstance() : own;
        yield new RichText(kind, "", href, looks, json.path("plain_text").asText(""), payload);
      }
    };
  }

  private static Annotations annotations(JsonNode json) {
    return new Annotations(
        json.path("bold").asBoolean(),
        json.path("italic").asBoolean(),
        json.path("strikethrough").asBoolean(),
        json.path("underline").asBoolean(),
        json.path("code").asBoolean(),
        json.path("color").asText(Annotations.DEFAULT_COLOR));
  }

  private static String shown(JsonNode json) {
    String all = json.toString();
    return all.length() <= 200 ? all : all.substring(0, 200) + "...";
  }
}
