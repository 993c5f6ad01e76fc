package caravan.cli;

import caravan.settings.Settings;
import caravan.store.Store;
import java.util.function.Function;

/** The store of a hub that does not run. */
final class StoppedHub {

  private StoppedHub() {}

  /**
   * Does something with the store.
   *
   * @throws caravan.store.StoreUnavailable if it cannot be opened
   */
  static <T> T withStore(Settings settings, Function<Store, T> work) {
    try (Store store =
        Store.open(
            Caravan.home(),
            settings.get("store.url"),
            settings.get("store.user"),
            settings.get("store.password"))) {
      return work.apply(store);
    }
  }
}
