package caravan.sync;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What is being worked on in this process, such as a record: one work on a subject at a time. */
public final class InFlight {

  private final Set<String> subjects = new HashSet<>();
  private final Duration patience;

  /**
   * @param patience how long one work waits for another one
   */
  public InFlight(Duration patience) {
    this.patience = patience;
  }

  /**
   * Waits until nobody else works on the subject, then takes it.
   *
   * @throws IllegalStateException if the other work does not end in time
   */
  public synchronized void enter(String subject) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (subjects.contains(subject)) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new IllegalStateException(
            "other work on the same record has not ended within " + patience);
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for other work on a record", e);
      }
    }
    subjects.add(subject);
  }

  /** Gives the subject free; nothing happens if nobody works on it. */
  public synchronized void leave(String subject) {
    subjects.remove(subject);
    notifyAll();
  }
}
