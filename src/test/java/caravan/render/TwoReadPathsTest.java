package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Block;
import caravan.blocks.BlockReader;
import caravan.blocks.BlockWriter;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.RichText;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A page is the same document, whether it is read in one request or block by block. */
class TwoReadPathsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static NotionSandbox notion;
  private static Sandbox sandbox;
  private static HttpClient http;
  private static String pages;

  private final BlocksToHtml html = new BlocksToHtml();

  @BeforeAll
  static void startSandbox() {
    notion = new NotionSandbox();
    sandbox = Sandbox.start(SandboxOptions.unlimited(), notion);
    http = HttpClient.newHttpClient();
    pages = notion.createDataSource("Pages", SchemaBuilder.titled("Name").build());
  }

  @AfterAll
  static void stopSandbox() {
    sandbox.close();
  }

  @TestFactory
  Stream<DynamicTest> pagesWrittenAsMarkdownAreReadTheSame() {
    return GoodDocuments.ENHANCED.entrySet().stream()
        .filter(each -> !each.getKey().equals("people") && !each.getKey().equals("pages"))
        .map(
            each ->
                DynamicTest.dynamicTest(each.getKey(), () -> readTheSame(page(each.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> pagesWrittenAsBlocksAreReadTheSame() {
    Map<String, List<Block>> documents = GoodDocuments.all();
    return Stream.of(
            "every looks", "every colour", "release notes", "readme", "HTML as text", "badges")
        .map(name -> DynamicTest.dynamicTest(name, () -> readTheSame(page(documents.get(name)))));
  }

  @Test
  void mentionsAreReadTheSame() throws Exception {
    String person = notion.user("Reviewer One", "reviewer@example.com");
    String other = page("other");
    String id =
        page(
            "ask <mention-user url=\"user://%s\"/> about <mention-page url=\"https://app.notion.com/p/%s\"/> by <mention-date start=\"2026-12-01\" end=\"2026-12-03\"/>"
                .formatted(person, other.replace("-", "")));
    readTheSame(id);
    assertThat(html.html(markdown(id)))
        .contains("ask &#64;Reviewer One", "2026-12-01", ">Other</a>");
  }

  @Test
  void customEmojiKeepTheirName() throws Exception {
    ObjectNode paragraph = JsonNodeFactory.instance.objectNode();
    ObjectNode emoji = paragraph.putArray("rich_text").addObject().put("type", "mention");
    emoji
        .putObject("mention")
        .put("type", "custom_emoji")
        .putObject("custom_emoji")
        .put("id", "00000000-0000-4000-8000-00000000000e")
        .put("name", "ship-it");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("children").addObject().set("paragraph", paragraph);
    String id = page("");
    send("PATCH", "/v1/blocks/" + id + "/children", body.toString());
    assertThat(html.html(tree(id))).contains(":ship-it:");
    assertThat(new AllowList(java.util.Set.of("paragraph")).apply(markdown(id)).blocks())
        .hasSize(1);
  }

  @Test
  void hostileTextIsReadTheSame() throws Exception {
    List<Block> blocks = new ArrayList<>();
    for (String text : Hostile.texts().values()) {
      String visible = VisibleText.of(text);
      if (!visible.isBlank() && visible.length() < 2_000 && visible.equals(visible.strip())) {
        blocks.add(Block.paragraph(visible));
        blocks.add(Block.of("quote", List.of(RichText.text(visible))));
      }
    }
    assertThat(blocks).hasSizeGreaterThan(150);
    readTheSame(page(blocks));
  }

  /** Everything that is missing in one request is listed where the read path is chosen. */
  @Test
  void whatMarkdownLosesIsKnown() throws Exception {
    List<Block> lossy =
        List.of(
            Block.of("bookmark").with("url", "https://example.com"),
            Block.of("embed").with("url", "https://example.com"),
            Block.of("breadcrumb"),
            Block.of("template", List.of(RichText.text("more"))));
    String id = page(lossy);
    assertThat(tree(id))
        .extracting(Block::type)
        .isEqualTo(lossy.stream().map(Block::type).toList());
    assertThat(markdown(id)).extracting(Block::type).containsOnly("unsupported");
    assertThat(markdown(id))
        .extracting(each -> each.attribute("block_type"))
        .isEqualTo(lossy.stream().map(Block::type).toList());
    for (Block each : lossy) {
      assertThat(ReadPath.cheapestFor(AllowList.of(List.of("paragraph", each.type()))))
          .isEqualTo(ReadPath.BLOCK_TREE);
    }
    assertThat(ReadPath.cheapestFor(AllowList.DEFAULT)).isEqualTo(ReadPath.MARKDOWN);
  }

  private void readTheSame(String id) throws Exception {
    List<Block> once = markdown(id);
    List<Block> exact = tree(id);
    Iterator<Block> others = comparable(exact).iterator();
    for (Block each : comparable(once)) {
      assertThat(each).isEqualTo(others.next());
    }
    assertThat(others).isExhausted();
    assertThat(html.html(once)).isEqualTo(html.html(exact));
    assertThat(AllowList.DEFAULT.apply(once).dropped())
        .isEqualTo(AllowList.DEFAULT.apply(exact).dropped());
  }

  /** Without what only one of the ways tells, and no output shows. */
  private static List<Block> comparable(List<Block> blocks) {
    return blocks.stream().map(Block::normal).map(TwoReadPathsTest::comparable).toList();
  }

  private static Block comparable(Block block) {
    return new Block(
        block.type(),
        block.attributes(),
        mentions(block.text()),
        mentions(block.caption()),
        block.cells().stream().map(TwoReadPathsTest::mentions).toList(),
        block.children().stream().map(TwoReadPathsTest::comparable).toList());
  }

  /** A mention by kind, id or date, and label: the tree tells a person's e-mail and avatar too. */
  private static List<RichText> mentions(List<RichText> runs) {
    return runs.stream()
        .map(
            run -> {
              if (run.mention() == null) {
                return run;
              }
              String kind = run.mention().path("type").asText();
              JsonNode own = run.mention().path(kind);
              ObjectNode mention = JsonNodeFactory.instance.objectNode().put("type", kind);
              mention.set(kind, own.has("id") ? own.get("id") : own);
              return new RichText(
                  run.kind(), "", run.link(), run.annotations(), run.plainText(), mention);
            })
        .toList();
  }

  private static String page(String markdown) {
    return notion.createPage(pages, ValueBuilder.titled("Name", "Other").build(), markdown);
  }

  private static String page(List<Block> blocks) throws Exception {
    String id = page("");
    ArrayNode children = new BlockWriter().write(blocks);
    for (int from = 0; from < children.size(); from += 50) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ArrayNode some = body.putArray("children");
      for (int i = from; i < Math.min(children.size(), from + 50); i++) {
        some.add(children.get(i));
      }
      send("PATCH", "/v1/blocks/" + id + "/children", body.toString());
    }
    return id;
  }

  private static List<Block> markdown(String id) throws Exception {
    JsonNode answer = send("GET", "/v1/pages/" + id + "/markdown", "");
    assertThat(answer.path("truncated").asBoolean()).isFalse();
    return new EnhancedMarkdown().parse(answer.path("markdown").asText());
  }

  private static List<Block> tree(String id) throws Exception {
    List<Block> blocks = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode answer = send("GET", "/v1/blocks/" + id + "/children?page_size=100" + cursor, "");
      for (JsonNode each : answer.path("results")) {
        Block block = new BlockReader().block(each);
        blocks.add(
            each.path("has_children").asBoolean()
                ? block.withChildren(tree(each.path("id").asText()))
                : block);
      }
      cursor =
          answer.path("has_more").asBoolean()
              ? "&start_cursor=" + answer.path("next_cursor").asText()
              : "";
    } while (!cursor.isEmpty());
    return blocks;
  }

  private static JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.url() + "/notion" + path))
            .header("Authorization", "Bearer token-one")
            .header("Notion-Version", "2026-03-11")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
