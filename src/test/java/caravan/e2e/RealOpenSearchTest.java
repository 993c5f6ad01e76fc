package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.cli.CommandRunner;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.opensearch.OpenSearchSuite;
import caravan.search.DocumentWrite;
import caravan.search.IndexDefinitions;
import caravan.search.OpenSearchRequest;
import caravan.store.RunReport;
import caravan.testing.RealOpenSearch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The integration knowledge-base on a real OpenSearch. */
class RealOpenSearchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static RealOpenSearch server;

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:30Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;
  private KnowledgeBase pages;
  private String index;

  @BeforeAll
  static void startServer(@TempDir Path data) throws IOException, InterruptedException {
    server = RealOpenSearch.start(data);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    index = "kb-" + System.nanoTime();
    hub.set("OPENSEARCH_URL", server.url()).set("KNOWLEDGE_BASE_INDEX", index);
    pages = new KnowledgeBase(hub, clock::move);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void pagesAreFoundByWordsOfTheirTitleTextHeadingsCodeTagsAndOwners() throws Exception {
    pages.createTagged(
        "Überblick: backups",
        """
        # Where they are

        Every night at two they are copied to another region, never by hand.

        ```java
        HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build();
        run("pg_restore", "--clean");
        ```
        """,
        "Ops");
    pages.create("On call", "Acknowledge the page first.");
    hub.start(KnowledgeBase.NAME);
    assertThat(pages.poll().createdCount()).isEqualTo(2);
    server.refresh(index);
    for (String words :
        List.of(
            "uberblick",
            "another region",
            "\"copied to another\"",
            "where",
            "newBuilder",
            "builder",
            "httpclient",
            "pg_restore",
            "ops",
            "operations backups",
            "copie*")) {
      assertThat(search(words)).as(words).contains("1 page in " + index, "backups");
    }
    assertThat(search("copied -region")).contains("Nothing found");
    assertThat(search("penguins")).contains("Nothing found");
    assertThat(search("hand")).contains("*hand*");
    JsonNode json = JSON.readTree(search("--json", "hand"));
    assertThat(json.at("/hits/0/highlights/text/0").asText()).contains("<mark>hand</mark>");
    JsonNode mapping = server.send("GET", "/" + index + "/_mapping", null);
    assertThat(mapping.at("/" + index + "/mappings/properties"))
        .isEqualTo(definition().at("/mappings/properties"));
  }

  @Test
  void editsInTheSameMinuteTrashAndRestoreArrive() throws Exception {
    hub.set("SYNC_SWEEP_CRON", "0 30 3 * * ?");
    String page = pages.create("Minute", "First.");
    hub.start(KnowledgeBase.NAME);
    hub.poll(KnowledgeBase.NAME);
    clock.move(Duration.ofSeconds(10));
    pages.rewrite(page, "Second.");
    hub.poll(KnowledgeBase.NAME);
    pages.poll();
    assertThat(source(page).path("text").asText()).isEqualTo("Second.");

    pages.notion().trash(page);
    clock.move(Duration.ofDays(1));
    assertThat(hub.pollAndAwait(KnowledgeBase.NAME, "sweep").deletedCount()).isEqualTo(1);
    assertThat(document(page).path("found").asBoolean()).isFalse();

    pages.notion().restore(page);
    pages.poll();
    assertThat(source(page).path("text").asText()).isEqualTo("Second.");
  }

  @Test
  void olderWriteNeverWinsAndAnEqualOneDoes() throws Exception {
    hub.start(KnowledgeBase.NAME);
    assertThat(write("a", 5, "five")).isNull();
    assertThat(write("a", 5, "five again")).isNull();
    assertThat(source("a").path("text").asText()).isEqualTo("five again");
    write("a", 4, "four");
    assertThat(source("a").path("text").asText()).isEqualTo("five again");
    write("a", 4, null);
    assertThat(document("a").path("found").asBoolean()).isTrue();
    write("a", 5, null);
    assertThat(document("a").path("found").asBoolean()).isFalse();
    write("a", 4, "four, late");
    assertThat(document("a").path("found").asBoolean()).as("deleted as of 5").isFalse();
    assertThat(write("never there", 1, null)).isNull();
  }

  @Test
  void documentThatIsRefusedFailsAlone() throws Exception {
    Path file = hub.home().resolve("routes/indexes/knowledge-base.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\"tags\": \\{\"type\": \"text\", \"analyzer\": \"words\"",
                "\"tags\": {\"type\": \"long\""));
    String good = pages.create("Good", "Text.");
    String bad = pages.createTagged("Bad", "Text.", "Ops");
    hub.start(KnowledgeBase.NAME);
    RunReport run = pages.poll();
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.failedCount()).isEqualTo(1);
    assertThat(source(good).path("title").asText()).isEqualTo("Good");
    assertThat(hub.query("SELECT error FROM failures")).contains("400", "[tags]");

    pages.notion().editProperties(bad, ValueBuilder.values().options("Tags").build());
    pages.poll();
    assertThat(source(bad).path("title").asText()).isEqualTo("Bad");
  }

  @Test
  void indexIsMadeOnceHoweverManyMakeIt() throws IOException {
    hub.start(KnowledgeBase.NAME);
    String definition = definition().toString();
    List<CompletableFuture<Exchange>> makings =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> send("direct:opensearch", OpenSearchRequest.make(index, definition))))
            .toList();
    List<JsonNode> answers =
        makings.stream()
            .map(
                making -> {
                  Exchange made = making.join();
                  assertThat(made.getException()).isNull();
                  return made.getMessage().getBody(JsonNode.class);
                })
            .toList();
    assertThat(answers).filteredOn(it -> it.path("acknowledged").asBoolean()).hasSize(1);
    assertThat(answers)
        .filteredOn(it -> !it.path("acknowledged").asBoolean())
        .allSatisfy(
            it ->
                assertThat(it.at("/error/type").asText())
                    .isEqualTo("resource_already_exists_exception"));
    assertThat(write("a", 1, "text")).isNull();
  }

  /** The sandbox is a stand-in of this very server. */
  @Nested
  class AnswersAsTheSandboxDoes extends OpenSearchSuite {

    @Override
    protected String url() {
      return server.url();
    }
  }

  @Test
  void manyPagesArriveWholeAndUnchangedOnesCostNothing() throws Exception {
    for (int i = 0; i < 60; i++) {
      pages.create("Page " + i, "Text of page " + i + ".\n\n" + "More of it. ".repeat(200));
    }
    hub.start(KnowledgeBase.NAME);
    assertThat(pages.poll().createdCount()).isEqualTo(60);
    server.refresh(index);
    assertThat(server.send("GET", "/" + index + "/_count", null).path("count").asInt())
        .isEqualTo(60);
    pages.poll();
    RunReport idle = pages.poll();
    assertThat(idle.createdCount() + idle.updatedCount() + idle.failedCount()).isZero();
  }

  private Throwable write(String id, long version, String text) {
    DocumentWrite write =
        new DocumentWrite(
            index,
            new IndexDefinitions(hub.home().resolve("routes/indexes")).named("knowledge-base"),
            id,
            version,
            text == null ? null : JsonNodeFactory.instance.objectNode().put("text", text));
    return send("direct:opensearch-document", write).getException();
  }

  private Exchange send(String address, Object body) {
    return hub.hub()
        .context()
        .createProducerTemplate()
        .request(
            address,
            exchange -> {
              exchange.setVariable("document", body);
              exchange.getMessage().setBody(body);
            });
  }

  private JsonNode definition() throws IOException {
    return JSON.readTree(hub.home().resolve("routes/indexes/knowledge-base.json").toFile());
  }

  private JsonNode document(String id) throws IOException, InterruptedException {
    return server.send("GET", "/" + index + "/_doc/" + id.replace(" ", "%20"), null);
  }

  private JsonNode source(String id) throws IOException, InterruptedException {
    JsonNode document = document(id);
    assertThat(document.path("found").asBoolean()).as(document.toString()).isTrue();
    return document.path("_source");
  }

  private String search(String... words) throws IOException {
    Files.writeString(
        hub.home().resolve("application-local.properties"),
        "opensearch.url=%s%nknowledge-base.index=%s%n".formatted(server.url(), index));
    String[] all = new String[words.length + 1];
    all[0] = "search";
    System.arraycopy(words, 0, all, 1, words.length);
    CommandRunner caravan = new CommandRunner(hub.home());
    assertThat(caravan.run(all)).as(caravan.err()).isZero();
    return caravan.out();
  }
}
