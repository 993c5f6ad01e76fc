package caravan.playbook;

import caravan.sync.Stops;

/** The read model's database does not answer, or does not let the hub in: the run stops. */
public final class PlaybookAway extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  /** Without a cause: an SQL error among causes would be taken for one of the hub's own store. */
  PlaybookAway(String message) {
    super(message);
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
