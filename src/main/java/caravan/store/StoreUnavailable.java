package caravan.store;

import java.util.Optional;

/** The store could not be opened or went away; the message says which and what to look at. */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean mayPass;

  private StoreUnavailable(String message, boolean mayPass, Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
  }

  static StoreUnavailable opening(String url, RuntimeException cause) {
    Optional<StoreUnavailable> trouble = during("be opened", url, cause);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new StoreUnavailable(
        "The store %s cannot be opened: %s %s."
            .formatted(place(url), root.getMessage(), StoreTrouble.Kind.REFUSED.remedy()),
        false,
        cause);
  }

  /** The store is what a start failed for; empty if it failed for something else. */
  public static Optional<StoreUnavailable> starting(String url, RuntimeException cause) {
    return during("be used", url, cause);
  }

  private static Optional<StoreUnavailable> during(
      String what, String url, RuntimeException cause) {
    return StoreTrouble.of(cause)
        .map(
            trouble ->
                new StoreUnavailable(
                    "The store %s cannot %s. %s".formatted(place(url), what, trouble.sentence()),
                    trouble.mayPass(),
                    cause));
  }

  private static String place(String url) {
    return url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
  }

  /** Whether it is worth waiting for: the database is away, or the file is in use, for now. */
  public boolean mayPass() {
    return mayPass;
  }
}
