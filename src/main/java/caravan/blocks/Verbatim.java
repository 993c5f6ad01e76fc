package caravan.blocks;

import org.commonmark.node.CustomNode;

/** Markdown that is written as it stands. */
final class Verbatim extends CustomNode {

  private final String markdown;

  Verbatim(String markdown) {
    this.markdown = markdown;
  }

  String markdown() {
    return markdown;
  }
}
