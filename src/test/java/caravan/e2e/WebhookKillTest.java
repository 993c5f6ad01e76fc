package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.WebhookCalls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook that was answered 200 is followed up, although the hub is killed before it was. */
class WebhookKillTest {

  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final String SECRET = "secret_0123456789abcdefghijklmnop";
  private static final String LINEAR_SECRET = "lin_wh_0123456789abcdef";
  private static final int PAGES = 8;
  private static final int SENDERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void acceptedEventsSurviveKillNine(@TempDir Path folder) throws Exception {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withoutSlackPace(home);
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      int port = freePort();
      Map<String, String> environment = environment(sandbox, port);
      WebhookCalls calls = new WebhookCalls("http://127.0.0.1:" + port);
      List<String> pages = new ArrayList<>();
      LinearIssue issue;
      firstPolls(sandbox, home, environment);
      String polls = query(home, "SELECT COUNT(*) FROM runs WHERE cause = 'poll'");
      try (HubProcess hub = start(home, environment)) {
        awaitServer(hub, calls);
        // Whatever the hub reads hangs from here on: nothing can be followed up before the kill.
        sandbox
            .server()
            .faults()
            .add(
                FaultRule.of(FaultRule.Kind.HANG)
                    .on("notion", "GET", null)
                    .lasting(Duration.ofSeconds(60)));
        sandbox
            .server()
            .faults()
            .add(
                FaultRule.of(FaultRule.Kind.HANG)
                    .on("linear", null, null)
                    .lasting(Duration.ofSeconds(60)));
        for (int i = 0; i < PAGES; i++) {
          String page = page(sandbox, "Meeting " + i);
          pages.add(page);
          String event =
              WebhookCalls.event("page.created", page, sandbox.ids().meetingNotes()).toString();
          assertThat(calls.notion(event, SECRET)).isEqualTo(200);
        }
        issue = sandbox.createIssues(1).get(0);
        String event =
            "{\"type\":\"Issue\",\"data\":{\"id\":\"%s\"},\"webhookTimestamp\":%d}"
                .formatted(issue.id(), System.currentTimeMillis());
        assertThat(calls.linear(event, LINEAR_SECRET, "d1")).isEqualTo(200);
        hub.kill();
      }
      assertThat(sandbox.messages()).as("killed before any of it was done").isEmpty();
      assertThat(query(home, "SELECT COUNT(*) FROM webhook_work"))
          .isEqualTo(Integer.toString(PAGES + 1));
      sandbox.server().faults().clear();

      try (HubProcess hub = start(home, environment)) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    sandbox.messages().size() == PAGES
                        && sandbox.notion().pages(sandbox.ids().linearIssues()).size() == 1);
        // The same events come again: their senders had no time to see that they were taken.
        for (String page : pages) {
          String again =
              WebhookCalls.event("page.created", page, sandbox.ids().meetingNotes()).toString();
          assertThat(calls.notion(again, SECRET)).isEqualTo(200);
        }
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
      assertThat(sandbox.messages())
          .extracting(SlackMessage::text)
          .hasSize(PAGES)
          .doesNotHaveDuplicates();
      assertThat(query(home, "SELECT COUNT(*) FROM runs WHERE cause = 'poll'"))
          .as("no poll had a part in it")
          .isEqualTo(polls);
    }
  }

  @Test
  void noneIsAnsweredBeforeItIsOnTheDiskHoweverManyComeAtOnce(@TempDir Path folder)
      throws Exception {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    Set<String> answered = ConcurrentHashMap.newKeySet();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      int port = freePort();
      Map<String, String> environment = environment(sandbox, port);
      WebhookCalls calls = new WebhookCalls("http://127.0.0.1:" + port);
      try (HubProcess hub = start(home, environment)) {
        awaitServer(hub, calls);
        for (int sender = 0; sender < SENDERS; sender++) {
          senders.execute(() -> sendUntilItBreaks(calls, sandbox.ids().meetingNotes(), answered));
        }
        await().atMost(PATIENCE).until(() -> answered.size() > 200);
        hub.kill();
      }
      senders.shutdown();
      assertThat(senders.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ids(home)).containsAll(answered);
    } finally {
      senders.shutdownNow();
    }
  }

  private static void sendUntilItBreaks(WebhookCalls calls, String source, Set<String> answered) {
    while (true) {
      ObjectNode event = WebhookCalls.event("page.created", UUID.randomUUID().toString(), source);
      try {
        if (calls.notion(event.toString(), SECRET) == 200) {
          answered.add(event.path("id").asText());
        }
      } catch (UncheckedIOException e) {
        return; // the hub was killed
      }
    }
  }

  private static HubProcess start(Path home, Map<String, String> environment) {
    return HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1");
  }

  /** An integration that was never polled has nothing to follow up. */
  private static void firstPolls(TestSandbox sandbox, Path home, Map<String, String> environment) {
    Map<String, String> polling = new TreeMap<>(environment);
    polling.put("LINEAR_ISSUES_CRON", "");
    polling.put("MEETING_NOTES_CRON", "");
    polling.put("LINEAR_ISSUES_EVERY", "1s");
    polling.put("MEETING_NOTES_EVERY", "1s");
    try (HubProcess hub = start(home, polling)) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  sandbox.server().log().entries("notion").size() > 1
                      && sandbox.server().log().entries("linear").size() > 1);
      assertThat(hub.terminate()).as(hub::output).isZero();
    }
  }

  private static void awaitServer(HubProcess hub, WebhookCalls calls) {
    await()
        .atMost(PATIENCE)
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              assertThat(hub.isAlive()).as(hub::output).isTrue();
              return calls.notion("{}", SECRET) == 200;
            });
  }

  private static Map<String, String> environment(TestSandbox sandbox, int port) {
    Map<String, String> environment = sandbox.environment();
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_CRON", NEVER);
    environment.put("MEETING_NOTES_ENABLED", "true");
    environment.put("MEETING_NOTES_CRON", NEVER);
    environment.put("SYNC_SWEEP_CRON", "off");
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("NOTION_WEBHOOK_SECRET", SECRET);
    environment.put("LINEAR_WEBHOOK_SECRET", LINEAR_SECRET);
    return environment;
  }

  private static String page(TestSandbox sandbox, String title) {
    return sandbox
        .notion()
        .createPage(
            sandbox.ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Set<String> ids(Path home) {
    return Set.copyOf(values(home, "SELECT event_id FROM webhook_events"));
  }

  private static String query(Path home, String sql) {
    return values(home, sql).get(0);
  }

  private static List<String> values(Path home, String sql) {
    String url = "jdbc:h2:file:" + home.resolve("data/caravan");
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
