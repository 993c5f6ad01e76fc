package caravan.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM as a request: the command ends what it does in order, and the process ends with
 * exit code 0 when it has.
 */
final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 45;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "stop-signal"));
  }

  private void onSignal() {
    if (ended.getCount() == 0) {
      return; // the process ends by itself, with its own exit code
    }
    asked.countDown();
    try {
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // The JVM would end with 143 after a SIGTERM, although everything was ended in order.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signal; false if it did not come in time. */
  boolean await(long time, TimeUnit unit) throws InterruptedException {
    return asked.await(time, unit);
  }

  /** Waits for the signal. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Everything is ended. */
  @Override
  public void close() {
    ended.countDown();
  }
}
