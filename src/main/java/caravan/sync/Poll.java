package caravan.sync;

import java.time.Instant;
import java.util.Locale;

/**
 * One reading of a source: its window, and the cursor through the pages of its answer. A poll asks
 * for what changed since the watermark, a sweep or reconcile for everything.
 */
public final class Poll {

  /** What is read. */
  public enum Kind {
    /** What changed since the watermark. */
    POLL,
    /** Which objects there are; those that are known are not read again. */
    SWEEP,
    /** Every object as it is now, because some values change without leaving a trace. */
    RECONCILE;

    /** The cause of such a run. */
    public String cause() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final boolean light;
  private final Run run;
  private final Instant start;
  private final Instant since;
  private final Instant firstFrom;
  private String cursor;
  private boolean pagesLeft = true;

  Poll(Kind kind, boolean light, Run run, Instant start, Instant since, Instant firstFrom) {
    this.kind = kind;
    this.light = light;
    this.run = run;
    this.start = start;
    this.since = since;
    this.firstFrom = firstFrom;
  }

  /** What is read. */
  public Kind kind() {
    return kind;
  }

  /** Whether everything is asked for, so that what is missing from the answer is gone. */
  public boolean isComplete() {
    return kind != Kind.POLL;
  }

  /** Whether it is enough to learn which objects there are, without their values. */
  public boolean isLight() {
    return light;
  }

  /** The run that counts what happens. */
  public Run run() {
    return run;
  }

  /** When the poll began, by the hub's clock. */
  public Instant start() {
    return start;
  }

  /**
   * The watermark: rows changed from here on are asked for; null asks for all rows. A complete
   * reading asks for all that the first start took.
   */
  public Instant since() {
    return since;
  }

  /** What the first start reached back to; null for everything. */
  public Instant firstFrom() {
    return firstFrom;
  }

  /** Where the next page starts; null for the first. */
  public String cursor() {
    return cursor;
  }

  /** Whether another page is to be fetched. */
  public boolean isMore() {
    return pagesLeft && run.stopped() == null;
  }

  /** A page was read: where the next one starts, if there is one. */
  public void turnTo(String nextCursor, boolean hasMore) {
    if (hasMore && (nextCursor == null || nextCursor.equals(cursor))) {
      throw new IllegalStateException(
          run.integration()
              + ": the source says that there is more but gives no new cursor; the poll ends,"
              + " its watermark stays");
    }
    cursor = nextCursor;
    pagesLeft = hasMore;
  }
}
