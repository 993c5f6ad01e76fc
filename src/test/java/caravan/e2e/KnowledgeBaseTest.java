package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.opensearch.SearchCluster;
import caravan.sandbox.opensearch.SearchDocument;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
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

/** What the integration knowledge-base promises. */
class KnowledgeBaseTest {

  private static final String INDEX = "knowledge-base";
  private static final String BULK = "/knowledge-base/_bulk";

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:30Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;
  private KnowledgeBase pages;

  @BeforeEach
  void open() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    pages = new KnowledgeBase(hub, clock::move);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aPageIsOneDocumentThatFollowsItsPage() {
    String page =
        pages.createTagged(
            "Backups",
            """
            # Where they are

            Every night at two, with `pg_dump`.

            > ## Not a secret

            ```shell
            pg_restore --clean backup.dump
            ```
            """,
            "Ops",
            "Database");
    hub.start(KnowledgeBase.NAME);
    RunReport first = pages.poll();
    assertThat(first.createdCount()).isEqualTo(1);
    assertThat(first.notes()).contains("search indexes made: 1");

    SearchDocument document = document(page);
    JsonNode source = document.source();
    assertThat(source.path("title").asText()).isEqualTo("Backups");
    assertThat(source.path("text").asText())
        .contains("Where they are", "Every night at two", "pg_restore --clean");
    assertThat(source.path("headings").asText()).contains("Where they are").doesNotContain("night");
    assertThat(source.path("code").asText())
        .contains("pg_restore --clean backup.dump", "pg_dump")
        .doesNotContain("night");
    assertThat(source.path("tags")).hasToString("[\"Ops\",\"Database\"]");
    assertThat(source.path("owners")).hasToString("[\"Operations\"]");
    assertThat(source.path("url").asText()).startsWith("https://");
    assertThat(source.path("lastEdited").asText()).isEqualTo("2026-11-24T10:00:00Z");
    assertThat(document.version()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z").toEpochMilli());

    pages.poll();
    hub.forgetRequests();
    RunReport idle = pages.poll();
    assertThat(idle.createdCount() + idle.updatedCount()).isZero();
    assertThat(hub.requests()).as("nothing changed").hasSize(1);
    assertThat(openSearchRequests()).isEmpty();

    pages.rewrite(page, "Another text.");
    pages.rename(page, "Backups and restores");
    assertThat(pages.poll().updatedCount()).isEqualTo(1);
    assertThat(document(page).source().path("title").asText()).isEqualTo("Backups and restores");
    assertThat(document(page).source().path("text").asText()).isEqualTo("Another text.");
    assertThat(document(page).source().path("code").asText()).isEmpty();
    assertThat(documents()).hasSize(1);
  }

  @Test
  void theIndexIsMadeWithTheMappingOfItsFile() throws IOException {
    pages.create("One", "Text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    JsonNode file =
        new ObjectMapper()
            .readTree(hub.home().resolve("routes/indexes/knowledge-base.json").toFile());
    assertThat((JsonNode) cluster().mappings(INDEX)).isEqualTo(file.path("mappings"));
    assertThat(openSearchRequests()).containsOnlyOnce("PUT /knowledge-base");
  }

  @Test
  void editInTheSameMinuteIsNotLost() {
    String page = pages.create("Minute", "First.");
    hub.start(KnowledgeBase.NAME);
    hub.poll(KnowledgeBase.NAME);
    assertThat(document(page).source().path("text").asText()).isEqualTo("First.");

    clock.move(Duration.ofSeconds(10));
    pages.rewrite(page, "Second.");
    hub.poll(KnowledgeBase.NAME);
    pages.poll();
    assertThat(document(page).source().path("text").asText()).isEqualTo("Second.");
    assertThat(document(page).version())
        .as("the same minute, the same version")
        .isEqualTo(Instant.parse("2026-11-24T10:00:00Z").toEpochMilli());
  }

  @Test
  void olderVersionNeverWinsAndIsNoFailure() {
    String page = pages.create("Old", "Old text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    long newer = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();
    cluster()
        .write(INDEX, page, newer, JsonNodeFactory.instance.objectNode().put("text", "Newer."));
    pages.rewrite(page, "Edited here.");
    RunReport run = pages.poll();
    assertThat(run.skippedCount()).isEqualTo(1);
    assertThat(run.notes()).contains("documents of which the index holds a newer version: 1");
    assertThat(document(page).source().path("text").asText()).isEqualTo("Newer.");
    assertThat(hub.failures(KnowledgeBase.NAME)).isZero();
  }

  @Test
  void pageInTheTrashLeavesTheIndexAndComesBackWithItsPage() {
    hub.set("SYNC_SWEEP_CRON", "0 30 3 * * ?");
    String page = pages.create("Trashed", "Text.");
    String kept = pages.create("Kept", "Text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    pages.notion().trash(page);
    assertThat(sweep().deletedCount()).isEqualTo(1);
    assertThat(documents()).extracting(SearchDocument::id).containsExactly(kept);

    pages.notion().restore(page);
    pages.poll();
    assertThat(document(page).source().path("text").asText()).isEqualTo("Text.");
  }

  @Test
  void pageThatWasNeverIndexedAndIsGoneIsSkipped() {
    hub.set("SYNC_SWEEP_CRON", "0 30 3 * * ?");
    String page = pages.create("Known", "Text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    cluster().delete(INDEX);
    pages.notion().trash(page);
    RunReport run = sweep();
    assertThat(run.skippedCount()).isEqualTo(1);
    assertThat(run.failedCount()).isZero();
  }

  @Test
  void restartInBetweenWritesNothingTwiceAndLosesNothing() {
    String page = pages.create("Before", "Text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    hub.stop();
    pages.rewrite(page, "Edited while the hub was down.");
    String other = pages.create("New", "Made while the hub was down.");
    hub.start(KnowledgeBase.NAME);
    RunReport run = pages.poll();
    assertThat(run.updatedCount()).isEqualTo(1);
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(document(page).source().path("text").asText()).contains("was down");
    assertThat(document(other).source().path("title").asText()).isEqualTo("New");
    hub.stop();
    hub.start(KnowledgeBase.NAME);
    hub.forgetRequests();
    pages.poll();
    assertThat(openSearchRequests()).isEmpty();
  }

  @Test
  void manyPagesTakeFewRequests() {
    for (int i = 0; i < 130; i++) {
      pages.create("Page " + i, "Text of page " + i);
    }
    hub.start(KnowledgeBase.NAME);
    assertThat(pages.poll().createdCount()).isEqualTo(130);
    assertThat(documents()).hasSize(130);
    assertThat(openSearchRequests().stream().filter(it -> it.endsWith(BULK)))
        .as("one bulk request for a hundred pages, or some more if they come slowly")
        .hasSizeLessThan(30);
  }

  @Test
  void documentThatIsRefusedFailsAlone() throws IOException {
    mapTagsAsNumbers();
    String good = pages.create("Good", "Text.");
    String bad = pages.createTagged("Bad", "Text.", "Ops");
    String another = pages.create("Good, too", "Text.");
    hub.start(KnowledgeBase.NAME);
    RunReport run = pages.poll();
    assertThat(run.state()).isEqualTo("done");
    assertThat(run.createdCount()).isEqualTo(2);
    assertThat(run.failedCount()).isEqualTo(1);
    assertThat(documents()).extracting(SearchDocument::id).containsExactlyInAnyOrder(good, another);
    assertThat(hub.query("SELECT external_id FROM failures")).isEqualTo(bad);
    assertThat(hub.query("SELECT error FROM failures"))
        .contains("knowledge-base", "400", "mapper_parsing_exception", "tags");

    pages.notion().editProperties(bad, ValueBuilder.values().options("Tags").build());
    pages.poll();
    assertThat(document(bad).source().path("title").asText()).isEqualTo("Bad");
    assertThat(hub.failures(KnowledgeBase.NAME)).isZero();
  }

  @Test
  void documentThatFindsTheClusterBusyIsSentAgainAlone() {
    String busy = pages.create("Busy", "Text.");
    pages.create("Taken", "Text.");
    cluster().rejectNext(busy, 2);
    hub.start(KnowledgeBase.NAME);
    RunReport run = pages.poll();
    assertThat(run.createdCount()).isEqualTo(2);
    assertThat(run.failedCount()).isZero();
    assertThat(document(busy).source().path("title").asText()).isEqualTo("Busy");
  }

  @Test
  void busyOrBrokenClusterIsAskedAgain() {
    pages.create("One", "Text.");
    hub.start(KnowledgeBase.NAME);
    fail(FaultRule.status(429), 1);
    fail(FaultRule.status(503), 1);
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 1);
    RunReport run = pages.poll();
    assertThat(run.failedCount()).isZero();
    assertThat(documents()).hasSize(1);
  }

  @Test
  void clusterThatIsAwayLeavesFailuresThatArriveWhenItIsBack() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(pages.create("Page " + i, "Text."));
    }
    hub.start(KnowledgeBase.NAME);
    hub.sandbox().server().faults().add(FaultRule.status(503).on("opensearch", null, null));
    RunReport run = pages.poll();
    assertThat(run.failedCount()).isEqualTo(3);
    assertThat(documents()).isEmpty();

    hub.sandbox().server().faults().clear();
    clock.move(Duration.ofSeconds(10));
    await().atMost(Duration.ofSeconds(30)).until(() -> hub.failures(KnowledgeBase.NAME) == 0);
    assertThat(documents())
        .extracting(SearchDocument::id)
        .containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void refusedUserStopsTheRunAndTheWatermarkStays() {
    String page = pages.create("One", "Text.");
    hub.start(KnowledgeBase.NAME);
    hub.sandbox().server().faults().add(FaultRule.status(401).on("opensearch", null, null));
    RunReport run = pages.poll();
    assertThat(run.state()).isNotEqualTo("done");
    assertThat(run.notes()).contains("OPENSEARCH_USER");
    assertThat(hub.failures(KnowledgeBase.NAME)).isZero();

    hub.sandbox().server().faults().clear();
    pages.poll();
    assertThat(document(page).source().path("title").asText()).isEqualTo("One");
  }

  @Test
  void indexThatWasLostIsFilledAgain() {
    String page = pages.create("One", "Text.");
    String other = pages.create("Two", "Text.");
    hub.start(KnowledgeBase.NAME);
    pages.poll();
    assertThat(cluster().delete(INDEX)).isTrue();
    pages.rewrite(page, "Edited.");
    pages.poll();
    pages.poll();
    assertThat(documents()).extracting(SearchDocument::id).containsExactlyInAnyOrder(page, other);
    assertThat(cluster().mappings(INDEX).path("properties").has("headings")).isTrue();
  }

  private RunReport sweep() {
    clock.move(Duration.ofDays(1));
    return hub.pollAndAwait(KnowledgeBase.NAME, "sweep");
  }

  private void mapTagsAsNumbers() throws IOException {
    Path file = hub.home().resolve("routes/indexes/knowledge-base.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"tags\": \\{\"type\": \"text\"", "\"tags\": {\"type\": \"long\""));
  }

  private void fail(FaultRule rule, int times) {
    hub.sandbox().server().faults().add(rule.on("opensearch", "POST", BULK).times(times));
  }

  private SearchCluster cluster() {
    return hub.sandbox().openSearch().cluster();
  }

  private List<SearchDocument> documents() {
    return cluster().documents(INDEX);
  }

  private SearchDocument document(String page) {
    return cluster()
        .document(INDEX, page)
        .orElseThrow(() -> new AssertionError("no document of page " + page));
  }

  private List<String> openSearchRequests() {
    return hub.sandbox().server().log().entries("opensearch").stream()
        .map(it -> it.method() + " " + it.path())
        .toList();
  }
}
