package caravan.sync;

/**
 * An error that concerns the whole integration, not one record: the run stops before the next
 * write, the watermark stays, and no record is kept as a failure.
 */
public interface Stops {

  /** What happened, to what, and what to do next. */
  String reason();
}
