package caravan.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** A place that was taken; both calls may be repeated, and only the first one counts. */
  static final class Place {

    private final Connection connection;
    private final boolean inBackground;
    private boolean taken = true;

    private Place(Connection connection, boolean inBackground) {
      this.connection = connection;
      this.inBackground = inBackground;
    }

    /** Gives it back at once: nothing was sent. */
    void giveBack() {
      end(false);
    }

    /** The request was answered, or never will be: it is free one window from now. */
    void answered() {
      end(true);
    }

    private void end(boolean sent) {
      synchronized (connection) {
        if (taken) {
          taken = false;
          connection.end(inBackground, sent);
        }
      }
    }
  }

  /**
   * Requests that were answered at about the same time.
   *
   * @param ago how long ago the last of them was
   * @param requests how many
   * @param background how many of them were of the background lane
   */
  record Spent(Duration ago, int requests, int background) {}

  /** Waits until a place is free, and takes it. */
  Place take(String connection, boolean inBackground) throws InterruptedException {
    return of(connection).take(inBackground);
  }

  /** Requests that an earlier process sent; oldest first, before any place is taken. */
  void restore(String connection, List<Spent> earlier) {
    of(connection).restore(earlier);
  }

  /** What was spent of the window that ends now, in steps of that length, oldest first. */
  List<Spent> spent(String connection, Duration step) {
    return of(connection).spent(step.toNanos());
  }

  /** How many places are taken or not yet free again. */
  int taken(String connection) {
    return of(connection).taken(false);
  }

  /** How many of them by the background lane. */
  int takenInBackground(String connection) {
    return of(connection).taken(true);
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

    synchronized Place take(boolean inBackground) throws InterruptedException {
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
      return new Place(this, inBackground);
    }

    synchronized void restore(List<Spent> earlier) {
      long now = nanoTime.getAsLong();
      for (Spent one : earlier) {
        long at = now - one.ago().toNanos();
        all.answers.addAll(Collections.nCopies(one.requests(), at));
        onlyBackground.answers.addAll(Collections.nCopies(one.background(), at));
      }
    }

    synchronized List<Spent> spent(long step) {
      long now = nanoTime.getAsLong();
      TreeMap<Long, Integer> requests = all.byStepsAgo(now, step);
      TreeMap<Long, Integer> inBackground = onlyBackground.byStepsAgo(now, step);
      return requests.descendingMap().entrySet().stream()
          .map(
              it ->
                  new Spent(
                      Duration.ofNanos(it.getKey() * step),
                      it.getValue(),
                      inBackground.getOrDefault(it.getKey(), 0)))
          .toList();
    }

    synchronized int taken(boolean inBackground) {
      Lane lane = inBackground ? onlyBackground : all;
      lane.forget(nanoTime.getAsLong());
      return lane.underWay + lane.answers.size();
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
      forget(now);
      if (underWay + answers.size() < places) {
        return 0;
      }
      return answers.isEmpty() ? window : answers.peekFirst() + window - now;
    }

    void forget(long now) {
      while (!answers.isEmpty() && now - answers.peekFirst() >= window) {
        answers.removeFirst();
      }
    }

    /** What is under way counts as answered now. */
    TreeMap<Long, Integer> byStepsAgo(long now, long step) {
      forget(now);
      TreeMap<Long, Integer> counts = new TreeMap<>();
      answers.forEach(at -> counts.merge((now - at) / step, 1, Integer::sum));
      if (underWay > 0) {
        counts.merge(0L, underWay, Integer::sum);
      }
      return counts;
    }

    void end(long now, boolean sent) {
      underWay--;
      if (sent) {
        answers.addLast(now);
      }
    }
  }
}
