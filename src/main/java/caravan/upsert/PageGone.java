package caravan.upsert;

/** The page of a record is gone or in the trash; what is known of it was put right. */
public final class PageGone extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PageGone(String message, Throwable cause) {
    super(message, cause);
  }
}
