package caravan.hub;

import caravan.pause.Pauses;
import caravan.store.PauseStore.Pause;
import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.store.StoreTrouble;
import caravan.sync.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether an integration still works: DOWN while its routes are refused, while drift pauses it,
 * when its last poll failed, when its last sweep failed or asks, or when no poll is going on and
 * none ended well for three of its intervals and at least five minutes. Camel's own checks stay up
 * while a quartz route fails for ever.
 */
final class IntegrationHealth extends AbstractHealthCheck {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

  private final String integration;
  private final Runs open;
  private final RunStore runs;
  private final Pauses pauses;
  private final Supplier<String> refused;
  private final Clock clock;
  private final Duration patience;
  private final boolean swept;
  private final Instant startedAt;

  /**
   * @param open the runs that are going on
   * @param pauses what an operator paused is UP: somebody knows
   * @param refused why its routes were refused; blank if they were not
   * @param every the longest time between two polls
   * @param swept whether the source is still read whole, so that an old failure of that counts
   */
  IntegrationHealth(
      String integration,
      Runs open,
      RunStore runs,
      Pauses pauses,
      Supplier<String> refused,
      Clock clock,
      Duration every,
      boolean swept) {
    super("caravan", integration);
    this.integration = integration;
    this.open = open;
    this.runs = runs;
    this.pauses = pauses;
    this.refused = refused;
    this.clock = clock;
    Duration three = every.multipliedBy(3);
    this.patience = three.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : three;
    this.swept = swept;
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
    String mistake = refused.get();
    if (!mistake.isEmpty()) {
      builder.detail("reason", mistake).message(mistake).down();
      return;
    }
    Instant lastSuccess = runs.lastSuccess(integration).orElse(null);
    Optional<RunReport> last = runs.lastPoll(integration);
    builder.detail("last.success", lastSuccess == null ? "never" : lastSuccess.toString());
    Optional<Pause> pause = pauses.find(integration);
    if (pause.isPresent()) {
      String reason = pause.get().reason();
      builder.detail("paused", pause.get().kind()).detail("reason", reason).message(reason);
      builder.state(pause.get().isForDrift() ? State.DOWN : State.UP);
      return;
    }
    if (last.isPresent() && "failed".equals(last.get().state())) {
      builder.detail("reason", last.get().notes()).message(last.get().notes()).down();
      return;
    }
    Optional<RunReport> sweep =
        swept
            ? runs.lastSweep(integration).filter(IntegrationHealth::needsPeople)
            : Optional.empty();
    if (sweep.isPresent()) {
      String reason = "the " + sweep.get().cause() + ": " + sweep.get().notes();
      builder.detail("reason", reason).message(reason).down();
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

  private static boolean needsPeople(RunReport sweep) {
    return !"done".equals(sweep.state()) && !sweep.notes().startsWith(Runs.HUB_STOPPED);
  }
}
