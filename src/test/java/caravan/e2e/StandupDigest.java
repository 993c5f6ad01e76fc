package caravan.e2e;

import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import caravan.testing.Jobs;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hub with the stand-up digest of a test: weekdays at 9:00 in Berlin, which is 8:00 UTC in
 * November.
 */
final class StandupDigest implements AutoCloseable {

  static final String NAME = "standup-digest";
  static final String BACKEND = "backend@example.com";
  static final String DESIGN = "design@example.com";

  private final HubOnSandbox hub;
  private final String channel;

  StandupDigest(Path folder, Clock clock) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    channel = hub.sandbox().slack().workspace().addChannel("stand-up").id();
    hub.set("STANDUP_DIGEST_EVERY", "3650d");
    hub.set("STANDUP_DIGEST_CRON", "0 0 9 ? * MON-FRI");
    hub.set("STANDUP_DIGEST_ZONE", "Europe/Berlin");
    hub.set("STANDUP_DIGEST_CHANNEL", channel);
  }

  HubOnSandbox hub() {
    return hub;
  }

  LinearWorkspace linear() {
    return hub.sandbox().linear();
  }

  /** Starts the hub and waits for the look that every start begins with. */
  RunReport start() {
    hub.start(NAME);
    await().atMost(Duration.ofMinutes(1)).until(() -> hub.lastRun(NAME) > lastBefore);
    RunReport first = hub.runs(NAME).get(0);
    Jobs.awaitEnd(hub.hub().context(), NAME);
    return first;
  }

  private long lastBefore;

  void stop() {
    lastBefore = hub.lastRun(NAME);
    hub.stop();
  }

  /** Looks whether a digest is due, as the timer does. */
  RunReport look() {
    return hub.poll(NAME);
  }

  LinearIssue create(String team, String title, String state, String assignee) {
    return linear().createIssue(team, draft -> draft.title(title).state(state).assignee(assignee));
  }

  List<SlackMessage> messages() {
    return hub.sandbox().slack().workspace().messages(channel);
  }

  String channel() {
    return channel;
  }

  /** The only message's blocks, as people read them. */
  String text() {
    if (messages().size() != 1) {
      throw new AssertionError(messages().size() + " messages: " + messages());
    }
    return text(messages().get(0));
  }

  static String text(SlackMessage message) {
    List<String> lines = new ArrayList<>();
    for (JsonNode block : message.blocks()) {
      JsonNode text = block.path("text").path("text");
      lines.add(text.isTextual() ? text.asText() : block.at("/elements/0/text").asText());
    }
    return String.join("\n", lines);
  }

  /** The environment of a hub in a process of its own, which looks every second. */
  Map<String, String> environmentOfAProcess() {
    Map<String, String> environment = new TreeMap<>(hub.environment());
    environment.put("STANDUP_DIGEST_ENABLED", "true");
    environment.put("STANDUP_DIGEST_EVERY", "1s");
    environment.put("SERVER_PORT", "0");
    return environment;
  }

  @Override
  public void close() {
    hub.close();
  }
}
