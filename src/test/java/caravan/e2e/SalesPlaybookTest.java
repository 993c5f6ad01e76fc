package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.hub.DryRuns;
import caravan.rehearsal.RehearsalReport;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import caravan.store.Store;
import caravan.testing.RestartablePostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration sales-playbook promises, on a real PostgreSQL. */
class SalesPlaybookTest {

  private static final String PLAYBOOK = "sales-playbook";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;

  private RestartablePostgres postgres;
  private HubOnSandbox hub;
  private String dataSource;

  @BeforeEach
  void start() {
    postgres = RestartablePostgres.start(folder.resolve("postgres"));
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    dataSource =
        notion()
            .createDataSource(
                "Sales playbook",
                SchemaBuilder.titled("Name")
                    .options("Section", "select", "Objections", "Pricing")
                    .plain("Order", "number")
                    .plain("Published", "checkbox")
                    .plain("Slug", "rich_text")
                    .build());
    hub.set("SALES_PLAYBOOK_DATA_SOURCE", dataSource)
        .set("SALES_PLAYBOOK_CRON", "0 0 0 1 1 ? 2099")
        .set("SALES_PLAYBOOK_URL", postgres.url())
        .set("SALES_PLAYBOOK_USER", "postgres")
        .set("SALES_PLAYBOOK_PASSWORD", "postgres");
  }

  @AfterEach
  void close() {
    hub.close();
    postgres.close();
  }

  @Test
  void publishedPagesAreRowsThatFollowTheirPages() {
    hub.start(PLAYBOOK);
    String page =
        page("Too expensive?", true, "# Answer\n\nAsk what **value** they see.\n\n- one\n- two");
    String draft = page("A draft", false, "Nobody reads this.");
    RunReport first = poll();
    assertThat(first.createdCount()).isEqualTo(1);
    assertThat(first.skippedCount()).isEqualTo(1);
    Map<String, Object> row = row(page);
    assertThat(row)
        .containsEntry("slug", "too-expensive")
        .containsEntry("section", "Objections")
        .containsEntry("title", "Too expensive?")
        .containsEntry("deleted_at", null);
    assertThat(row.get("position").toString()).isEqualTo("3");
    assertThat(row.get("html").toString())
        .contains("Answer</h1>", "<strong>value</strong>", "one</li>");
    assertThat(row.get("markdown").toString()).startsWith("# Answer\n");
    assertThat(row.get("body_text").toString()).contains("Ask what value they see.");
    assertThat(rows()).hasSize(1);

    later();
    assertThat(poll().createdCount() + lastUpdated()).as("unchanged").isZero();

    edit(page, ValueBuilder.titled("Name", "It is too expensive").build());
    notion().replaceBody(page, "Ask for the budget.");
    edit(draft, ValueBuilder.values().checkbox("Published", true).build());
    RunReport second = poll();
    assertThat(second.updatedCount()).isEqualTo(1);
    assertThat(second.createdCount()).isEqualTo(1);
    assertThat(row(page))
        .containsEntry("title", "It is too expensive")
        .containsEntry("slug", "too-expensive");
    assertThat(row(page).get("body_text").toString()).isEqualTo("Ask for the budget.");

    edit(page, ValueBuilder.values().checkbox("Published", false).build());
    assertThat(poll().deletedCount()).isEqualTo(1);
    assertThat(row(page).get("deleted_at")).isNotNull();
    hub.stop();
    hub.start(PLAYBOOK);
    edit(page, ValueBuilder.values().checkbox("Published", true).build());
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(row(page)).containsEntry("deleted_at", null).containsEntry("slug", "too-expensive");
  }

  @Test
  void trashedPageIsMarkedOnceASweepHasFoundIt() {
    hub.set("SYNC_SWEEP_CRON", "0/2 * * * * ?").start(PLAYBOOK);
    String page = page("Discounts", true, "None.");
    poll();
    notion().trash(page);
    clock.move(Duration.ofMinutes(3));
    poll();
    assertThat(row(page).get("deleted_at")).isNotNull();
  }

  @Test
  void imagesAreKeptOnceByTheirContentAndNamedWithoutAnythingThatExpires() {
    hub.start(PLAYBOOK);
    byte[] content = new byte[30_000];
    new Random(5).nextBytes(content);
    String plan = notion().files().upload("Plan (2).png", "image/png", content);
    String copy = notion().files().upload("Copy.png", "image/png", content);
    String body =
        "![Plan](%s)\n\ntext\n\n![Copy](%s)\n\n![Elsewhere](https://images.example.com/a.png)"
            .formatted(plan, copy);
    String page = page("With images", true, body);
    assertThat(poll().failedCount()).isZero();

    List<Map<String, Object>> images = query("SELECT * FROM playbook.images");
    assertThat(images).hasSize(1);
    String sha256 = images.get(0).get("sha256").toString();
    assertThat(images.get(0).get("content_type")).isEqualTo("image/png");
    assertThat((byte[]) images.get(0).get("content")).isEqualTo(content);
    Map<String, Object> row = row(page);
    assertThat(row.get("html").toString())
        .contains("src=\"images/" + sha256 + "\"", "https://images.example.com/a.png")
        .doesNotContain("notion-hosted", "X-Amz");
    assertThat(row.get("markdown").toString())
        .contains("](images/" + sha256 + ")")
        .doesNotContain("notion-hosted", "X-Amz");
    assertThat(query("SELECT * FROM playbook.page_images")).hasSize(2);

    notion().replaceBody(page, body + "\n\nOne more line.");
    RunReport edited = poll();
    assertThat(edited.updatedCount()).isEqualTo(1);
    assertThat(edited.notes()).as("no image was fetched again").doesNotContain("files fetched");
    notion().replaceBody(page, "No image any more.");
    poll();
    assertThat(query("SELECT * FROM playbook.page_images")).isEmpty();
    jdbi()
        .useHandle(
            it -> it.execute("UPDATE playbook.images SET used_at = now() - interval '2 days'"));
    notion().replaceBody(page, "None at all.");
    poll();
    assertThat(query("SELECT * FROM playbook.images")).as("no page shows it").isEmpty();
  }

