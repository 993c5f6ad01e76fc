package caravan.upsert;

import caravan.sync.Stops;

/** The token is refused, or the data source is not shared with the connection: the run stops. */
public final class NotReachable extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  NotReachable(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
