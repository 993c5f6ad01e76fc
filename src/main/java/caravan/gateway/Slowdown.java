package caravan.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The pace of each connection's background work: all of it while Notion answers as usual, less when
 * answers become slow, before Notion has to refuse them.
 */
public final class Slowdown {

  private final Connections budgets;
  private final int mostUnderWay;
  private final Duration window;
  private final LongSupplier nanoTime;
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();

  /**
   * @param mostUnderWay {@code notion.in-flight}
   * @param window {@code notion.budget.window}
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public Slowdown(Connections budgets, int mostUnderWay, Duration window, LongSupplier nanoTime) {
    this.budgets = budgets;
    this.mostUnderWay = mostUnderWay;
    this.window = window;
    this.nanoTime = nanoTime;
  }

  /** An answer came after this time. */
  void answered(String connection, String endpoint, long nanos) {
    Pace pace = pace(connection);
    synchronized (pace) {
      pace.answered(endpoint, nanos, nanoTime.getAsLong());
    }
  }

  /** A request failed after this time, or was given up. */
  void failed(String connection, String endpoint, long nanos) {
    Pace pace = pace(connection);
    synchronized (pace) {
      pace.failed(endpoint, nanos, nanoTime.getAsLong());
    }
  }

  /** Notion said that it is overloaded. */
  void overloaded(String connection) {
    Pace pace = pace(connection);
    synchronized (pace) {
      pace.overloaded(nanoTime.getAsLong());
    }
  }

  /** The share of its usual pace that background work may take, from 0.1 to 1. */
  double share(String connection) {
    Pace pace = pace(connection);
    synchronized (pace) {
      return pace.share(nanoTime.getAsLong());
    }
  }

  /** A percentile of the latest answers' times; zero if there are none. */
  Duration latency(String connection, double percentile) {
    Pace pace = pace(connection);
    synchronized (pace) {
      return Duration.ofNanos((long) pace.latency(percentile, nanoTime.getAsLong()));
    }
  }

  /** How many background requests may be under way; never below 1. */
  int underWay(String connection) {
    return Math.max(1, (int) Math.floor(mostUnderWay * share(connection) + 1e-9));
  }

  /**
   * How long the next background request waits after this one, in nanoseconds: nothing at the usual
   * pace; else so long that a window holds no more than the share of the background's budget.
   */
  long pauseNanos(String connection) {
    double share = share(connection);
    return share >= 1 ? 0 : (long) (window.toNanos() / (budgets.background(connection) * share));
  }

  private Pace pace(String connection) {
    return paces.computeIfAbsent(connection, name -> new Pace());
  }
}
