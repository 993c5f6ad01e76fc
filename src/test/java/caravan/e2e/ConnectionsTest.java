package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.RequestLog;
import caravan.sandbox.RequestLog.Entry;
import caravan.sandbox.SandboxConnection;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tokens side by side, each with its own budget, and two data sources of one database: issues
 * are written with one, notes are read with the other.
 */
class ConnectionsTest {

  private static final String NOTES_TOKEN = "ntn-recognisable-notes";
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void eachConnectionStaysInItsOwnBudgetAndBothLieInOneDatabase(@TempDir Path folder)
      throws Exception {
    try (HubOnSandbox hub = hub(folder, 20, 8)) {
      hub.sandbox().createIssues(100);
      createNotes(hub, 20);
      hub.set("NOTION_BUDGET_REQUESTS", "20")
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .set("NOTION_NOTES_BUDGET_REQUESTS", "8")
          .set("NOTION_NOTES_BUDGET_RESERVE", "0.5")
          .start(ISSUES, NOTES);
      hub.hub().pollNow(ISSUES);
      RunReport notes = hub.poll(NOTES);
      RunReport issues = hub.awaitPoll(ISSUES, 0);

      assertThat(notes.createdCount()).isEqualTo(20);
      assertThat(issues.createdCount()).isEqualTo(100);
      RequestLog log = hub.sandbox().server().log();
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.maxInAnyWindow("notion", WINDOW, it -> it.caller().equals("issues")))
          .as("a budget of 20 without a reserve of 0.3")
          .isBetween(10, 14);
      assertThat(log.maxInAnyWindow("notion", WINDOW, it -> it.caller().equals("notes")))
          .as("a budget of 8 without a reserve of 0.5")
          .isBetween(2, 4);
      assertThat(log.entries("notion"))
          .allSatisfy(
              it ->
                  assertThat(it.caller())
                      .as(it.method() + " " + it.path())
                      .isEqualTo(isOfIssues(hub, it) ? "issues" : "notes"));
      assertThat(database(hub, hub.setting("MEETING_NOTES_DATA_SOURCE")))
          .isEqualTo(database(hub, hub.sandbox().ids().linearIssues()));
    }
  }

  @Test
  void aRefusalOfOneConnectionDoesNotHoldUpTheOther(@TempDir Path folder) throws Exception {
    try (HubOnSandbox hub = hub(folder, Integer.MAX_VALUE, Integer.MAX_VALUE)) {
      hub.start(ISSUES, NOTES);
      hub.sandbox().createIssues(1);
      hub.poll(ISSUES);
      hub.sandbox().createIssues(5);
      createNotes(hub, 2);
      hub.sandbox()
          .server()
          .faults()
          .add(
              FaultRule.status(429)
                  .on("notion", null, null)
                  .from("notes")
                  .times(1)
                  .withHeaders(Map.of("Retry-After", "15")));
      hub.hub().pollNow(NOTES);
      await().until(() -> !ofNotes(hub).isEmpty() && ofNotes(hub).get(0).status() == 429);

      RunReport issues = hub.poll(ISSUES);

      assertThat(issues.createdCount()).isEqualTo(5);
      assertThat(issues.rateLimited()).isZero();
      Instant refused = ofNotes(hub).get(0).time();
      assertThat(Instant.now()).as("in time to tell").isBefore(refused.plusSeconds(15));
      assertThat(ofNotes(hub)).as("the refused connection waits").hasSize(1);
      RunReport notes = hub.awaitPoll(NOTES, 0);
      assertThat(notes.createdCount()).isEqualTo(2);
      assertThat(notes.rateLimited()).isEqualTo(1);
      assertThat(ofNotes(hub).get(1).time()).isAfterOrEqualTo(refused.plusSeconds(15));
    }
  }

  /** After a restart the first run looks at everything that waits, but only of its connection. */
  @Test
  void relationsAreSetOverTheConnectionOfTheirIntegration(@TempDir Path folder) throws Exception {
    try (HubOnSandbox hub = hub(folder, Integer.MAX_VALUE, Integer.MAX_VALUE)) {
      hub.start(ISSUES, NOTES);
      LinearIssue child = hub.sandbox().createIssues(1).get(0);
      LinearIssue parent = hub.sandbox().createIssues(1).get(0);
      hub.sandbox().linear().updateIssue(child.id(), draft -> draft.parent(parent.id()));
      FaultRule refusal = FaultRule.status(400).on("notion", "PATCH", "/v1/pages/.*");
      hub.sandbox().server().faults().add(refusal);
      hub.poll(ISSUES);
      String page = hub.sandbox().pageOf(child);
      assertThat(hub.query("SELECT COUNT(*) FROM waiting_relations")).isEqualTo("1");
      hub.sandbox().server().faults().clear();
      hub.stop();
      hub.execute("UPDATE waiting_relations SET next_at = waiting_since");
      hub.start(ISSUES, NOTES);
      hub.forgetRequests();

      hub.poll(NOTES);
      assertThat(hub.sandbox().server().log().entries(it -> it.path().contains(page))).isEmpty();

      hub.poll(ISSUES);
      assertThat(hub.sandbox().notion().page(page).at("/properties/Parent/relation/0/id").asText())
          .isEqualTo(hub.sandbox().pageOf(parent));
      assertThat(hub.sandbox().server().log().entries(it -> it.path().contains(page)))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it.caller()).isEqualTo("issues"));
    }
  }

  private static HubOnSandbox hub(Path folder, int issuesBudget, int notesBudget) throws Exception {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetWindow(WINDOW)
            .connections(
                Map.of(
                    TestSandbox.NOTION_TOKEN,
                    new SandboxConnection("issues", issuesBudget),
                    NOTES_TOKEN,
                    new SandboxConnection("notes", notesBudget)))
            .build();
    HubOnSandbox hub = new HubOnSandbox(folder, options);
    return hub.set("MEETING_NOTES_DATA_SOURCE", addNotesBesideIssues(hub.sandbox()))
        .set("NOTION_CONNECTIONS", "notes")
        .set("NOTION_NOTES_TOKEN", NOTES_TOKEN)
        .set("MEETING_NOTES_CONNECTION", "notes");
  }

  /** A second data source in the database of the issues. */
  private static String addNotesBesideIssues(TestSandbox sandbox) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("parent")
        .put("type", "database_id")
        .put("database_id", database(sandbox, sandbox.ids().linearIssues()));
    body.set(
        "properties",
        SchemaBuilder.titled("Name")
            .plain("Date", "date")
            .options("Type", "select", "Planning")
            .plain("Participants", "people")
            .options("Status", "select", "Draft", "Final")
            .build());
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(sandbox.server().url() + "/notion/v1/data_sources"))
                    .header("Authorization", "Bearer setting-up")
                    .header("Notion-Version", "2026-03-11")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    sandbox.server().log().clear();
    JsonNode created = JSON.readTree(answer.body());
    assertThat(created.path("object").asText()).as(answer.body()).isEqualTo("data_source");
    return created.path("id").asText();
  }

  private static void createNotes(HubOnSandbox hub, int count) {
    for (int i = 0; i < count; i++) {
      hub.sandbox()
          .notion()
          .createPage(
              hub.setting("MEETING_NOTES_DATA_SOURCE"),
              ValueBuilder.titled("Name", "Note " + i).option("Status", "select", "Final").build(),
              "Summary.");
    }
  }

  /** Only notes are queried, and only their bodies are read as Markdown. */
  private static boolean isOfIssues(HubOnSandbox hub, Entry entry) {
    return !entry.path().contains(hub.setting("MEETING_NOTES_DATA_SOURCE"))
        && !entry.path().endsWith("/markdown");
  }

  private static List<Entry> ofNotes(HubOnSandbox hub) {
    return hub.sandbox().server().log().entries(it -> it.caller().equals("notes"));
  }

  private static String database(HubOnSandbox hub, String dataSource) {
    return database(hub.sandbox(), dataSource);
  }

  private static String database(TestSandbox sandbox, String dataSource) {
    return sandbox.notion().dataSource(dataSource).at("/parent/database_id").asText();
  }
}
