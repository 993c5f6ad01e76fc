package caravan.blocks;

import caravan.notion.HostedFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a reader is shown of blocks that are more than their text. */
public final class Shown {

  private Shown() {}

  /** The block's text, its title, or its type in brackets if it has neither text nor children. */
  public static List<RichText> text(Block block) {
    if (!block.text().isEmpty()) {
      return block.text();
    }
    JsonNode title = block.attributes().get("title");
    if (title != null) {
      return title.isArray()
          ? new BlockReader().richText(title)
          : List.of(RichText.text(title.asText()));
    }
    return switch (block.type()) {
      case "paragraph",
          "column_list",
          "column",
          "synced_block",
          "tab",
          "template",
          "breadcrumb",
          "table_of_contents" ->
          List.of();
      default -> block.children().isEmpty() ? List.of(RichText.text(bracketed(block))) : List.of();
    };
  }

  /** The block's icon, if it can be said in text: one that is an image is left out. */
  public static String icon(Block block) {
    JsonNode icon = block.attributes().get("icon");
    if (icon == null) {
      return "";
    }
    String name = icon.at("/custom_emoji/name").asText("");
    return name.isEmpty() ? icon.path("emoji").asText("") : ":" + name + ":";
  }

  /** Where the block's file, bookmark or embed is; empty if it says nothing of it. */
  public static String address(Block block) {
    for (String from : List.of("external", "file")) {
      JsonNode url = block.attributes().get(from);
      if (url != null) {
        return url.path("url").asText("");
      }
    }
    return block.attribute("url");
  }

  /**
   * The block's address as a link, named by the caption, the file's name or the address. A file
   * that Notion hosts has its name in its address, because one read says it and the other does not.
   */
  public static RichText link(Block block) {
    String address = address(block);
    String caption = RichText.plain(block.caption());
    String name = caption.isEmpty() ? block.attribute("name") : caption;
    if (name.isEmpty()) {
      name = block.type().equals("unsupported") || address.isEmpty() ? bracketed(block) : address;
      name = HostedFile.isLasting(address) ? HostedFile.name(address) : name;
    }
    return RichText.text(name, address.isEmpty() ? null : address, Annotations.NONE);
  }

  /** The page or database that a {@code link_to_page} leads to. */
  public static RichText pageLink(Block block) {
    String id = block.attribute(block.attribute("type"));
    String url = "https://app.notion.com/p/" + id.replace("-", "");
    return RichText.text(url, url, Annotations.NONE);
  }

  private static String bracketed(Block block) {
    String kind = block.attribute("block_type");
    return "[" + (kind.isEmpty() ? block.type() : kind) + "]";
  }
}
