package caravan.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The places in a connection's budget, each free again one window after its request was answered.
 *
 * <p>The throttle counts a request when it lets it go, Notion when it arrives. If one is held up on
 * its way and the one that follows in its place is not, two windows are squeezed into one. When a
 * request arrived is not known, but its answer came later: so a request that the throttle let go
 * waits here until the one before it in its place has been answered for a whole window.
 */
public final class Places {

  private static final String INTERACTIVE = "interactive";

  private final Connections budgets;
  private final long window;
  private final LongSupplier nanoTime;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  /**
   * @param budgets how many requests each connection may spend, and how many in the background
   * @param window the window's length
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public Places(Connections budgets, Duration window, LongSupplier nanoTime) {
    this.budgets = budgets;
    this.window = window.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Waits until a place is free, and takes it. */
  public void take(String connection, String lane) throws InterruptedException {
    of(connection).take(!INTERACTIVE.equals(lane));
  }

  /** Gives a place back at once: nothing was sent. */
  public void giveBack(String connection, String lane) {
    of(connection).end(!INTERACTIVE.equals(lane), false);
  }

  /** The request was answered, or never will be: its place is free one window from now. */
  public void answered(String connection, String lane) {
    of(connection).end(!INTERACTIVE.equals(lane), true);
  }

  private Connection of(String name) {
    return connections.computeIfAbsent(
        name, it -> new Connection(budgets.requests(it), budgets.background(it)));
  }

  private final class Connection {

    private final Lane all;
    private final Lane onlyBackground;

    Connection(int requests, int background) {
      all = new Lane(requests);
      onlyBackground = new Lane(background);
    }

    synchronized void take(boolean inBackground) throws InterruptedException {
      while (true) {
        long now = nanoTime.getAsLong();
        long left = all.nanosUntilFree(now);
        if (inBackground) {
          left = Math.max(left, onlyBackground.nanosUntilFree(now));
        }
        if (left == 0) {
          break;
        }
        // Rounded up, and never 0, which would wait for ever.
        wait(left / 1_000_000 + 1);
      }
      all.underWay++;
      if (inBackground) {
        onlyBackground.underWay++;
      }
    }

    synchronized void end(boolean inBackground, boolean sent) {
      long now = nanoTime.getAsLong();
      all.end(now, sent);
      if (inBackground) {
        onlyBackground.end(now, sent);
      }
      notifyAll();
    }
  }

  private final class Lane {

    private final int places;
    private final Deque<Long> answers = new ArrayDeque<>();
    private int underWay;

    Lane(int places) {
      this.places = places;
    }

    /** 0 if a place is free now. Where all are under way, an answer will wake who waits. */
    long nanosUntilFree(long now) {
      while (!answers.isEmpty() && now - answers.peekFirst() >= window) {
        answers.removeFirst();
      }
      if (underWay + answers.size() < places) {
        return 0;
      }
      return answers.isEmpty() ? window : answers.peekFirst() + window - now;
    }

    void end(long now, boolean sent) {
      underWay--;
      if (sent) {
        answers.addLast(now);
      }
    }
  }
}
