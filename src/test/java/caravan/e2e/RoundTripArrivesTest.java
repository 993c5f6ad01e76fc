package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Block;
import caravan.blocks.BlockReader;
import caravan.blocks.BlocksToMarkdown;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.MarkdownToBlocks;
import caravan.blocks.NotHeld;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import caravan.testing.Corpus;
import caravan.testing.MarkdownMeaning;
import caravan.testing.MarkdownMeaning.ReadOn;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every document of the corpus goes from Linear into Notion and is read back on both paths: the
 * block tree and the Markdown endpoint. Both say what the document says, except for what the hub
 * said that Notion can't hold.
 */
class RoundTripArrivesTest {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlocksToMarkdown markdown = new BlocksToMarkdown();

  @Test
  void everyDocumentIsReadBackOnBothPathsAsItWas(@TempDir Path folder) throws Exception {
    Map<String, String> documents = Corpus.own();
    documents.putAll(Corpus.recorded());
    assertThat(documents).hasSizeGreaterThanOrEqualTo(200);
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      Map<String, LinearIssue> issues = new LinkedHashMap<>();
      documents.forEach((name, text) -> issues.put(name, issue(hub, name, text)));
      hub.start(ISSUES);
      RunReport run = hub.poll(ISSUES);
      assertThat(run.failedCount()).as(run.notes()).isZero();
      assertThat(run.createdCount()).isEqualTo(documents.size());

      SoftAssertions all = new SoftAssertions();
      for (Map.Entry<String, String> document : documents.entrySet()) {
        String name = document.getKey();
        String source = carried(document.getValue());
        String page = hub.sandbox().pageOf(issues.get(name));
        List<NotHeld> notHeld = new MarkdownToBlocks().convert(source).notHeld();
        same(all, name, tree(hub, page), source, notHeld, ReadOn.BLOCK_TREE);
        JsonNode text = ask(hub, "/v1/pages/" + page + "/markdown");
        List<Block> blocks = new EnhancedMarkdown().parse(text.path("markdown").asText());
        same(all, name, blocks, source, notHeld, ReadOn.MARKDOWN_ENDPOINT);
      }
      all.assertAll();
    }
  }

  private static LinearIssue issue(HubOnSandbox hub, String name, String text) {
    return hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title(name).description(carried(text)));
  }

  /** The text as JSON over HTTP can carry it: half of a surrogate pair has no UTF-8. */
  private static String carried(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Compares from the first difference on, so that a failure can be read. */
  private void same(
      SoftAssertions all,
      String name,
      List<Block> read,
      String source,
      List<NotHeld> notHeld,
      ReadOn path) {
    List<String> got = MarkdownMeaning.ofWritten(markdown.markdown(read), path).lines().toList();
    List<String> wanted = MarkdownMeaning.expected(source, notHeld, path).lines().toList();
    int same = 0;
    while (same < Math.min(got.size(), wanted.size()) && got.get(same).equals(wanted.get(same))) {
      same++;
    }
    all.assertThat(got.subList(same, Math.min(got.size(), same + 5)))
        .as(name + " on " + path + ", after " + wanted.subList(Math.max(0, same - 2), same))
        .isEqualTo(wanted.subList(same, Math.min(wanted.size(), same + 5)));
  }

  private List<Block> tree(HubOnSandbox hub, String parent)
      throws IOException, InterruptedException {
    List<Block> blocks = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode answer = ask(hub, "/v1/blocks/" + parent + "/children?page_size=100" + cursor);
      for (JsonNode each : answer.path("results")) {
        List<Block> inside =
            each.path("has_children").asBoolean() ? tree(hub, each.path("id").asText()) : List.of();
        blocks.add(new BlockReader().block(each).withChildren(inside));
      }
      cursor =
          answer.path("has_more").asBoolean()
              ? "&start_cursor=" + answer.path("next_cursor").asText()
              : null;
    } while (cursor != null);
    return blocks;
  }

  private JsonNode ask(HubOnSandbox hub, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.setting("NOTION_URL") + path))
            .header("Authorization", "Bearer " + TestSandbox.NOTION_TOKEN)
            .header("Notion-Version", "2026-03-11")
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json.readTree(response.body());
  }
}
