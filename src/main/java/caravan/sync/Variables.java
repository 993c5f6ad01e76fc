package caravan.sync;

/** The exchange variables that travel with a record through the routes. */
public final class Variables {

  /** The {@link Run} on whose behalf something happens. */
  public static final String RUN = "run";

  /** What the source gave, as JSON text: what a retry starts from. */
  public static final String ITEM = "item";

  /** The {@link caravan.record.Record} once it is mapped. */
  public static final String RECORD = "record";

  /** The idempotent consumer's key of the record. */
  public static final String RECORD_KEY = "recordKey";

  /**
   * What the record's deliveries and failures are kept under, where an integration has records of
   * several kinds; not set where that is the External ID.
   */
  public static final String RECORD_SUBJECT = "recordSubject";

  /** The {@link Outcome} so far. */
  public static final String OUTCOME = "outcome";

  private Variables() {}
}
