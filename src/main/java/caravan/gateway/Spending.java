package caravan.gateway;

import caravan.store.SpendingStore;
import caravan.store.SpendingStore.Spent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers across processes what was spent of each connection's budget, so that a restart, also
 * after {@code kill -9}, does not spend the same window's budget a second time.
 *
 * <p>It is written ahead in coarse steps: "up to so many requests may be sent until then", once a
 * second and for a sixth of the budget, whichever ends first; no request has a write of its own. A
 * process that was killed leaves its last step behind as if it had been spent whole. One that ends
 * in order writes down exactly what it spent.
 */
public final class Spending {

  private static final int STEPS_OF_A_BUDGET = 6;
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
  private static final int STEPS_OF_A_WINDOW = 10;

  private final SpendingStore store;
  private final Connections budgets;
  private final Duration window;
  private final Duration step;
  private final Clock clock;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * @param window {@code notion.budget.window}
   */
  public Spending(SpendingStore store, Connections budgets, Duration window, Clock clock) {
    this.store = store;
    this.budgets = budgets;
    this.window = window;
    Duration part = window.dividedBy(STEPS_OF_A_WINDOW);
    this.step = part.compareTo(LONGEST_STEP) < 0 ? part : LONGEST_STEP;
    this.clock = clock;
  }

  /** Gives the places what earlier processes spent of the window that ends now. */
  public void restore(Places places) {
    Instant now = clock.instant();
    for (String connection : budgets.names()) {
      places.restore(
          connection,
          store.after(connection, now.minus(window)).stream()
              .map(it -> new Places.Spent(ago(it.untilAt(), now), it.requests(), it.background()))
              .toList());
    }
  }

  /**
   * What is written ahead may lie in the future, and so may all of it if the clock was set back.
   */
  private static Duration ago(Instant moment, Instant now) {
    return moment.isAfter(now) ? Duration.ZERO : Duration.between(moment, now);
  }

  /**
   * A request is about to be sent. Returns only when it is safe to forget it.
   *
   * @throws RuntimeException if the store cannot be written; then it must not be sent
   */
  void note(String connection, boolean inBackground) {
    lines.computeIfAbsent(connection, Line::new).note(inBackground);
  }

  /** The process ends in order: writes down exactly what the places know. */
  public void settle(Places places) {
    for (String connection : lines.keySet()) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      List<Spent> spent = new ArrayList<>();
      for (Places.Spent it : places.spent(connection, step)) {
        spent.add(new Spent(now.minus(it.ago()), it.requests(), it.background()));
      }
      store.replace(connection, spent);
    }
  }

  private final class Line {

    private final String connection;
    private final int most;
    private Spent written;
    private int requests;
    private int background;

    Line(String connection) {
      this.connection = connection;
      this.most = Math.max(1, budgets.requests(connection) / STEPS_OF_A_BUDGET);
    }

    synchronized void note(boolean inBackground) {
      Instant now = clock.instant();
      if (written == null || requests == most || now.isAfter(written.untilAt())) {
        write(now);
      }
      requests++;
      background += inBackground ? 1 : 0;
    }

    private void write(Instant now) {
      Instant until = now.plus(step).truncatedTo(ChronoUnit.MILLIS);
      if (written != null && !until.isAfter(written.untilAt())) {
        until = written.untilAt().plusMillis(1);
      }
      Spent before = written == null ? null : new Spent(written.untilAt(), requests, background);
      Spent next = new Spent(until, most, most);
      store.next(connection, before, next, now.minus(window).minus(step));
      written = next;
      requests = 0;
      background = 0;
    }
  }
}
