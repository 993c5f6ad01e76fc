package caravan.hub;

import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.store.StoreTrouble;
import caravan.sync.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether an integration still works: DOWN when its last poll failed, or when none is going on and
 * none ended well for three of its intervals and at least five minutes. Camel's own checks stay up
 * while a quartz route fails for ever.
 */
final class IntegrationHealth extends AbstractHealthCheck {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

  private final String integration;
  private final Runs open;
  private final RunStore runs;
  private final Clock clock;
  private final Duration patience;
  private final Instant startedAt;

  /**
   * @param open the runs that are going on
   * @param every the longest time between two polls
   */
  IntegrationHealth(String integration, Runs open, RunStore runs, Clock clock, Duration every) {
    super("caravan", integration);
    this.integration = integration;
    this.open = open;
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
    try {
      judge(builder);
    } catch (RuntimeException e) {
      StoreTrouble trouble = StoreTrouble.of(e).orElseThrow(() -> e);
      builder.message(trouble.sentence()).down();
    }
  }

  private void judge(HealthCheckResultBuilder builder) {
    Instant lastSuccess = runs.lastSuccess(integration).orElse(null);
    Optional<RunReport> last = runs.lastPoll(integration);
    builder.detail("last.success", lastSuccess == null ? "never" : lastSuccess.toString());
    if (last.isPresent() && "failed".equals(last.get().state())) {
      builder.detail("reason", last.get().notes()).message(last.get().notes()).down();
      return;
    }
    if (open.isOpen(integration)) {
      builder.up();
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
