package caravan.hub;

import caravan.store.AwaitedStore;
import caravan.store.FailureStore;
import caravan.store.PauseStore;
import caravan.store.ResyncStore;
import caravan.store.RunStore;
import caravan.store.Store;
import caravan.store.WatermarkStore;
import java.time.Clock;

/** The tables in which the standing of integrations is kept. */
record IntegrationTables(
    RunStore runs,
    FailureStore failures,
    AwaitedStore awaited,
    WatermarkStore watermarks,
    PauseStore pauses,
    ResyncStore resyncs) {

  static IntegrationTables of(Store store, Clock clock) {
    return new IntegrationTables(
        new RunStore(store, clock),
        new FailureStore(store),
        new AwaitedStore(store, clock),
        new WatermarkStore(store, clock),
        new PauseStore(store),
        new ResyncStore(store, clock));
  }
}
