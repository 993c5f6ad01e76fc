package caravan.blocks;

/** What becomes of the body a page has when its record's body changes. */
public enum BodyUpdate {
  /** Only what differs is changed, so that other blocks keep their ids, comments and links. */
  DIFF,
  /** Everything is erased and written anew, without reading. */
  REPLACE,
  /** What the page does not have yet goes to its end; nothing is changed or deleted. */
  APPEND,
  /** The body stays as it is. */
  LEAVE
}
