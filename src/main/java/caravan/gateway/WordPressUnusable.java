package caravan.gateway;

import caravan.sync.Stops;

/** WordPress takes no request at all: it refuses the credentials, or has no REST API there. */
public final class WordPressUnusable extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  WordPressUnusable(String message) {
    super(message);
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
