package caravan.bench;

import java.time.Duration;

/**
 * What one job cost, counted by the sandbox.
 *
 * @param job what was done
 * @param promised the requests that it may cost the hub at most
 * @param hub what the hub sent
 * @param naive what the naive pattern sent
 */
public record JobCost(String job, long promised, Spent hub, Spent naive) {

  /** Requests that Notion accepts in a minute on the smaller plans (Notion: request limits). */
  public static final int PER_MINUTE = 180;

  /** The pause that scripts make between two requests. */
  public static final Duration NAIVE_PAUSE = Duration.ofMillis(400);

  /**
   * Requests of one side.
   *
   * @param requests all that arrived for the job, refused ones too
   * @param beside readings of a schema or of the people, which are made once for many jobs
   * @param refused how many were answered 429
   */
  public record Spent(long requests, long beside, long refused) {

    /** All requests. */
    public long all() {
      return requests + beside;
    }
  }

  /** Whether the hub kept its promise: no more requests, and none that was refused. */
  public boolean kept() {
    return hub.requests() <= promised && hub.refused() == 0;
  }

  /** How long the hub's requests take at {@link #PER_MINUTE}. */
  public Duration hubTime() {
    return Duration.ofMinutes(1).multipliedBy(hub.all()).dividedBy(PER_MINUTE);
  }

  /**
   * How long the naive pattern's requests take: its pause is longer than {@link #PER_MINUTE} asks.
   */
  public Duration naiveTime() {
    return NAIVE_PAUSE.multipliedBy(naive.all());
  }
}
