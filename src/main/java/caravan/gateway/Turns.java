package caravan.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whose turn it is: the background requests of a connection, in line for its budget.
 *
 * <p>Integrations take turns, however many requests each has waiting, so that a backfill of one
 * does not starve the poll of another. Only the one whose turn it is asks for budget: threads that
 * wait for a permit of Camel's throttle get it in no order. And no more than a number of them are
 * under way at the same time, so that latency does not waste budget and no answer of Notion is
 * waited for by all.
 */
public final class Turns {

  /** How many may be under way changes without a word; so everybody looks again after a second. */
  private static final long LONGEST_WAIT_MS = 1000;

  private final Slowdown slowdown;
  private final LongSupplier nanoTime;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * @param slowdown says how many may be under way, and how long the next has to wait
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public Turns(Slowdown slowdown, LongSupplier nanoTime) {
    this.slowdown = slowdown;
    this.nanoTime = nanoTime;
  }

  /**
   * A turn that has come; both calls may be repeated.
   *
   * <p>Until {@link #goes} nobody else's turn comes.
   */
  static final class Turn {

    private final Line line;
    private boolean first = true;
    private boolean underWay = true;

    private Turn(Line line) {
      this.line = line;
    }

    /** It has its budget: the next one may ask for it. */
    void goes() {
      synchronized (line) {
        if (first) {
          first = false;
          line.taken = false;
          line.notifyAll();
        }
      }
    }

    /** It was answered, or never will be. */
    void ends() {
      synchronized (line) {
        goes();
        if (underWay) {
          underWay = false;
          line.underWay--;
          line.notifyAll();
        }
      }
    }
  }

  /**
   * Waits until it is the integration's turn.
   *
   * @param integration its name; blank for requests of none
   */
  Turn take(String connection, String integration) throws InterruptedException {
    return line(connection).take(integration);
  }

  /** How many requests wait for their turn. */
  int waiting(String connection) {
    return line(connection).waiting();
  }

  /** How many requests are under way, or ask for their budget. */
  int underWay(String connection) {
    return line(connection).underWay();
  }

  private Line line(String connection) {
    return lines.computeIfAbsent(connection, Line::new);
  }

  private final class Line {

    private final String connection;

    /** Those who wait by integration; the integration whose turn comes next is the first. */
    private final Map<String, Deque<Object>> waiting = new LinkedHashMap<>();

    private boolean taken;
    private int underWay;
    private long notBefore;

    Line(String connection) {
      this.connection = connection;
      this.notBefore = nanoTime.getAsLong();
    }

    synchronized Turn take(String integration) throws InterruptedException {
      Object me = new Object();
      waiting.computeIfAbsent(integration, name -> new ArrayDeque<>()).addLast(me);
      try {
        while (!isNext(me)) {
          wait(millisToWait());
        }
      } catch (InterruptedException e) {
        leave(integration, me);
        notifyAll();
        throw e;
      }
      leave(integration, me);
      taken = true;
      underWay++;
      notBefore = nanoTime.getAsLong() + slowdown.pauseNanos(connection);
      return new Turn(this);
    }

    private boolean isNext(Object me) {
      return !taken
          && underWay < slowdown.underWay(connection)
          && nanoTime.getAsLong() - notBefore >= 0
          && waiting.values().iterator().next().peekFirst() == me;
    }

    /**
     * Until the pause is over; what else may change wakes who waits. Never 0, which is for ever.
     */
    private long millisToWait() {
      long left = notBefore - nanoTime.getAsLong();
      return left <= 0 ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, left / 1_000_000 + 1);
    }

    /** Those of the same integration who still wait go to the end of the line. */
    private void leave(String integration, Object me) {
      Deque<Object> own = waiting.remove(integration);
      own.remove(me);
      if (!own.isEmpty()) {
        waiting.put(integration, own);
      }
    }

    synchronized int waiting() {
      return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    synchronized int underWay() {
      return underWay;
    }
  }
}
