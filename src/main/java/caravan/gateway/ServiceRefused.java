package caravan.gateway;

import caravan.sync.RetryAt;
import java.time.Instant;

/**
 * Linear, Slack or WordPress refused a request, asked to wait, or gave no answer that could be
 * read.
 */
public final class ServiceRefused extends RuntimeException implements RetryAt {

  private static final long serialVersionUID = 1L;

  /** What is known of the request. */
  public enum Kind {
    /** It was refused, and would be again. */
    REFUSED,
    /** It was not carried out; it may be sent again later. */
    LATER,
    /** It may or may not have been carried out. */
    UNKNOWN
  }

  private final Kind kind;
  private final boolean repeatable;
  private final Instant retryAt;

  private ServiceRefused(
      Kind kind, boolean repeatable, String message, Instant retryAt, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.repeatable = repeatable;
    this.retryAt = retryAt;
  }

  /** The service refused the request. */
  static ServiceRefused refused(String message) {
    return new ServiceRefused(Kind.REFUSED, false, message, Instant.EPOCH, null);
  }

  /**
   * The service asks to wait.
   *
   * @param repeatAtOnce whether the gateway itself may wait and send it again
   */
  static ServiceRefused later(String message, Instant retryAt, boolean repeatAtOnce) {
    return new ServiceRefused(Kind.LATER, repeatAtOnce, message, retryAt, null);
  }

  /**
   * No readable answer came.
   *
   * @param reading whether the request only read, so that a repeat is harmless
   */
  static ServiceRefused unknown(String message, boolean reading, Throwable cause) {
    return new ServiceRefused(Kind.UNKNOWN, reading, message, Instant.EPOCH, cause);
  }

  /** What is known of the request. */
  public Kind kind() {
    return kind;
  }

  /** Whether the gateway may send the same request again. */
  public boolean isRepeatable() {
    return repeatable;
  }

  @Override
  public Instant retryAt() {
    return retryAt;
  }
}
