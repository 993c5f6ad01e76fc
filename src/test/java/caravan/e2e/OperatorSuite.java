package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandRunner;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import caravan.testing.Jobs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator sees and does from the command line, on a hub that runs and on one that does
 * not.
 */
abstract class OperatorSuite {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private HubOnSandbox hub;
  private CommandRunner caravan;
  private List<LinearIssue> issues;
  private LinearIssue created;

  /** Gives the hub its store; what it returns is added to its application-local.properties. */
  abstract String store(HubOnSandbox hub);

  @BeforeEach
  void aHubWithThreeIssues() throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    String store = store(hub);
    issues = hub.sandbox().createIssues(3);
    hub.start(ISSUES);
    caravan = new CommandRunner(hub.home());
    Files.writeString(
        hub.home().resolve("application-local.properties"),
        "linear-issues.enabled=true\nserver.port=%s\n%s"
            .formatted(hub.setting("SERVER_PORT"), store));
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(3);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void statusOfARunningHubTellsHowEachIntegrationAndConnectionStands() throws IOException {
    int requests = hub.runs(ISSUES).get(0).requests();
    assertThat(caravan.run("status")).isZero();
    assertThat(caravan.out())
        .contains("integration", "state", "last run", "lag", "watermark", "failures", "requests")
        .contains("connection", "budget", "spent", "left")
        .containsPattern("linear-issues +done +\\d{4}-.* \\d+ s +\\d{4}-.*Z +0 +0 +" + requests)
        .containsPattern("notion +open +10000 +" + requests + " +" + (10_000 - requests));

    assertThat(caravan.run("status", "--json")).isZero();
    JsonNode status = JSON.readTree(caravan.out());
    assertThat(status.path("hub").asText()).isEqualTo("running");
    JsonNode integration = status.path("integrations").path(0);
    assertThat(integration.path("Name").asText()).isEqualTo(ISSUES);
    assertThat(integration.path("RequestsOfLastRun").asInt()).isEqualTo(requests);
    assertThat(Instant.parse(integration.path("Watermark").asText())).isBefore(Instant.now());
    assertThat(status.path("connections").path(0).path("Budget").asInt()).isEqualTo(10_000);
  }

  @Test
  void statusOfAStoppedHubTellsWhatItsStoreKnows() throws IOException {
    hub.stop();
    assertThat(caravan.run("status")).isEqualTo(1);
    assertThat(caravan.out())
        .contains("No hub answers at", "./caravan run", "created 3")
        .containsPattern("linear-issues +done +\\d{4}-")
        .containsPattern("notion +stopped +");
    assertThat(caravan.run("status", "--json")).isEqualTo(1);
    assertThat(JSON.readTree(caravan.out()).path("integrations").path(0).path("State").asText())
        .isEqualTo("done");
  }

