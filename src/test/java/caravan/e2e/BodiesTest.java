package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.record.Record;
import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.settings.Problems;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies on their way from Notion to a route that keeps them as Markdown, HTML and text. */
class BodiesTest {

  private static final String ALL = "bodyFormats: markdown, html, text";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;

  private Handbook handbook;

  @AfterEach
  void close() {
    if (handbook != null) {
      handbook.close();
    }
  }

  @Test
  void aPageIsOneRequestAndComesInEveryFormThatIsAskedFor() {
    on(options()).start(ALL);
    handbook.page(
        "# Title\nSome **bold** <span color=\"red\" underline=\"true\">red</span> text\n- [ ] open\n"
            + "<bookmark/>\n| a |\n|---|\n| b |");

    RunReport run = handbook.poll();

    assertThat(run.requests()).as("the query and the page").isEqualTo(2);
    assertThat(handbook.hub().requests()).hasSize(2).anyMatch(it -> it.endsWith("/markdown"));
    Record record = handbook.record();
    assertThat(record.body())
        .isEqualTo(
            "# Title\n\nSome **bold** red text\n\n- [ ] open\n\n\\<bookmark/\\>\n\n|a|\n|---|\n|b|\n");
    assertThat(record.properties().get("html").toString())
        .contains(
            "<h1 dir=\"auto\">Title</h1>",
            "<strong>bold</strong>",
            "<span class=\"color-red\"><u>red</u></span>",
            "<input type=\"checkbox\" disabled=\"\" />",
            "<th dir=\"auto\" scope=\"col\">a</th>");
    assertThat(record.properties().get("text"))
        .isEqualTo("Title\nSome bold red text\n- [ ] open\n<bookmark/>\na\nb");
  }

  @Test
  void onlyWhatIsAskedForIsHandedOver() {
    on(options()).start("bodyFormats: html");
    handbook.page("text");

    handbook.poll();

    assertThat(handbook.record().body()).isNull();
    assertThat(handbook.record().properties().get("html")).isEqualTo("<p dir=\"auto\">text</p>\n");
    assertThat(handbook.record().properties().get("text")).isNull();
  }

  @Test
  void whatTheAllowListDropsStaysOutAndIsCountedByType() throws Exception {
    on(options()).start(ALL);
    String page = handbook.page("kept\n<columns>\n\t<column>\n\t\tleft\n\t</column>\n</columns>");
    handbook
        .notion()
        .append(
            page,
            blocks(
                """
                [{"bookmark": {"url": "https://example.com/secret"}},
                 {"bookmark": {"url": "https://example.com/secret"}},
                 {"embed": {"url": "https://example.com/secret"}},
                 {"video": {"external": {"url": "https://example.com/secret"}}}]
                """));

    RunReport run = handbook.poll();

    assertThat(run.notes())
        .contains(
            "blocks dropped (bookmark): 2",
            "blocks dropped (embed): 1",
            "blocks dropped (video): 1",
            "blocks dropped (column_list): 1",
            "blocks dropped (column): 1",
            "blocks dropped (paragraph): 1");
    assertThat(run.requests()).isEqualTo(2);
    Record record = handbook.record();
    assertThat(record.body()).isEqualTo("kept\n");
    assertThat(record.properties().toString()).doesNotContain("secret", "left");
  }

  @Test
  void whatMarkdownLosesIsReadBlockByBlock() throws Exception {
    on(options()).start("blocks: default, bookmark\n        " + ALL);
    String page =
        handbook.page("- a\n\t- b\n<columns>\n\t<column>\n\t\tleft\n\t</column>\n</columns>");
    handbook
        .notion()
        .append(page, blocks("[{\"bookmark\": {\"url\": \"https://example.com/found\"}}]"));

    RunReport run = handbook.poll();

    assertThat(handbook.hub().requests())
        .as("the query, the page's blocks, what is inside the item; nothing of the columns")
        .hasSize(3)
        .filteredOn(it -> it.endsWith("/children"))
        .hasSize(2);
    assertThat(run.notes()).contains("blocks dropped (column_list): 1");
    assertThat(handbook.record().body())
        .isEqualTo("- a\n  - b\n\n[https://example.com/found](https://example.com/found)\n");
  }

