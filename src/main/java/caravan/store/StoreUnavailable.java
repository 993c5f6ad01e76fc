package caravan.store;

import java.util.Optional;

/** The store could not be opened; the message says which and what to look at. */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean mayPass;

  private StoreUnavailable(String message, boolean mayPass, Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
  }

  static StoreUnavailable opening(String url, RuntimeException cause) {
    String place = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
    Optional<StoreTrouble> trouble = StoreTrouble.of(cause);
    if (trouble.isPresent()) {
      return new StoreUnavailable(
          "The store %s cannot be opened. %s".formatted(place, trouble.get().sentence()),
          trouble.get().mayPass(),
          cause);
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new StoreUnavailable(
        "The store %s cannot be opened: %s %s."
            .formatted(place, root.getMessage(), StoreTrouble.Kind.REFUSED.remedy()),
        false,
        cause);
  }

  /** Whether it is worth waiting for: the database is away, or the file is in use, for now. */
  public boolean mayPass() {
    return mayPass;
  }
}
