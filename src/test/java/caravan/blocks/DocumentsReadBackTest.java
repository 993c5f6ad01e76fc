package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.seed.MarkdownFolder;
import caravan.demo.seed.SeedIssues;
import caravan.e2e.TestSandbox;
import caravan.notion.NotionRequest;
import caravan.render.GoodDocuments;
import caravan.render.Hostile;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What a document's blocks were written as is what Notion's answers are recognised by: with its
 * defaults, colours and rich text, and without anybody's word on who wrote a block.
 */
class DocumentsReadBackTest {

  private static final Path DOCUMENTS = Path.of("../shared/reference/markdown");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyDocumentIsRecognisedByThePrintOfItsBlocks() throws Exception {
    Map<String, String> documents = documents();
    SoftAssertions all = new SoftAssertions();
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      for (Map.Entry<String, String> document : documents.entrySet()) {
        List<Block> blocks = new MarkdownToBlocks().convert(document.getValue()).blocks();
        String page =
            sandbox
                .notion()
                .createPage(
                    sandbox.ids().meetingNotes(), ValueBuilder.titled("Name", "x").build(), "");
        Requests write = BodyPlan.forEmptyPage(blocks).startIn(page);
        for (Optional<NotionRequest> next = write.next(); next.isPresent(); next = write.next()) {
          write.accept(send(sandbox, next.get()));
        }
        List<PresentBlock> present = read(sandbox, page);
        BodyPrint print = BodyPrint.read(BodyPrint.of(blocks).text()).orElseThrow();
        all.assertThat(new BodyGuard(print, true, id -> false).isEdited(present, false))
            .as("%s is taken for another", document.getKey())
            .isFalse();
        all.assertThat(BodyDiff.of(page, present, blocks).edits())
            .as("%s has to be changed", document.getKey())
            .isEmpty();
        if (!present.isEmpty()) {
          all.assertThat(
                  new BodyGuard(print, true, id -> false)
                      .isEdited(present.subList(1, present.size()), false))
              .as("%s without its first block", document.getKey())
              .isTrue();
        }
      }
    }
    all.assertAll();
    assertThat(documents).hasSizeGreaterThanOrEqualTo(250);
  }

  private static Map<String, String> documents() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    SeedIssues.asOf(Instant.EPOCH).forEach(it -> put(all, it.title(), it.description()));
    GoodDocuments.MARKDOWN.forEach((name, text) -> put(all, name, text));
    Hostile.texts().forEach((name, text) -> put(all, "hostile " + name, text));
    if (Files.isDirectory(DOCUMENTS)) {
      MarkdownFolder.read(DOCUMENTS, Instant.EPOCH)
          .forEach(it -> put(all, it.title(), it.description()));
    }
    return all;
  }

  private static void put(Map<String, String> all, String name, String text) {
    all.put(all.size() + " " + name, text == null ? "" : text);
  }

  private List<PresentBlock> read(TestSandbox sandbox, String parent) throws Exception {
    List<PresentBlock> blocks = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          send(
              sandbox,
              NotionRequest.get("/v1/blocks/" + parent + "/children?page_size=100" + cursor));
      for (JsonNode each : page.path("results")) {
        PresentBlock block = PresentBlock.read(each);
        blocks.add(block.childrenUnread() ? block.withChildren(read(sandbox, block.id())) : block);
      }
      boolean more = page.path("has_more").asBoolean();
      cursor = more ? "&start_cursor=" + page.path("next_cursor").asText() : null;
    } while (cursor != null);
    return blocks;
  }

  private JsonNode send(TestSandbox sandbox, NotionRequest request) throws Exception {
    HttpRequest.BodyPublisher body =
        request.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(request.body()));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(sandbox.server().url() + "/notion" + request.path()))
                .method(request.method(), body)
                .header("Authorization", "Bearer " + TestSandbox.NOTION_TOKEN)
                .header("Notion-Version", "2026-03-11")
                .header("Content-Type", "application/json")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }
}
