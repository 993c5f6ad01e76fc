package caravan.sync;

import caravan.incidents.Incident;
import caravan.store.StoreTrouble;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Watches the hub's memory: nothing starts while the store does not answer, and people are told
 * once when that begins and once when it ends.
 */
public final class StoreWatch {

  private static final String KIND = "store";
  private static final String ABOUT = "store";

  private final Supplier<Optional<StoreTrouble>> store;
  private StoreTrouble trouble;

  /**
   * @param store what keeps the store from answering now, if anything
   */
  public StoreWatch(Supplier<Optional<StoreTrouble>> store) {
    this.store = store;
  }

  /**
   * Looks at the store.
   *
   * @return what people should be told; null if nothing is new
   */
  public synchronized Incident look() {
    StoreTrouble before = trouble;
    trouble = store.get().orElse(null);
    if (trouble == null) {
      return before == null
          ? null
          : Incident.over(KIND, ABOUT, "The store answers again; every integration goes on.");
    }
    return before != null && before.kind() == trouble.kind()
        ? null
        : new Incident(
            KIND,
            Incident.ERROR,
            ABOUT,
            "everything stands still",
            trouble.sentence() + " Nothing is read or written until it is back; nothing is lost.");
  }

  /** Whether the store answered when it was last looked at. */
  public synchronized boolean isThere() {
    return trouble == null;
  }

  /** What keeps the store from answering, as it was last looked at. */
  public synchronized Optional<StoreTrouble> trouble() {
    return Optional.ofNullable(trouble);
  }
}
