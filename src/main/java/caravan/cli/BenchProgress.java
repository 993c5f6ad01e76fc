package caravan.cli;

import caravan.bench.BenchWatch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells what a bench does: on a terminal one line that changes, else a line for each job. */
final class BenchProgress implements BenchWatch {

  private static final long SHOW_EVERY_NANOS = Duration.ofMillis(100).toNanos();

  private final PrintWriter out;
  private final boolean terminal;
  private final StopSignal signal;
  private final long start = System.nanoTime();
  private long shownAt = start;
  private String shown = "";

  BenchProgress(PrintWriter out, boolean terminal, StopSignal signal) {
    this.out = out;
    this.terminal = terminal;
    this.signal = signal;
  }

  @Override
  public void at(String job, String who, long requests) {
    long now = System.nanoTime();
    String what = "%s, %s".formatted(job, who);
    boolean next = !what.equals(shown);
    if (terminal && (next || now - shownAt >= SHOW_EVERY_NANOS)) {
      out.printf(
          Locale.ROOT,
          "\r\u001b[K  %3d s  %s: %,d requests",
          (now - start) / 1_000_000_000,
          what,
          requests);
      out.flush();
      shownAt = now;
    } else if (!terminal && next) {
      out.printf(Locale.ROOT, "  %3d s  %s%n", (now - start) / 1_000_000_000, what);
      out.flush();
    }
    shown = what;
  }

  @Override
  public boolean endsWithin(Duration time) throws InterruptedException {
    return signal.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Clears the line. */
  void done() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
