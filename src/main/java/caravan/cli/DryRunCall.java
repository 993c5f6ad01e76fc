package caravan.cli;

import caravan.hub.DryRuns;
import caravan.hub.Hub;
import caravan.rehearsal.RehearsalReport;
import caravan.settings.Settings;
import caravan.sync.Since;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Has a dry run or a preview made: by the hub that runs, else in this process on its store. */
final class DryRunCall {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final Settings settings;
  private final PrintWriter out;
  private final Clock clock;

  DryRunCall(Settings settings, PrintWriter out, Clock clock) {
    this.settings = settings;
    this.out = out;
    this.clock = clock;
  }

  /**
   * A dry run.
   *
   * @param from blank for the next poll; a date, a moment or {@code all} for a resync
   */
  RehearsalReport dryRun(String integration, String from) throws InterruptedException {
    RunningHub hub = new RunningHub(settings, Caravan.home());
    if (hub.runs(integration)) {
      return running(hub, integration, "startDryRun", from);
    }
    return stopped(
        integration,
        runs ->
            from.isBlank()
                ? runs.poll(integration)
                : runs.resync(integration, Since.parse(from, clock.instant()).orElse(null)));
  }

  /** A preview of one page, issue or record. */
  RehearsalReport preview(String integration, String what) throws InterruptedException {
    RunningHub hub = new RunningHub(settings, Caravan.home());
    if (hub.runs(integration)) {
      return running(hub, integration, "startPreview", what);
    }
    return stopped(integration, runs -> runs.preview(integration, what));
  }

  private RehearsalReport stopped(String integration, Function<DryRuns, RehearsalReport> work) {
    Settings enabled = settings.with(Map.of(integration + ".enabled", "true"));
    Hub.check(Caravan.home(), enabled);
    return StoppedHub.withStore(
        enabled, store -> DryRuns.onStoppedHub(Caravan.home(), enabled, store, clock, work));
  }

  private RehearsalReport running(
      RunningHub hub, String integration, String operation, String argument)
      throws InterruptedException {
    hub.call(integration, operation, argument);
    FollowedRun progress =
        new FollowedRun(out, System.console() != null, integration + " (dry run)", 0, clock);
    try (StopSignal signal = new StopSignal()) {
      do {
        JsonNode state =
            parsed(
                hub.call(integration, "rehearsal")
                    .map(JsonNode::asText)
                    .orElseThrow(() -> new RunningHub.Refused("The hub has ended meanwhile.")));
        if (state.has("report")) {
          progress.done();
          return RehearsalReport.read(state.path("report").asText());
        }
        if (state.has("error")) {
          progress.done();
          throw new RunningHub.Refused(state.path("error").asText());
        }
        progress.show(state.path("records").asInt(), state.path("requests").asInt());
      } while (!signal.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
      progress.done();
      throw new RunningHub.Refused("The dry run goes on in the hub; nobody waits for its report.");
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new RunningHub.Refused("The hub's answer is no JSON.");
    }
  }
}
