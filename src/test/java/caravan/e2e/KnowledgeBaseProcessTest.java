package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandProcess;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.opensearch.SearchDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The integration knowledge-base in processes of its own: killed, rehearsed. */
class KnowledgeBaseProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String INDEX = "knowledge-base";

  @TempDir private Path folder;

  private HubOnSandbox hub;
  private KnowledgeBase pages;

  @BeforeEach
  void open() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    pages = new KnowledgeBase(hub, by -> {});
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void killedBetweenBulkAndCommitItHasEachPageOnceAndWhole() {
    for (int i = 0; i < 12; i++) {
      pages.create("Page " + i, "Text of page " + i);
    }
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .lasting(Duration.ofMinutes(10))
                .times(1)
                .on("opensearch", "POST", "/knowledge-base/_bulk"));
    Map<String, String> environment = new TreeMap<>(hub.environment());
    environment.remove("KNOWLEDGE_BASE_CRON");
    environment.put("KNOWLEDGE_BASE_ENABLED", "true");
    environment.put("KNOWLEDGE_BASE_EVERY", "1s");
    environment.put("SERVER_PORT", "0");
    try (HubProcess process = HubProcess.start(hub.home(), environment)) {
      await().atMost(PATIENCE).until(() -> !documents().isEmpty());
      process.kill();
    }
    String edited = documents().get(0).id();
    pages.rewrite(edited, "Edited while the hub was dead.");
    try (HubProcess process = HubProcess.start(hub.home(), environment)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(documents()).hasSize(12);
                assertThat(text(edited)).isEqualTo("Edited while the hub was dead.");
              });
      assertThat(process.terminate()).as(process::output).isZero();
    }
    assertThat(documents())
        .allSatisfy(
            document ->
                assertThat(document.source().path("text").asText()).matches("(Text of page|Ed).*"));
    assertThat(hub.query("SELECT COUNT(*) FROM failures")).isEqualTo("0");
  }

  @Test
  void dryRunAndPreviewShowWhatWouldBeIndexedAndWriteNothing() {
    String known = pages.create("Known", "Text.");
    hub.start(KnowledgeBase.NAME);
    hub.poll(KnowledgeBase.NAME);
    hub.stop();
    pages.rename(known, "Known better");
    pages.create("New", "Brand new.");
    hub.forgetRequests();

    CommandProcess dryRun = CommandProcess.run(hub.home(), hub.environment(), "run", "--dry-run");
    assertThat(dryRun.exit()).as(dryRun.out()).isZero();
    assertThat(dryRun.out())
        .contains("~ " + known + " \"Known better\"", "title: \"Known\" -> \"Known better\"")
        .contains("\"New\"", "text: \"Brand new.\"")
        .contains("created 1 + updated 1");

    CommandProcess preview =
        CommandProcess.run(hub.home(), hub.environment(), "preview", KnowledgeBase.NAME, known);
    assertThat(preview.exit()).as(preview.out()).isZero();
    assertThat(preview.out())
        .contains("decision updated", "target   " + known)
        .contains("title: \"Known\" -> \"Known better\"");

    assertThat(hub.sandbox().server().log().entries("opensearch"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
    assertThat(documents()).hasSize(1);
    assertThat(documents().get(0).source().path("title").asText()).isEqualTo("Known");
  }

  private List<SearchDocument> documents() {
    return hub.sandbox().openSearch().cluster().documents(INDEX);
  }

  private String text(String page) {
    return hub.sandbox()
        .openSearch()
        .cluster()
        .document(INDEX, page)
        .map(document -> document.source().path("text").asText())
        .orElse("");
  }
}
