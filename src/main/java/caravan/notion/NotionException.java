package caravan.notion;

import caravan.settings.NotionConnection;
import java.util.List;

/** A request to Notion that failed; carries the error and what was asked, never the token. */
public class NotionException extends RuntimeException {
  private final NotionError error;
  private final String connection;
  private final String method;
  private final String path;
  private final NotionRequest.Repeat repeat;

  /** A request of the default connection that was answered with an error. */
  public NotionException(NotionRequest request, NotionError error) {
    this(NotionConnection.DEFAULT, request, error, null);
  }

  /**
   * A request that failed.
   *
   * @param connection the name of the connection whose token it carried
   * @param cause what failed underneath; null for an answer
   */
  public NotionException(
      String connection, NotionRequest request, NotionError error, Throwable cause) {
    super(
        "%s %s%s: %s %s"
            .formatted(
                request.method(),
                request.path(),
                connection.equals(NotionConnection.DEFAULT) ? "" : " (" + connection + ")",
                said(error.kind()),
                error.summary()),
        cause);
    this.error = error;
    this.connection = connection;
    this.method = request.method();
    this.path = request.path();
    this.repeat = request.repeat();
  }

  private static String said(NotionError.Kind kind) {
    return switch (kind) {
      case NO_ANSWER -> "no answer from Notion:";
      case NOT_SENT -> "not sent:";
      default -> "Notion answered";
    };
  }

  /** The name of the connection whose token the request carried. */
  public String connection() {
    return connection;
  }

  /** What Notion said. */
  public NotionError error() {
    return error;
  }

  /** What the error means for the hub. */
  public NotionError.Kind kind() {
    return error.kind();
  }

  /**
   * Whether Notion itself answered that the object does not exist, or is not shared; a 404 of
   * something on the way says nothing about it.
   */
  public boolean isMissing() {
    return error.kind() == NotionError.Kind.MISSING && "object_not_found".equals(error.code());
  }

  /** Whether Notion answered that this connection will not be given what it asked for. */
  public boolean isDenied() {
    return List.of(400, 403, 404).contains(error.status());
  }

  /** Whether the same request may be sent again after a pause. */
  public boolean isRepeatable() {
    return error.repeatable(repeat);
  }

  /** Whether it is unknown if the request took effect. */
  public boolean isAmbiguous() {
    return error.ambiguous(repeat) || error.kind() == NotionError.Kind.SAVED;
  }

  /** The request's method. */
  public String method() {
    return method;
  }

  /** The request's path and query. */
  public String path() {
    return path;
  }
}
