package caravan.sync;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Which records are being delivered in this process: one delivery of a record at a time. */
final class InFlight {

  private final Set<String> subjects = new HashSet<>();
  private final Duration patience;

  InFlight(Duration patience) {
    this.patience = patience;
  }

  /** Waits until nobody else works on the subject, then takes it. */
  synchronized void enter(String subject) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (subjects.contains(subject)) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new IllegalStateException(
            "another delivery of the same record has not ended within " + patience);
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for another delivery", e);
      }
    }
    subjects.add(subject);
  }

  synchronized void leave(String subject) {
    subjects.remove(subject);
    notifyAll();
  }
}
