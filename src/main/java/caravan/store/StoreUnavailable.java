package caravan.store;

/** The store could not be opened; the message says which and what to look at. */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  static StoreUnavailable opening(String url, RuntimeException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String place = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
    String hint =
        url.startsWith("jdbc:h2:")
            ? "Is another hub running on the same file? Stop it, or set store.url."
            : "Check store.url, store.user and store.password, and that the database is up.";
    return new StoreUnavailable(
        "The store " + place + " cannot be opened: " + root.getMessage() + " " + hint, cause);
  }
}
