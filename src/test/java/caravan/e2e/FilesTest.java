package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.files.FileContent;
import caravan.record.Record;
import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that Notion hosts: their addresses go nowhere, their content goes to who keeps it. */
class FilesTest {

  private static final String HTML = "bodyFormats: markdown, html, text";

  /** Keeps the first image of a page. */
  private static final String KEEP_IMAGE =
      """
      - setBody: {simple: '{"pageId": "${variable.record.externalId}", "url": "${variable.record.properties[image]}"}'}
      - to: direct:notion-file
      - convertBodyTo: {type: "byte[]"}
      """;

  /** Keeps the first file of the property Files. */
  private static final String KEEP_PROPERTY =
      """
      - setBody: {simple: '{"pageId": "${variable.record.externalId}", "url": "${variable.record.properties[files][0][url]}", "property": "Files"}'}
      - to: direct:notion-file
      - convertBodyTo: {type: "byte[]"}
      """;

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private final byte[] content = new byte[50_000];
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("caravan");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level before;

  @TempDir private Path folder;

  private Handbook handbook;

  @BeforeEach
  void listen() {
    new Random(7).nextBytes(content);
    before = ours.getLevel();
    ours.setLevel(Level.DEBUG);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    ours.setLevel(before);
    handbook.close();
  }

  @Test
  void aPageThatIsReadAgainIsUnchangedAlthoughItsFilesAreSignedAnew() {
    on(options()).start(HTML);
    String address = upload("Plan 1.png");
    String page = handbook.page("![Plan](" + address + ")\ntext");
    attach(page, "Terms.pdf", upload("Terms.pdf"));
    assertThat(handbook.poll().readCount()).isEqualTo(1);
    Record first = handbook.record();
    assertThat(first.body()).isEqualTo("![Plan](" + address + "#notion-hosted)\n\ntext\n");
    assertThat(first.properties().get("html").toString())
        .contains("src=\"" + address + "#notion-hosted\" alt=\"Plan\"");
    assertThat(first.properties().get("text")).isEqualTo("Plan\ntext");
    assertThat(first.properties().get("files").toString())
        .contains("name=Terms.pdf", "/Terms.pdf#notion-hosted")
        .doesNotContain("expires");

    clock.move(Duration.ofMinutes(2));
    RunReport confirmed = handbook.poll();
    assertThat(confirmed.requests()).as("its minute has closed: it is read again").isEqualTo(2);
    assertThat(handbook.records()).as("nothing changed").hasSize(1);
    clock.move(Duration.ofMinutes(2));
    assertThat(handbook.poll().requests()).as("idle").isEqualTo(1);
  }

  @Test
  void bothWaysOfReadingNameAFileAlike() {
    on(options());
    handbook.page(
        "![Plan]("
            + upload("Plan (2).png")
            + ")\n<file src=\""
            + upload("Terms.pdf")
            + "\"></file>");
    List<Record> records = new ArrayList<>();
    for (String list : List.of("default, file", "default, file, embed")) {
      handbook.hub().loseStore(list.contains("embed") ? "tree" : "markdown");
      handbook.start("blocks: " + list + "\n        " + HTML);
      handbook.poll();
      records.add(handbook.record());
      handbook.hub().stop();
    }
    assertThat(records.get(1)).isEqualTo(records.get(0));
    assertThat(records.get(0).body()).contains("[Terms.pdf](", "#notion-hosted");
  }

  @Test
  void whoKeepsAnImageGetsItsContentWithoutAFurtherRequest() {
    on(options()).start(HTML, KEEP_IMAGE);
    handbook.page("![Plan](" + upload("Plan 1.png") + ")");

    RunReport run = handbook.poll();

    assertThat(run.requests())
        .as("the query and the body; the file host is no part of it")
        .isEqualTo(2);
    assertThat(run.notes()).contains("files fetched: 1");
    assertThat(kept()).isEqualTo(content);
    FileContent file =
        handbook.kept().getReceivedExchanges().get(0).getVariable("file", FileContent.class);
    assertThat(file.name()).isEqualTo("Plan 1.png");
    assertThat(file.contentType()).isEqualTo("image/png");
    assertThat(file.length()).isEqualTo(content.length);
    assertThat(file.sha256()).hasSize(64);
    assertThat(file.path()).as("deleted with the exchange").doesNotExist();
  }

  @Test
  void whoKeepsAFileOfAPropertyGetsItToo() {
    on(options()).start(HTML, KEEP_PROPERTY);
    String page = handbook.page("text");
    attach(page, "Terms.pdf", upload("Terms.pdf"));

    assertThat(handbook.poll().requests()).isEqualTo(2);
    assertThat(kept()).isEqualTo(content);
  }

  @Test
  void anAddressThatIsOverIsReadAnewForOneRequest() {
    on(options()).start(HTML, KEEP_IMAGE);
    handbook.page("![Plan](" + upload("Plan.png") + ")");
    faults(FaultRule.status(403), 1);

    RunReport run = handbook.poll();

    assertThat(run.failedCount()).isZero();
    assertThat(handbook.hub().requests()).as("query, body, and the body once more").hasSize(3);
    assertThat(kept()).isEqualTo(content);
  }

