package caravan.notion;

import caravan.sync.Stops;

/**
 * Notion restricts a connection: whatever is sent on it is refused, so the run that met it stops.
 */
public final class ConnectionBlocked extends NotionException implements Stops {

  private static final long serialVersionUID = 1L;

  /**
   * A request that was refused, or not sent because one before it was.
   *
   * @param error what Notion said
   */
  public ConnectionBlocked(String connection, NotionRequest request, NotionError error) {
    super(connection, request, error, null);
  }

  @Override
  public String reason() {
    return ("Notion blocks the connection \"%s\" (%s). Waiting does not help: ask the workspace's owner."
            + " Nothing is sent on it but one try every few minutes; it goes on by itself once that"
            + " is answered.")
        .formatted(connection(), error().message());
  }
}
