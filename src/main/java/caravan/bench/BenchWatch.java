package caravan.bench;

import java.time.Duration;

/** Sees how far a bench is, and says when it shall end. */
public interface BenchWatch {

  /**
   * Called often.
   *
   * @param job what is measured
   * @param who {@code hub} or {@code naive pattern}
   * @param requests that it has sent so far
   */
  void at(String job, String who, long requests);

  /** Waits for that long, or until the bench shall end; true if it shall. */
  boolean endsWithin(Duration time) throws InterruptedException;
}
