package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.blocks.MarkdownToBlocks;
import caravan.blocks.NotHeld;
import caravan.demo.seed.MarkdownFolder;
import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedIssues;
import caravan.sandbox.SandboxOptions;
import caravan.store.RunReport;
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
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: each issue's description is read back from its page as its source says it. */
class RealDocumentsArriveTest {

  private static final Path DOCUMENTS = Path.of("../shared/reference/markdown");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void documentsThatPeopleWroteAreReadBackAsTheyWere(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isDirectory(DOCUMENTS), () -> "skipped: no " + DOCUMENTS);
    List<SeedIssue> issues = MarkdownFolder.read(DOCUMENTS, Instant.now());
    assertThat(issues).hasSizeGreaterThanOrEqualTo(70);
    carry(folder, issues);
  }

  @Test
  void issuesOfTheDemoAreReadBackAsTheyWere(@TempDir Path folder) throws Exception {
    carry(folder, SeedIssues.asOf(Instant.now()));
  }

  private void carry(Path folder, List<SeedIssue> issues) throws Exception {
    try (HubOnSandbox hub =
        new HubOnSandbox(folder, SandboxOptions.unlimited(), issues, List.of())) {
      hub.start(ISSUES);
      RunReport run = hub.poll(ISSUES);
      assertThat(run.failedCount()).isZero();
      assertThat(run.createdCount()).isEqualTo(issues.size());
      SoftAssertions all = new SoftAssertions();
      for (SeedIssue issue : issues) {
        List<String> pages =
            hub.sandbox()
                .notion()
                .find(hub.sandbox().ids().linearIssues(), "External ID", issue.id());
        all.assertThat(pages).as(issue.title()).hasSize(1);
        String source = issue.description() == null ? "" : issue.description();
        compare(all, issue.title(), source, readBack(hub, pages.get(0)));
      }
      all.assertAll();
    }
  }

  private void compare(SoftAssertions all, String title, String source, String readBack) {
    List<NotHeld> notHeld = new MarkdownToBlocks().convert(source).notHeld();
    DocumentFacts want = SourceDocument.read(source, names(notHeld, "front matter"));
    DocumentFacts got = ReadBackDocument.read(readBack);
    if (names(notHeld, "table cells beyond")) {
      // GitHub's tables drop them; the page holds more than the source shows.
      all.assertThat(got.words()).as(title + ": words").containsSubsequence(want.words());
      all.assertThat(got.cells()).as(title + ": cells").containsSubsequence(want.cells());
    } else {
      same(all, title + ": words", got.words(), want.words());
      same(all, title + ": cells", got.cells(), want.cells());
    }
    same(all, title + ": headings", got.headings(), want.headings());
    same(all, title + ": list items", got.items(), want.items());
    same(all, title + ": code", got.codes(), want.codes());
    // A link over text in several looks is one link for each look.
    same(
        all,
        title + ": links",
        got.targets().stream().distinct().sorted().toList(),
        want.targets().stream().distinct().sorted().toList());
    for (String target : want.targets()) {
      all.assertThat(Collections.frequency(got.targets(), target))
          .as(title + ": links to " + target)
          .isGreaterThanOrEqualTo(Collections.frequency(want.targets(), target));
    }
  }

  /** Compares lists from their first difference on, so that a failure can be read. */
  private static void same(SoftAssertions all, String as, List<String> got, List<String> want) {
    int same = 0;
    while (same < Math.min(got.size(), want.size()) && got.get(same).equals(want.get(same))) {
      same++;
    }
    all.assertThat(got.subList(same, Math.min(got.size(), same + 10)))
        .as(as + ", after " + want.subList(Math.max(0, same - 5), same))
        .isEqualTo(new ArrayList<>(want.subList(same, Math.min(want.size(), same + 10))));
  }

  private static boolean names(List<NotHeld> notHeld, String what) {
    return notHeld.stream().anyMatch(it -> it.what().startsWith(what));
  }

  private String readBack(HubOnSandbox hub, String page) throws IOException, InterruptedException {
    URI uri = URI.create(hub.setting("NOTION_URL") + "/v1/pages/" + page + "/markdown");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + TestSandbox.NOTION_TOKEN)
            .header("Notion-Version", "2026-03-11")
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = json.readTree(response.body());
    assertThat(answer.path("truncated").asBoolean()).isFalse();
    return answer.path("markdown").asText();
  }
}
