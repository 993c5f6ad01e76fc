package caravan.hub;

import caravan.store.StoreTrouble;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the hub's memory answers, and takes what is to be remembered. */
final class StoreHealth extends AbstractHealthCheck {

  private final Supplier<Optional<StoreTrouble>> store;

  StoreHealth(Supplier<Optional<StoreTrouble>> store) {
    super("caravan", "store");
    this.store = store;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    store
        .get()
        .ifPresentOrElse(trouble -> builder.message(trouble.sentence()).down(), () -> builder.up());
  }
}