  @Test
  void pausedIntegrationDoesNothingAlsoAfterARestartUntilItIsResumed() {
    assertThat(caravan.run("pause", ISSUES, "--reason", "moving the database")).isZero();
    assertThat(caravan.run("status")).isEqualTo(1);
    assertThat(caravan.out())
        .containsPattern("linear-issues +paused")
        .contains("moving the database. Go on with: ./caravan resume linear-issues");

    LinearIssue late = hub.sandbox().createIssues(1).get(0);
    long before = hub.lastRun(ISSUES);
    hub.hub().pollNow(ISSUES);
    Jobs.awaitEnd(hub.hub().context(), ISSUES);
    hub.stop();
    hub.start(ISSUES);
    sameAddress();
    hub.hub().pollNow(ISSUES);
    Jobs.awaitEnd(hub.hub().context(), ISSUES);
    assertThat(hub.lastRun(ISSUES)).isEqualTo(before);
    assertThat(caravan.run("resync", ISSUES, "--all")).isEqualTo(1);
    assertThat(caravan.err()).contains("is paused (moving the database); resume it first");

    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out()).contains("linear-issues goes on from its watermark.");
    assertThat(hub.awaitPoll(ISSUES, before).createdCount()).isEqualTo(1);
    assertThat(hub.sandbox().pageOf(late)).isNotBlank();
    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out()).contains("was not paused");
  }

  @Test
  void stoppedHubIsPausedAndResumedInItsStore() {
    hub.stop();
    assertThat(caravan.run("pause", ISSUES)).isZero();
    assertThat(caravan.out()).contains("it stays so when the hub starts");
    hub.start(ISSUES);
    sameAddress();
    long before = hub.lastRun(ISSUES);
    hub.hub().pollNow(ISSUES);
    Jobs.awaitEnd(hub.hub().context(), ISSUES);
    assertThat(hub.lastRun(ISSUES)).isEqualTo(before);
    hub.stop();
    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out()).contains("goes on from its watermark when the hub runs");
    hub.start(ISSUES);
    assertThat(hub.poll(ISSUES).state()).isEqualTo("done");
  }

  @Test
  void pausedRunEndsBeforeTheNextRecordAndKeepsItsWatermark() {
    hub.sandbox().createIssues(40);
    SandboxOptions atOnce = hub.sandbox().server().options();
    hub.sandbox().server().options(atOnce.toBuilder().latency(Duration.ofMillis(400)).build());
    String watermark = hub.query("SELECT CAST(position AS VARCHAR(50)) FROM watermarks");
    long before = hub.lastRun(ISSUES);
    hub.hub().pollNow(ISSUES);
    await().atMost(Duration.ofSeconds(30)).until(() -> hub.hub().beans().runs().isOpen(ISSUES));
    assertThat(caravan.run("pause", ISSUES)).isZero();
    RunReport run = hub.awaitPoll(ISSUES, before);
    assertThat(run.state()).as(run.notes()).isEqualTo("paused");
    assertThat(hub.query("SELECT CAST(position AS VARCHAR(50)) FROM watermarks"))
        .isEqualTo(watermark);

    hub.sandbox().server().options(atOnce);
    assertThat(caravan.run("resume", ISSUES)).isZero();
    hub.awaitPoll(ISSUES, run.id());
    assertThat(hub.sandbox().notion().counts(hub.sandbox().ids().linearIssues(), "External ID"))
        .hasSize(43);
  }

  @Test
  void resyncOfEverythingDeliversEachRecordAgainAndWritesOnlyWhatDiffers() {
    hub.poll(ISSUES); // the schema is fresh, and nothing has changed
    hub.execute("UPDATE links SET properties_hash = 'other' WHERE external_id = '" + id(0) + "'");
    hub.forgetRequests();
    assertThat(caravan.run("resync", ISSUES, "--all", "--wait")).isZero();
    assertThat(caravan.out()).contains("done: read 3, created 0, updated 1, unchanged 2");
    assertThat(hub.requests()).filteredOn(it -> it.startsWith("PATCH /v1/pages")).hasSize(1);
    assertThat(hub.requests()).noneMatch(it -> it.startsWith("POST /v1/pages"));
  }

  @Test
  void resyncFromADateReadsAgainAndCostsNoWriteWhereNothingDiffers() {
    hub.forgetRequests();
    String from = Instant.now().minus(Duration.ofDays(2)).toString();
    assertThat(caravan.run("resync", ISSUES, "--from", from, "--wait")).isZero();
    assertThat(caravan.out()).contains("done: read 3, created 0, updated 0, unchanged 3");
    assertThat(hub.requests()).isEmpty();
    assertThat(hub.query("SELECT COUNT(*) FROM resyncs")).isEqualTo("0");
  }

  @Test
  void resyncOfAStoppedHubIsDoneWhenItStarts() {
    hub.stop();
    assertThat(caravan.run("resync", ISSUES, "--all")).isZero();
    assertThat(caravan.out()).contains("it begins when the hub starts");
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.readCount()).isEqualTo(3);
    assertThat(run.notes()).contains("resyncs that somebody asked for: 1");
    assertThat(hub.poll(ISSUES).notes()).doesNotContain("resync");
  }

  @Test
  void dryRunOfARunningHubSaysWhatTheNextRunDoesAndWritesNothing() {
    edit();
    String before = memory();
    hub.forgetRequests();
    assertThat(caravan.run("run", "--dry-run")).isZero();
    String told = caravan.out();
    nothingWasWritten(before);

    RunReport real = hub.poll(ISSUES);
    assertThat(told)
        .contains("linear-issues: a dry run; nothing was written.")
        .contains(counts(real))
        .as("the schema is read for it, which the hub that runs knows already")
        .contains("would take %d requests to Notion".formatted(real.requests() + 1))
        .contains("Name: \"Issue\" -> \"Renamed\"")
        .contains("+ " + created.id() + " \"Brand new\"")
        .contains("- " + id(1));
    assertThat(real.createdCount()).isEqualTo(1);
    assertThat(real.updatedCount()).isEqualTo(1);
    assertThat(real.deletedCount()).isEqualTo(1);
  }

  @Test
  void dryRunOfAStoppedHubSaysWhatTheNextRunDoesAndWritesNothing() {
    edit();
    hub.stop();
    String before = memory();
    hub.forgetRequests();
    String told = process("run", "--dry-run");
    nothingWasWritten(before);
    hub.start(ISSUES);
    RunReport real = hub.poll(ISSUES);
    assertThat(told)
        .contains(counts(real))
        .contains("would take %d requests to Notion".formatted(real.requests()))
        .contains("Name: \"Issue\" -> \"Renamed\"");
  }

  @Test
  void dryRunOfAResyncSaysWhatTheResyncDoesAndWritesNothing() {
    hub.execute("UPDATE links SET properties_hash = 'other' WHERE external_id = '" + id(0) + "'");
    hub.sandbox()
        .notion()
        .editProperties(
            hub.sandbox().pageOf(issues.get(0)), ValueBuilder.titled("Name", "By hand").build());
    String before = memory();
    hub.forgetRequests();
    assertThat(caravan.run("resync", ISSUES, "--all", "--dry-run")).isZero();
    String told = caravan.out();
    nothingWasWritten(before);
    assertThat(told).contains("Name: \"By hand\" -> \"Issue\"");

    assertThat(caravan.run("resync", ISSUES, "--all", "--wait")).isZero();
    assertThat(told).contains(counts(hub.runs(ISSUES).get(0)));
    assertThat(hub.runs(ISSUES).get(0).updatedCount()).isEqualTo(1);
  }

  @Test
  void previewShowsTheRecordTheDecisionAndWhatDiffersAndWritesNothing() {
    edit();
    String before = memory();
    hub.forgetRequests();
    assertThat(caravan.run("preview", ISSUES, issues.get(0).identifier())).isZero();
    assertThat(caravan.out())
        .contains("record   " + id(0), "decision updated", "Name: \"Issue\" -> \"Renamed\"")
        .contains("\"externalId\"", "blocks: 0 kept, 0 changed, 1 inserted, 0 deleted");
    assertThat(hub.sandbox().server().log().entries("notion"))
        .allMatch(entry -> entry.userAgent().endsWith("(interactive)"));
    assertThat(caravan.run("preview", ISSUES, created.id())).isZero();
    assertThat(caravan.out()).contains("decision created", "Name: \"Brand new\"");
    assertThat(caravan.run("preview", ISSUES, id(2))).isZero();
    assertThat(caravan.out()).contains("decision unchanged");
    assertThat(caravan.run("preview", ISSUES, "ENG-4711")).isEqualTo(1);
    nothingWasWritten(before);

    hub.stop();
    assertThat(process("preview", ISSUES, id(0)))
        .contains("decision updated", "Name: \"Issue\" -> \"Renamed\"");
    nothingWasWritten(before);
  }

  @Test
  void wrongExtentIsRefusedInOneSentence() {
    assertThat(caravan.run("resync", ISSUES)).isEqualTo(2);
    assertThat(caravan.err()).contains("--from", "--all");
    assertThat(caravan.run("resync", ISSUES, "--from", "yesterday")).isEqualTo(2);
    assertThat(caravan.err()).contains("--from must be", "2026-11-22");
    assertThat(caravan.run("pause", "linear-isues")).isEqualTo(2);
    assertThat(caravan.err()).contains("There is no integration \"linear-isues\"");
  }

  /** One issue is new, one is changed, one is deleted. */
  private void edit() {
    created =
        hub.sandbox()
            .linear()
            .createIssue(
                hub.sandbox().ids().linearTeam(),
                draft -> draft.title("Brand new").description("One.\n\nTwo."));
    hub.sandbox()
        .linear()
        .updateIssue(id(0), draft -> draft.title("Renamed").description("A paragraph."));
    hub.sandbox().linear().deleteIssue(id(1));
  }

  /** What the hub remembers, but for what it spent. */
  private String memory() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "watermarks",
            "links",
            "deliveries",
            "failures",
            "known_items",
            "resyncs",
            "runs",
            "written_bodies",
            "learnt_targets",
            "sweeps",
            "pauses")) {
      all.append(hub.dump(table));
    }
    return all.toString();
  }

  private void nothingWasWritten(String memoryBefore) {
    assertThat(memory()).isEqualTo(memoryBefore);
    assertThat(hub.requests())
        .isNotEmpty()
        .allMatch(it -> it.startsWith("GET ") || it.matches("POST /v1/data_sources/[^/]+/query"));
    assertThat(hub.sandbox().server().log().entries("slack")).isEmpty();
  }

  private static String counts(RunReport run) {
    return "read %d = created %d + updated %d + unchanged %d + deleted %d + skipped %d + failed %d"
        .formatted(
            run.readCount(),
            run.createdCount(),
            run.updatedCount(),
            run.unchangedCount(),
            run.deletedCount(),
            run.skippedCount(),
            run.failedCount());
  }

  /** Runs a command in a process of its own, which has the hub's environment, to its end. */
  private String process(String... arguments) {
    List<String> command = new ArrayList<>(List.of("caravan.cli.Caravan"));
    command.addAll(List.of(arguments));
    try (HubProcess process = HubProcess.start(hub.home(), hub.environment(), command)) {
      await().atMost(Duration.ofMinutes(2)).until(() -> !process.isAlive());
      return process.output();
    }
  }

  private String id(int issue) {
    return issues.get(issue).id();
  }

  /** The hub has another port after each start; the command line has to find it. */
  private void sameAddress() {
    Path file = hub.home().resolve("application-local.properties");
    try {
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst("server.port=\\d+", "server.port=" + hub.setting("SERVER_PORT")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
