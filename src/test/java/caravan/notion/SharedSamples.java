package caravan.notion;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The recorded answers of Notion beside the project; tests skip where they are absent. */
final class SharedSamples {
  private static final Path SAMPLES = Path.of("..", "shared", "reference", "notion", "samples");
  private static final ObjectMapper JSON = new ObjectMapper();

  private SharedSamples() {}

  /** Every answer below the folder by file name; requests are left out. */
  static Map<String, JsonNode> answers(String folder) {
    Path root = SAMPLES.resolve(folder);
    assumeTrue(Files.isDirectory(root), "skipped: no recorded answers in " + root);
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(SharedSamples::isAnswer).sorted().toList()) {
        answers.put(root.relativize(file).toString(), JSON.readTree(file.toFile()));
      }
    } catch (IOException e) {
      throw new AssertionError("recorded answers in " + root + " can't be read", e);
    }
    return answers;
  }

  private static boolean isAnswer(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".json") && !name.contains(".request");
  }

  /** Every JSON object in the tree whose "object" field has that value. */
  static Stream<JsonNode> objects(JsonNode tree, String kind) {
    List<JsonNode> below = new ArrayList<>();
    tree.forEach(below::add);
    Stream<JsonNode> self =
        kind.equals(tree.path("object").asText()) ? Stream.of(tree) : Stream.empty();
    return Stream.concat(self, below.stream().flatMap(node -> objects(node, kind)));
  }
}
