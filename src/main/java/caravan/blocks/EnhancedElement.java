package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Turns the tags of enhanced Markdown into the blocks they stand for. */
final class EnhancedElement {

  private EnhancedElement() {}

  /** A tag that holds no blocks. */
  static Block block(EnhancedTag tag, String inner) {
    List<RichText> text = EnhancedInlines.parse(inner);
    return switch (tag.name()) {
      case "page", "database" ->
          Block.of("child_" + tag.name())
              .with("title", RichText.plain(text))
              .with("url", said(tag.attribute("url")));
      case "unknown" ->
          Block.of("unsupported")
              .with("block_type", said(tag.attribute("alt")))
              .with("url", said(tag.attribute("url")));
      case "audio", "video", "file", "pdf" ->
          MediaBlocks.external(tag.name(), tag.attribute("src")).withCaption(text);
      default -> Block.of(tag.name());
    };
  }

  /** A tag with blocks inside. */
  static Block container(EnhancedTag tag, List<RichText> summary, List<Block> inside) {
    return switch (tag.name()) {
      case "details" -> Block.of("toggle", summary).withChildren(inside);
      case "callout" -> callout(tag, summary, inside);
      case "columns" -> Block.of("column_list").withChildren(inside);
      case "column" -> Block.of("column").withChildren(inside);
      case "synced_block" -> Block.of("synced_block").withChildren(inside);
      case "synced_block_reference" -> {
        String url = tag.attribute("url");
        String id = url.substring(Math.max(url.lastIndexOf('#'), url.lastIndexOf('/')) + 1);
        yield Block.of("synced_block")
            .with(
                "synced_from",
                JsonNodeFactory.instance.objectNode().put("type", "block_id").put("block_id", id))
            .withChildren(inside);
      }
      case "meeting-notes" -> meeting(inside);
      default -> Block.of(tag.name().replace('-', '_'), summary).withChildren(inside);
    };
  }

  /**
   * Meeting notes have a title and up to three parts; what stands in the summary and in the notes
   * stands in the block. The transcript is left out, as the block tree's reader does.
   */
  private static Block meeting(List<Block> inside) {
    List<Block> children = new ArrayList<>();
    String title = "";
    for (Block block : inside) {
      switch (block.type()) {
        case "summary", "notes" -> {
          children.add(Block.paragraph(block.text()));
          children.addAll(block.children());
        }
        case "transcript" -> {
          // What everybody said, word for word, is no part of the page's text.
        }
        case "paragraph" -> {
          boolean first = title.isEmpty() && children.isEmpty();
          title = first ? RichText.plain(block.text()) : title;
          children.addAll(first ? block.children() : List.of(block));
        }
        default -> children.add(block);
      }
    }
    children.removeIf(each -> each.equals(Block.paragraph("")));
    return Block.of("meeting_notes").with("title", said(title)).withChildren(children);
  }

  /** The first paragraph inside a callout is its text. */
  private static Block callout(EnhancedTag tag, List<RichText> summary, List<Block> inside) {
    List<RichText> text = summary;
    List<Block> children = new ArrayList<>(inside);
    boolean opens =
        text.isEmpty()
            && !children.isEmpty()
            && children.get(0).type().equals("paragraph")
            && children.get(0).children().isEmpty()
            && children.get(0).attributes().isEmpty();
    if (opens) {
      text = children.remove(0).text();
    }
    Block callout = Block.of("callout", text).withChildren(children);
    String icon = tag.attribute("icon");
    if (icon.isEmpty()) {
      return callout;
    }
    return callout.with(
        "icon",
        icon.startsWith("http")
            ? external(icon)
            : JsonNodeFactory.instance.objectNode().put("type", "emoji").put("emoji", icon));
  }

  private static JsonNode external(String url) {
    ObjectNode icon = JsonNodeFactory.instance.objectNode().put("type", "external");
    icon.putObject("external").put("url", url);
    return icon;
  }

  private static String said(String value) {
    return value.isEmpty() ? null : value;
  }
}