  @Test
  void aPageThatNotionCutsIsReadWhole() {
    on(options().toBuilder().markdownCap(7).build()).start(ALL);
    StringBuilder markdown = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      markdown.append("- item ").append(i).append('\n');
      text.append("- item ").append(i).append('\n');
      for (int j = 0; j < 3; j++) {
        markdown.append("\t- inner ").append(i).append(j).append("\n\t\tdeep\n");
        text.append("  - inner ").append(i).append(j).append("\n    deep\n");
      }
    }
    handbook.page(markdown.toString());

    RunReport run = handbook.poll();

    assertThat(handbook.record().properties().get("text")).isEqualTo(text.toString().strip());
    assertThat(run.notes()).contains("bodies completed beyond Notion's limit: 1");
    assertThat(run.notes()).doesNotContain("dropped", "may not see");
    assertThat(run.requests())
        .as("the query, the page and the five parts it left out")
        .isEqualTo(7);
  }

  @Test
  void whatTheConnectionMayNotSeeIsCountedAndNotFatal() throws Exception {
    on(options());
    String source = handbook.notion().createPage(other(), titled("Source"), "");
    String original =
        handbook
            .notion()
            .append(
                source,
                blocks(
                    """
                    [{"synced_block": {"synced_from": null, "children": [
                      {"paragraph": {"rich_text": [{"text": {"content": "shared words"}}]}}]}}]
                    """))
            .get(0);
    String page = handbook.page("before");
    handbook
        .notion()
        .append(
            page,
            blocks(
                """
                [{"synced_block": {"synced_from": {"type": "block_id", "block_id": "%s"}}},
                 {"paragraph": {"rich_text": [{"text": {"content": "after"}}]}}]
                """
                    .formatted(original)));
    for (String list : List.of("default, synced_block", "default, synced_block, embed")) {
      handbook.hub().loseStore(list.contains("embed") ? "tree" : "markdown");
      handbook.start("blocks: " + list);
      handbook.poll();
      assertThat(handbook.record().body()).isEqualTo("before\n\nshared words\n\nafter\n");
      handbook.hub().stop();
    }

    handbook.notion().hide(original);
    for (String list : List.of("default, synced_block", "default, synced_block, embed")) {
      handbook.hub().loseStore(list.contains("embed") ? "tree-hidden" : "markdown-hidden");
      handbook.start("blocks: " + list);
      RunReport run = handbook.poll();
      assertThat(run.failedCount()).isZero();
      assertThat(handbook.record().body()).as(list).isEqualTo("before\n\nafter\n");
      assertThat(run.notes()).contains("parts of bodies that the connection may not see: 1");
      handbook.hub().stop();
    }
  }

  @Test
  void aKeptItemIsReadAgainUnderTheListOfToday() {
    on(options()).start("blocks: default, video");
    handbook.page("text\n<video src=\"https://example.com/v.mp4\">film</video>");
    handbook
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(FaultRule.status(404).on("notion", "GET", ".*/markdown").times(1));
    assertThat(handbook.poll().failedCount()).isEqualTo(1);
    assertThat(handbook.hub().query("SELECT item FROM failures")).doesNotContain("film", "body\"");
    handbook.hub().stop();

    handbook.start("blocks: paragraph");
    clock.move(Duration.ofSeconds(10));
    await().until(() -> handbook.hub().failures(Handbook.NAME) == 0);

    assertThat(handbook.record().body()).isEqualTo("text\n");
  }

  @Test
  void aListWithASlipOfThePenDoesNotStart() {
    on(options());
    assertThatThrownBy(() -> handbook.start("blocks: paragraph, todo"))
        .isInstanceOf(Problems.class)
        .hasMessageContaining("routes/handbook.camel.yaml")
        .hasMessageContaining("\"todo\" is no type of Notion's blocks");
    assertThatThrownBy(() -> handbook.start("bodyFormats: pdf"))
        .isInstanceOf(Problems.class)
        .hasMessageContaining("\"pdf\" is no format of bodies. Known: markdown, html, text");
  }

  private Handbook on(SandboxOptions options) {
    handbook = new Handbook(folder, options);
    return handbook;
  }

  private SandboxOptions options() {
    return SandboxOptions.unlimited().toBuilder().clock(clock).build();
  }

  private String other() {
    return handbook.notion().createDataSource("Other", SchemaBuilder.titled("Name").build());
  }

  private static ObjectNode titled(String title) {
    return ValueBuilder.titled("Name", title).build();
  }

  private static ArrayNode blocks(String json) throws Exception {
    return (ArrayNode) new ObjectMapper().readTree(json);
  }
}
