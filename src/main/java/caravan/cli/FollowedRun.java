package caravan.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a run in another process is: on a terminal one line that changes, else a line now and
 * then.
 */
final class FollowedRun {

  private static final Duration STEP = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private final String name;
  private final int expected;
  private final Clock clock;
  private final Instant start;
  private Instant shownAt;

  /**
   * @param expected how many records are expected; 0 if unknown
   */
  FollowedRun(PrintWriter out, boolean terminal, String name, int expected, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.name = name;
    this.expected = expected;
    this.clock = clock;
    this.start = clock.instant();
    this.shownAt = start;
  }

  /** Shows where it is, if it is time to. */
  void show(int records, int requests) {
    Instant now = clock.instant();
    if (records == 0 || !terminal && Duration.between(shownAt, now).compareTo(STEP) < 0) {
      return;
    }
    shownAt = now;
    String text = line(records, requests, Duration.between(start, now));
    out.print(terminal ? "\r\u001b[K  " + text : "  " + text + System.lineSeparator());
    out.flush();
  }

  String line(int records, int requests, Duration taken) {
    double seconds = Math.max(0.001, taken.toMillis() / 1000.0);
    double rate = records / seconds;
    String done = "%d".formatted(records);
    String left = "";
    if (expected > 0) {
      int total = Math.max(records, expected);
      done = "%d/%d".formatted(records, total);
      left = String.format(Locale.ROOT, ", %.0f s left", (total - records) / rate);
    }
    return String.format(
        Locale.ROOT, "%s %s, %.1f/s%s, %d requests", name, done, rate, left, requests);
  }

  /** Clears the line. */
  void done() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
