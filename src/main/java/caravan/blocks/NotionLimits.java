package caravan.blocks;

/**
 * What one request to Notion may carry (Notion: request limits; characters are UTF-16 units, which
 * is never less than what Notion counts).
 */
final class NotionLimits {

  /** Characters in one run of text. */
  static final int TEXT = 2_000;

  /** Runs in one rich text. */
  static final int RUNS = 100;

  /** Characters in an address. */
  static final int URL = 2_000;

  /** Characters in an equation. */
  static final int EQUATION = 1_000;

  /** Blocks in one array of children. */
  static final int CHILDREN = 100;

  /** Cells in one row of a table. */
  static final int CELLS = 100;

  /** Blocks in one request, at all levels. */
  static final int BLOCKS = 1_000;

  /** Bytes of blocks in one request; Notion allows 500 KB for the whole of it. */
  static final int BYTES = 450_000;

  /** Bytes of one block's own JSON, so that any single block fits a request with room to spare. */
  static final int BLOCK_BYTES = 300_000;

  /**
   * Levels of blocks in one request: a block, its children, their children (Notion: "up to two
   * levels of nesting"; request types BlockObjectRequest, ...WithSingleLevelOfChildren,
   * ...WithoutChildren).
   */
  static final int LEVELS = 3;

  private NotionLimits() {}
}