  @Test
  void twoPagesNeverShareASlug() {
    hub.start(PLAYBOOK);
    String first = page("Same title", true, "one");
    poll();
    String second = page("Same title", true, "two");
    poll();
    assertThat(row(first)).containsEntry("slug", "same-title");
    assertThat(row(second).get("slug").toString())
        .isEqualTo("same-title-" + second.replace("-", "").substring(0, 8));
    String third = page("Another title", true, "three");
    edit(third, ValueBuilder.values().text("Slug", "same-title").build());
    assertThat(poll().failedCount()).isEqualTo(1);
    assertThat(hub.hub().beans().failureStore().list(PLAYBOOK, 5).get(0).error())
        .contains("the slug \"same-title\" is used by another page");
    edit(third, ValueBuilder.values().text("Slug", "mine").build());
    poll();
    assertThat(row(third)).containsEntry("slug", "mine");
    assertThat(hub.failures(PLAYBOOK)).isZero();
  }

  @Test
  void databaseThatIsAwayStopsTheRunAndNothingIsLost() {
    postgres.stop();
    hub.start(PLAYBOOK);
    String page = page("While it is away", true, "text");
    RunReport failed = poll();
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.notes())
        .contains("The database of the sales playbook cannot be used")
        .doesNotContain("store");
    postgres.startAgain();
    assertThat(poll().createdCount()).isEqualTo(1);
    String other = page("Another", true, "text");
    postgres.stop();
    assertThat(poll().state()).isEqualTo("failed");
    postgres.startAgain();
    poll();
    assertThat(row(page)).containsEntry("slug", "while-it-is-away");
    assertThat(row(other)).containsEntry("slug", "another");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void dryRunShowsWhatWouldBecomeOfPagesAndWritesNothing() {
    hub.start(PLAYBOOK);
    String page = page("Dry", true, "text");
    RehearsalReport report = dryRun();
    assertThat(report.created()).isEqualTo(1);
    assertThat(report.records().get(0).message()).contains("slug dry");
    assertThat(query("SELECT FROM information_schema.tables WHERE table_schema = 'playbook'"))
        .isEmpty();
    poll();
    edit(page, ValueBuilder.values().checkbox("Published", false).build());
    later();
    assertThat(dryRun().deleted()).isEqualTo(1);
    assertThat(row(page)).containsEntry("deleted_at", null);
  }

  @Test
  void readersFindPagesByWordsAndCanWriteNothing() throws SQLException {
    hub.start(PLAYBOOK);
    page("Discounts", true, "We give discounts to schools.");
    page("Prices", true, "A list of our prices.");
    poll();
    jdbi().useHandle(it -> it.execute("CREATE USER website PASSWORD 'w' IN ROLE playbook_reader"));
    Jdbi website = Jdbi.create(postgres.url(), "website", "w");
    List<String> found =
        website.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT title FROM playbook.pages, websearch_to_tsquery('english',"
                            + " 'school OR discounted') AS query WHERE search @@ query AND"
                            + " deleted_at IS NULL")
                    .mapTo(String.class)
                    .list());
    assertThat(found).containsExactly("Discounts");
    assertThatThrownBy(() -> website.useHandle(it -> it.execute("DELETE FROM playbook.pages")))
        .hasMessageContaining("permission denied");
  }

  private RehearsalReport dryRun() {
    hub.stop();
    Settings settings = new SettingsLoader(hub.home(), hub.environment()).load();
    try (Store store =
        Store.open(hub.home(), settings.get("store.url"), settings.get("store.user"), "")) {
      return DryRuns.onStoppedHub(
          hub.home(), settings, store, clock, dryRuns -> dryRuns.poll(PLAYBOOK));
    } finally {
      hub.start(PLAYBOOK);
    }
  }

  private int lastUpdated() {
    return hub.hub().beans().runStore().latest(PLAYBOOK, 1).get(0).updatedCount();
  }

  private NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  private String page(String title, boolean published, String markdown) {
    return notion()
        .createPage(
            dataSource,
            ValueBuilder.titled("Name", title)
                .option("Section", "select", "Objections")
                .number("Order", 3)
                .checkbox("Published", published)
                .build(),
            markdown);
  }

  private void edit(String page, com.fasterxml.jackson.databind.node.ObjectNode values) {
    notion().editProperties(page, values);
  }

  private void later() {
    clock.move(Duration.ofMinutes(2));
  }

  /** In a minute of its own: Notion's times do not tell two edits of one minute apart. */
  private RunReport poll() {
    later();
    return hub.poll(PLAYBOOK);
  }

  private Map<String, Object> row(String page) {
    return query("SELECT * FROM playbook.pages WHERE id = '" + page + "'").get(0);
  }

  private List<Map<String, Object>> rows() {
    return query("SELECT * FROM playbook.pages");
  }

  private List<Map<String, Object>> query(String sql) {
    return jdbi().withHandle(handle -> handle.createQuery(sql).mapToMap().list());
  }

  private Jdbi jdbi() {
    return Jdbi.create(postgres.url(), "postgres", "postgres");
  }
}
