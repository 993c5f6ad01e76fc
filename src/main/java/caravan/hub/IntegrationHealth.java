package caravan.hub;

import caravan.store.RunReport;
import caravan.store.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether an integration still works: DOWN when its last run failed, or when no run ended well for
 * three of its intervals and at least five minutes. Camel's own checks stay up while a quartz route
 * fails for ever.
 */
final class IntegrationHealth extends AbstractHealthCheck {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

  private final String integration;
  private final RunStore runs;
  private final Clock clock;
  private final Duration patience;
  private final Instant startedAt;

  IntegrationHealth(String integration, RunStore runs, Clock clock, Duration every) {
    super("caravan", integration);
    this.integration = integration;
    this.runs = runs;
    this.clock = clock;
    Duration three = every.multipliedBy(3);
    this.patience = three.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : three;
    this.startedAt = clock.instant();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Instant lastSuccess = runs.lastSuccess(integration).orElse(null);
    List<RunReport> latest = runs.latest(integration, 1);
    builder.detail("last.success", lastSuccess == null ? "never" : lastSuccess.toString());
    if (!latest.isEmpty() && "failed".equals(latest.get(0).state())) {
      builder.detail("reason", latest.get(0).notes()).message(latest.get(0).notes()).down();
      return;
    }
    Instant since =
        lastSuccess == null || lastSuccess.isBefore(startedAt) ? startedAt : lastSuccess;
    if (since.plus(patience).isBefore(clock.instant())) {
      builder.message("no run ended well since " + since).down();
    } else {
      builder.up();
    }
  }
}
