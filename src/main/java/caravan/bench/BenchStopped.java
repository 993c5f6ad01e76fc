package caravan.bench;

/** The bench was asked to end before it was done. */
public final class BenchStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchStopped() {
    super("The bench was stopped before it was done; there is nothing to compare.");
  }
}