  @Test
  void aFileThatCannotBeFetchedKeepsTheRecordForTheRetry() {
    on(options()).start(HTML, KEEP_IMAGE);
    handbook.page("![Plan](" + upload("Plan.png") + ")");
    faults(FaultRule.status(500), 1);

    assertThat(handbook.poll().failedCount()).isEqualTo(1);
    assertThat(handbook.hub().query("SELECT error FROM failures"))
        .contains("the file \"Plan.png\" could not be fetched", "500");
    clock.move(Duration.ofMinutes(11));
    await().until(() -> handbook.hub().failures(Handbook.NAME) == 0);
    assertThat(kept()).isEqualTo(content);
  }

  @Test
  void aFileAboveTheLimitIsAFailureThatSaysWhatToDo() {
    on(options());
    handbook.hub().set("NOTION_FILE_MAX_SIZE", "10KB");
    handbook.start(HTML, KEEP_IMAGE);
    handbook.page("![Plan](" + upload("Plan.png") + ")");

    assertThat(handbook.poll().failedCount()).isEqualTo(1);
    assertThat(handbook.hub().query("SELECT error FROM failures"))
        .contains("\"Plan.png\" is larger than notion.file.max-size (10240 bytes)");
  }

  @Test
  void aFileThatIsGoneIsAFailureThatSaysSo() {
    on(options())
        .start(
            HTML,
            KEEP_IMAGE.replace(
                "${variable.record.properties[image]}", "https://x.example/a.png#notion-hosted"));
    handbook.page("text");

    assertThat(handbook.poll().failedCount()).isEqualTo(1);
    assertThat(handbook.hub().query("SELECT error FROM failures"))
        .contains("the file \"a.png\" is not in page");
    assertThat(handbook.hub().requests()).as("query, body, body again, properties").hasSize(4);
  }

  /** An image that only looks as if Notion had signed it would let a page ask for anything. */
  @Test
  void anAddressThatSomebodyWroteIsNotAsked() {
    on(options()).start(HTML, KEEP_IMAGE);
    String inside = "http://localhost:" + handbook.hub().sandbox().server().port();
    handbook.page("![x](" + inside + "/sandbox/options?X-Amz-Signature=forged)");

    assertThat(handbook.poll().failedCount()).isEqualTo(1);
    assertThat(handbook.hub().query("SELECT error FROM failures"))
        .contains("lies where Notion keeps no files");
  }

  @Test
  void anImageFromElsewhereStaysALink() {
    on(options()).start(HTML);
    handbook.page("![x](https://example.com/a.png?size=2&signature=not-a-secret)");
    handbook.poll();
    assertThat(handbook.record().body())
        .isEqualTo("![x](https://example.com/a.png?size=2&signature=not-a-secret)\n");
  }

  @Test
  void noSignedAddressStandsInItemsFailuresRunsOrLogs() throws Exception {
    on(options())
        .start(
            HTML,
            KEEP_IMAGE
                + "- throwException: {exceptionType: java.lang.IllegalStateException, message: 'full: ${variable.item} ${variable.record}'}\n");
    String page = handbook.page("![Plan](" + upload("Plan.png") + ")");
    attach(page, "Terms.pdf", upload("Terms.pdf"));
    String early = handbook.page("text");
    attach(early, "Early.pdf", upload("Early.pdf"));
    handbook
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(FaultRule.status(400).on("notion", "GET", ".*" + early + "/markdown").times(1));
    assertThat(handbook.poll().failedCount()).isEqualTo(2);
    faults(FaultRule.status(500), 1);
    clock.move(Duration.ofSeconds(10));
    await().until(() -> handbook.hub().runs(Handbook.NAME).size() > 1);

    Path script = folder.resolve("store.sql");
    handbook.hub().execute("SCRIPT TO '" + script + "'");
    for (String text : List.of(Files.readString(script), logged())) {
      assertThat(text).contains("Plan.png", "Terms.pdf#notion-hosted");
      assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("x-amz-", "signature=");
    }
  }

  @Test
  void nothingIsLeftOnTheDisk() {
    List<Path> there = parts();
    on(options()).start(HTML, KEEP_IMAGE);
    for (int i = 0; i < 10; i++) {
      handbook.page("![Plan](" + upload("Plan " + i + ".png") + ")");
    }
    faults(FaultRule.of(FaultRule.Kind.RESET_AFTER), 3);
    handbook.poll();
    assertThat(handbook.records()).hasSize(7);
    assertThat(parts()).isEqualTo(there);
  }

  private static List<Path> parts() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("caravan-.*\\.part"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String logged() {
    return List.copyOf(log.list).stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .collect(Collectors.joining("\n"));
  }

  private byte[] kept() {
    assertThat(handbook.kept().getReceivedExchanges()).hasSize(1);
    return handbook.kept().getReceivedExchanges().get(0).getMessage().getBody(byte[].class);
  }

  private Handbook on(SandboxOptions options) {
    handbook = new Handbook(folder, options);
    return handbook;
  }

  private SandboxOptions options() {
    return SandboxOptions.unlimited().toBuilder().clock(clock).build();
  }

  private String upload(String name) {
    String type = name.endsWith(".png") ? "image/png" : "application/pdf";
    return handbook.notion().files().upload(name, type, content);
  }

  private void attach(String page, String name, String address) {
    handbook
        .notion()
        .editProperties(page, ValueBuilder.values().file("Files", name, address).build());
  }

  private void faults(FaultRule rule, int times) {
    handbook
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(rule.on("notion-files", "GET", null).times(times));
  }
}
