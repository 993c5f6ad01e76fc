package caravan.blocks;

import java.util.List;

/**
 * Reads Notion's enhanced Markdown, which {@code GET /v1/pages/{id}/markdown} answers: a whole page
 * in one request (Notion: enhanced Markdown format). What has no form there (ids, captions of code,
 * bookmarks) can't be read from it; a block that Notion left out becomes one of type {@code
 * unsupported} with its {@code url} and {@code block_type}. Files appear as external ones, by the
 * address that stands in the text.
 */
public final class EnhancedMarkdown {

  /**
   * The blocks of a page; text that follows no rule of the format is kept as paragraphs.
   *
   * @param markdown the {@code markdown} of Notion's answer; null counts as empty
   */
  public List<Block> parse(String markdown) {
    return markdown == null ? List.of() : new EnhancedBlocks(markdown.lines().toList()).blocks();
  }
}
