package caravan.sync;

/**
 * An error that concerns the whole integration, not one record: the run stops before the next
 * write, and the watermark stays.
 */
public interface Stops {

  /** What happened, to what, and what to do next. */
  String reason();

  /**
   * The kind of failure as which the record in hand is kept, to go through once its integration is
   * resumed; blank if it is not kept, because it comes again with the next poll.
   */
  default String keptAs() {
    return "";
  }
}
