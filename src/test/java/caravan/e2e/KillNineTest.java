package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants 1 and 2 where the hub's process is killed, at moments that a seed chooses. */
class KillNineTest {

  private static final int ISSUES = 80;
  private static final int NOTES = 6;
  private static final int KILLS = 3;
  private static final int BODIES = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void killedThreeTimesDuringItsFirstSyncItLeavesOnePageAndOneMessageEach(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .latency(Duration.ofMillis(150))
            .indexLag(Duration.ofSeconds(2))
            .build();
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(options)) {
      List<LinearIssue> issues = createIssues(sandbox);
      createNotes(sandbox);
      Map<String, String> environment = environment(sandbox);
      Random random = new Random(20261122);
      int killedAt = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int pages = killedAt + 5 + random.nextInt(ISSUES / KILLS - 10);
        long millis = random.nextInt(150);
        try (HubProcess hub =
            HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> pages(sandbox) >= pages || !hub.isAlive());
          assertThat(hub.isAlive()).as(hub::output).isTrue();
          await().pollDelay(Duration.ofMillis(millis)).until(() -> true); // within a request
          hub.kill();
        }
        killedAt = pages(sandbox);
        assertThat(killedAt).as("killed in the middle of its work").isLessThan(ISSUES);
      }
      try (HubProcess hub =
          HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await()
            .atMost(PATIENCE)
            .until(() -> pages(sandbox) >= ISSUES && sandbox.messages().size() >= NOTES);
        awaitQuiet(sandbox);
        assertThat(hub.terminate()).as(hub::output).isZero();
      }

      Map<String, Integer> byId =
          sandbox.notion().counts(sandbox.ids().linearIssues(), "External ID");
      assertThat(byId).hasSize(ISSUES).allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
      assertThat(issues).allSatisfy(issue -> assertThat(byId).containsKey(issue.id()));
      assertThat(issues)
          .allSatisfy(
              issue ->
                  assertThat(sandbox.notion().plainText(sandbox.pageOf(issue)))
                      .as("written whole")
                      .contains("The end of " + issue.title()));
      assertThat(sandbox.messages())
          .extracting(SlackMessage::text)
          .hasSize(NOTES)
          .doesNotHaveDuplicates();
      assertThat(query(home, "SELECT COUNT(*) FROM links WHERE state = 'PENDING'")).isEqualTo("0");
      assertThat(query(home, "SELECT COUNT(*) FROM failures")).isEqualTo("0");
      assertThat(query(home, "SELECT COUNT(*) FROM runs WHERE state = 'lost'"))
          .as("runs that were killed say so")
          .isNotEqualTo("0");
    }
  }

  @Test
  void killedWhileItChangesBodiesItFinishesThemAndBlamesNobody(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder().latency(Duration.ofMillis(60)).build();
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(options)) {
      List<String> before = lines("Line", 40);
      List<LinearIssue> issues = new ArrayList<>();
      for (int i = 0; i < BODIES; i++) {
        String title = "Issue " + i;
        issues.add(
            sandbox
                .linear()
                .createIssue(
                    sandbox.ids().linearTeam(),
                    draft -> draft.title(title).description(String.join("\n\n", before))));
      }
      Map<String, String> environment = environment(sandbox);
      Random random = new Random(20261124);
      List<String> wanted = before;
      for (int kill = 0; kill <= KILLS; kill++) {
        List<String> next = new ArrayList<>(wanted);
        try (HubProcess hub =
            HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
          List<String> present = wanted;
          await().atMost(PATIENCE).until(() -> holdAll(sandbox, issues, present));
          if (kill == KILLS) {
            awaitQuiet(sandbox);
            assertThat(hub.terminate()).as(hub::output).isZero();
            break;
          }
          // Three updates, two inserts and a delete each: a kill falls between the requests.
          for (int i = 0; i < 3; i++) {
            next.set(10 * i, "Changed " + kill + "." + i);
          }
          next.add(15, "New " + kill);
          next.remove(25);
          next.add("Last " + kill);
          sandbox.server().log().clear();
          issues.forEach(
              issue ->
                  sandbox
                      .linear()
                      .updateIssue(
                          issue.id(), draft -> draft.description(String.join("\n\n", next))));
          int edits = 5 + random.nextInt(BODIES * 6 - 20);
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> edits(sandbox) >= edits || !hub.isAlive());
          assertThat(hub.isAlive()).as(hub::output).isTrue();
          hub.kill();
          assertThat(holdAll(sandbox, issues, next)).as("killed in the middle").isFalse();
        }
        wanted = next;
      }
      assertThat(query(home, "SELECT COUNT(*) FROM body_conflicts")).isEqualTo("0");
      assertThat(query(home, "SELECT COUNT(*) FROM written_bodies WHERE whole"))
          .isEqualTo(Integer.toString(BODIES));
      assertThat(query(home, "SELECT COUNT(*) FROM runs WHERE notes LIKE '%people edited%'"))
          .isEqualTo("0");
    }
  }

  private static List<String> lines(String what, int count) {
    return IntStream.range(0, count).mapToObj(i -> what + " " + i).toList();
  }

  private static boolean holdAll(
      TestSandbox sandbox, List<LinearIssue> issues, List<String> lines) {
    String text = String.join("\n", lines);
    Map<String, Integer> pages =
        sandbox.notion().counts(sandbox.ids().linearIssues(), "External ID");
    return issues.stream()
        .allMatch(
            issue ->
                pages.containsKey(issue.id())
                    && sandbox.notion().plainText(sandbox.pageOf(issue)).equals(text));
  }

  /** How many requests changed blocks since the log was cleared. */
  private static int edits(TestSandbox sandbox) {
    return sandbox
        .server()
        .log()
        .entries(it -> it.path().startsWith("/v1/blocks/") && !it.method().equals("GET"))
        .size();
  }

  private static List<LinearIssue> createIssues(TestSandbox sandbox) {
    List<LinearIssue> issues = new ArrayList<>();
    for (int i = 0; i < ISSUES; i++) {
      String title = "Issue " + i;
      // Every fourth body takes a second request, so that a kill may fall between the two.
      String text = "A line.\n\n".repeat(i % 4 == 0 ? 120 : 2) + "The end of " + title;
      issues.add(
          sandbox
              .linear()
              .createIssue(
                  sandbox.ids().linearTeam(), draft -> draft.title(title).description(text)));
    }
    return issues;
  }

  private static void createNotes(TestSandbox sandbox) {
    for (int i = 0; i < NOTES; i++) {
      sandbox
          .notion()
          .createPage(
              sandbox.ids().meetingNotes(),
              ValueBuilder.titled("Name", "Note " + i).option("Status", "status", "Final").build(),
              "Summary.");
    }
  }

  private static Map<String, String> environment(TestSandbox sandbox) {
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("NOTION_INDEX_LAG", "3s");
    environment.put("SLACK_SETTLE", "3s");
    environment.put("SYNC_WORKERS", "4");
    environment.put("SYNC_RETRY_EVERY", "500ms");
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_EVERY", "2s");
    environment.put("MEETING_NOTES_ENABLED", "true");
    environment.put("MEETING_NOTES_EVERY", "2s");
    return environment;
  }

  private static int pages(TestSandbox sandbox) {
    return sandbox.notion().pages(sandbox.ids().linearIssues()).size();
  }

  /** Nothing was written for longer than the index lags and than retries wait. */
  private static void awaitQuiet(TestSandbox sandbox) {
    Duration quiet = Duration.ofSeconds(4);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Instant since = Instant.now().minus(quiet);
              return sandbox
                  .server()
                  .log()
                  .entries(
                      it ->
                          it.time().isAfter(since)
                              && !it.path().endsWith("/query")
                              && !it.path().endsWith("/graphql"))
                  .isEmpty();
            });
  }

  private static String query(Path home, String sql) {
    String url = "jdbc:h2:file:" + home.resolve("data/caravan");
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
