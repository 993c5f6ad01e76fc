package caravan.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Every request that a system received, in order of arrival; safe for use by several threads. */
public final class RequestLog {

  private final Supplier<SandboxOptions> options;
  private final Deque<Visit> visits = new ArrayDeque<>();
  private final Map<String, Counter> counters = new HashMap<>();

  RequestLog(Supplier<SandboxOptions> options) {
    this.options = options;
  }

  /**
   * One request.
   *
   * @param time of arrival, with milliseconds, by the sandbox's clock
   * @param system such as {@code notion}
   * @param method such as {@code GET}
   * @param path below the system's own, such as {@code /v1/pages}
   * @param query the raw query; empty for none
   * @param status what was answered; 0 while nothing has been, and after a reset
   * @param caller the name of whoever sent it, as the system knows it; empty if it has none
   * @param userAgent the header as sent; empty for none
   * @param refused whether the system's budget refused it
   * @param duration from arrival to answer; zero while there is none
   * @param fault the kind of fault that hit it; null if none did
   * @param body what it said; empty for nothing, and unless {@link SandboxOptions#logBodies()}
   */
  public record Entry(
      Instant time,
      String system,
      String method,
      String path,
      String query,
      int status,
      String caller,
      String userAgent,
      boolean refused,
      Duration duration,
      FaultRule.Kind fault,
      String body) {}

  /**
   * Counts since the start or the last {@link #clear()}, of all requests, also those the log has
   * dropped.
   */
  public record Counts(long requests, long refused, long status429) {}

  /** The requests of one system, oldest first. */
  public List<Entry> entries(String system) {
    return entries(entry -> entry.system().equals(system));
  }

  /** The requests that match, oldest first. */
  public synchronized List<Entry> entries(Predicate<Entry> wanted) {
    List<Entry> found = new ArrayList<>();
    for (Visit visit : visits) {
      Entry entry = visit.entry;
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** How many requests a system received. */
  public long count(String system) {
    return counts(system).requests();
  }

  /** The counters of a system. */
  public synchronized Counts counts(String system) {
    Counter counter = counters.getOrDefault(system, new Counter());
    return new Counts(counter.requests, counter.refused, counter.status429);
  }

  /**
   * The largest number of matching requests that arrived in any sliding window of that length, of
   * those the log still holds.
   */
  public int maxInAnyWindow(String system, Duration window, Predicate<Entry> wanted) {
    List<Instant> times =
        entries(entry -> entry.system().equals(system) && wanted.test(entry)).stream()
            .map(Entry::time)
            .sorted()
            .toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (!times.get(first).plus(window).isAfter(times.get(last))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Forgets all entries and counts. */
  public synchronized void clear() {
    visits.clear();
    counters.clear();
  }

  synchronized Visit arrive(
      String system,
      String method,
      String path,
      String query,
      String caller,
      String userAgent,
      String body) {
    Clock clock = options.get().clock();
    Visit visit =
        new Visit(
            new Entry(
                clock.instant(),
                system,
                method,
                path,
                query,
                0,
                caller,
                userAgent,
                false,
                Duration.ZERO,
                null,
                options.get().logBodies() ? body : ""),
            System.nanoTime());
    visits.addLast(visit);
    while (visits.size() > options.get().logLimit()) {
      visits.removeFirst();
    }
    counters.computeIfAbsent(system, name -> new Counter()).requests++;
    return visit;
  }

  synchronized void struck(Visit visit, FaultRule.Kind fault) {
    Entry old = visit.entry;
    visit.become(old.status(), old.refused(), old.duration(), fault);
  }

  synchronized void answered(Visit visit, int status, boolean refused) {
    Entry old = visit.entry;
    Duration took = Duration.ofNanos(System.nanoTime() - visit.startedNanos);
    visit.become(status, refused, took, old.fault());
    Counter counter = counters.computeIfAbsent(old.system(), name -> new Counter());
    counter.refused += refused ? 1 : 0;
    counter.status429 += status == 429 ? 1 : 0;
  }

  /** A request under way. */
  static final class Visit {
    private Entry entry;
    private final long startedNanos;

    private Visit(Entry entry, long startedNanos) {
      this.entry = entry;
      this.startedNanos = startedNanos;
    }

    private void become(int status, boolean refused, Duration took, FaultRule.Kind fault) {
      entry =
          new Entry(
              entry.time(),
              entry.system(),
              entry.method(),
              entry.path(),
              entry.query(),
              status,
              entry.caller(),
              entry.userAgent(),
              refused,
              took,
              fault,
              entry.body());
    }
  }

  private static final class Counter {
    private long requests;
    private long refused;
    private long status429;
  }
}
