package caravan.blocks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes blocks that show a file from the web (Notion: file objects). */
final class MediaBlocks {

  private MediaBlocks() {}

  /** A block of type image, video, pdf, file or audio that shows what is at an address. */
  static Block external(String type, String url) {
    ObjectNode external = JsonNodeFactory.instance.objectNode().put("url", url);
    return Block.of(type).with("type", "external").with("external", external);
  }
}
