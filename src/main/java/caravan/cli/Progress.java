package caravan.cli;

import caravan.sync.Run;
import caravan.sync.Runs;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Tells how far the runs are: on a terminal one line that changes, else a line now and then. */
final class Progress {

  private static final Duration STEP = Duration.ofSeconds(2);

  private final PrintWriter out;
  private final boolean terminal;
  private final Runs runs;
  private final Map<String, Integer> expected;
  private final Clock clock;
  private final Instant start;
  private Instant lastShown;
  private String lastText = "";

  /**
   * @param expected how many records each integration will meet, where that is known
   */
  Progress(
      PrintWriter out, boolean terminal, Runs runs, Map<String, Integer> expected, Clock clock) {
    this.out = out;
    this.terminal = terminal;
    this.runs = runs;
    this.expected = Map.copyOf(expected);
    this.clock = clock;
    this.start = clock.instant();
    this.lastShown = start;
  }

  /** Shows where the runs are, if it is time to. */
  void show() {
    Instant now = clock.instant();
    if (!terminal && Duration.between(lastShown, now).compareTo(STEP) < 0) {
      return;
    }
    StringJoiner line = new StringJoiner("   ");
    for (Run run : runs.open().values()) {
      line.add(describe(run, now));
    }
    String text = line.toString();
    if (text.isEmpty() || text.equals(lastText)) {
      return;
    }
    lastShown = now;
    lastText = text;
    if (terminal) {
      out.print("\r\u001b[K  " + text);
    } else {
      out.println("  " + text);
    }
    out.flush();
  }

  /** Clears the line. */
  void done() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private String describe(Run run, Instant now) {
    int done = run.records();
    Instant from = run.startedAt().isBefore(start) ? start : run.startedAt();
    double seconds = Math.max(0.001, Duration.between(from, now).toMillis() / 1000.0);
    double rate = done / seconds;
    if (!expected.containsKey(run.integration())) {
      return String.format(Locale.ROOT, "%s %d, %.1f/s", run.integration(), done, rate);
    }
    int total = Math.max(done, expected.get(run.integration()));
    String eta = rate > 0 ? "%.0f s left".formatted((total - done) / rate) : "starting";
    return String.format(
        Locale.ROOT, "%s %d/%d, %.1f/s, %s", run.integration(), done, total, rate, eta);
  }
}
