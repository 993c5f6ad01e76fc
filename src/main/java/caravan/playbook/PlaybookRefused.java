package caravan.playbook;

/** The read model does not take this page; it is kept and tried again. */
public final class PlaybookRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Without a cause: an SQL error among causes would be taken for one of the hub's own store. */
  PlaybookRefused(String message) {
    super(message);
  }
}
