package caravan.drift;

import caravan.notion.Baseline;
import caravan.routes.ContractUse;
import caravan.store.BaselineStore;
import caravan.store.BaselineStore.Key;
import caravan.store.BaselineStore.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was seen when contracts last held; kept in the store, and at hand. */
public final class Baselines {

  /**
   * @param seen what was seen; null if the contract never held
   * @param driftedAt when people were told that it does not hold any more; null while it holds
   */
  record Known(Baseline seen, Instant driftedAt) {

    boolean isDrifted() {
      return driftedAt != null;
    }
  }

  private static final Known NOTHING = new Known(null, null);

  private final BaselineStore store;
  private final Clock clock;
  private final Map<ContractUse, Known> atHand = new ConcurrentHashMap<>();

  public Baselines(BaselineStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What was seen for this use when its contract last held. */
  public Optional<Baseline> seen(ContractUse use) {
    return Optional.ofNullable(known(use).seen());
  }

  Known known(ContractUse use) {
    return atHand.computeIfAbsent(
        use,
        it ->
            store
                .find(key(it))
                .map(
                    row ->
                        new Known(
                            row.seen() == null ? null : Baseline.read(row.seen()), row.driftedAt()))
                .orElse(NOTHING));
  }

  /** The contract holds: from here on drift is judged against this. */
  void holds(ContractUse use, Baseline seen) {
    if (!new Known(seen, null).equals(known(use))) {
      save(use, new Known(seen, null));
    }
  }

  /** People were told that the contract does not hold any more. */
  void drifted(ContractUse use) {
    if (!known(use).isDrifted()) {
      save(use, new Known(known(use).seen(), clock.instant()));
    }
  }

  private void save(ContractUse use, Known known) {
    String json = known.seen() == null ? null : known.seen().toJson();
    store.save(key(use), new Row(json, known.driftedAt()));
    atHand.put(use, known);
  }

  private static Key key(ContractUse use) {
    return new Key(use.integration(), use.contract(), use.dataSource());
  }
}
