package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Sends the requests that a client really sent to Notion and compares what Notion really answered.
 */
class RecordedBlocksTest extends NotionSandboxBase {

  private static final Path SAMPLES =
      Path.of("..", "shared", "reference", "notion", "samples", "recorded", "blocks");
  // They name objects of the workspace in which they were recorded, or uploaded files.
  private static final List<String> ELSEWHERE =
      List.of("link_to_page", "synced_block_copy", "append_after");

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void appendedBlocksComeBackAsRecorded() throws Exception {
    assumeTrue(Files.isDirectory(SAMPLES), "The shared reference is not there: " + SAMPLES);
    String page = page("a");
    int compared = 0;
    SoftAssertions checks = new SoftAssertions();
    for (Path request : requests()) {
      String name = request.getFileName().toString().replace(".request.json", "");
      JsonNode asked = json.readTree(request.toFile());
      JsonNode recorded = json.readTree(request.resolveSibling(name + ".json").toFile());
      NotionClient same =
          new NotionClient(sandbox.url() + "/notion", asked.path("notion_version").asText());
      var got = same.patch("/v1/blocks/" + page + "/children", asked.path("body").toString());
      checks.assertThat(got.status()).as(name + ": " + got.message()).isEqualTo(200);
      checks.assertThat(fields(got.json())).as(name).isEqualTo(fields(recorded));
      for (int i = 0; i < asked.at("/body/children").size(); i++) {
        JsonNode mine = got.json().path("results").path(i);
        JsonNode theirs = recorded.path("results").path(i);
        String type = theirs.path("type").asText();
        checks.assertThat(mine.path(type)).as(name).isEqualTo(theirs.path(type));
        checks
            .assertThat(mine.path("has_children"))
            .as(name)
            .isEqualTo(theirs.path("has_children"));
        checks.assertThat(fields(mine)).as(name).isEqualTo(fields(theirs));
        compared++;
      }
    }
    checks.assertAll();
    assertThat(compared).isGreaterThan(30);
  }

  private static List<Path> requests() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().matches("append_.*\\.request\\.json"))
          .filter(file -> ELSEWHERE.stream().noneMatch(file.getFileName().toString()::contains))
          .sorted()
          .toList();
    }
  }

  /** Field names, but for three that recordings of the same version have or lack. */
  private static Set<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    names.removeAll(List.of("archived", "in_trash", "request_id"));
    return new TreeSet<>(names);
  }
}
