package caravan.sync;

import java.time.Instant;

/** One poll of a source: its window, and the cursor through the pages of its answer. */
public final class Poll {

  private final Run run;
  private final Instant start;
  private final Instant since;
  private final Instant firstFrom;
  private String cursor;
  private String createdFrom;
  private boolean pagesLeft = true;

  Poll(Run run, Instant start, Instant since, Instant firstFrom) {
    this.run = run;
    this.start = start;
    this.since = since;
    this.firstFrom = firstFrom;
  }

  public Run run() {
    return run;
  }

  /** When the poll began, by the hub's clock. */
  public Instant start() {
    return start;
  }

  /** The watermark: rows changed from here on are asked for; null asks for all rows. */
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

  /** Rows created from here on are asked for, after an answer that was capped; null for all. */
  public String createdFrom() {
    return createdFrom;
  }

  /**
   * The source capped its answer: goes on with the rows created from the last one's time on.
   *
   * @throws IllegalStateException if that is where this window began: it cannot be split
   */
  public void goOnFrom(String lastCreated) {
    if (lastCreated == null || lastCreated.equals(createdFrom)) {
      throw new IllegalStateException(
          ("%s: more rows were created in one minute (%s) than one query can list; the rest is"
                  + " unknown, so the watermark stays. Set %s.since to a later date, or split the"
                  + " data source.")
              .formatted(run.integration(), lastCreated, run.integration()));
    }
    createdFrom = lastCreated;
    cursor = null;
    pagesLeft = true;
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
