package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every block that was recorded from Notion is read without losing a value. */
class RecordedBlocksTest {

  private static final Path SAMPLES = Path.of("../shared/reference/notion/samples");

  private static final Set<String> FLAGS =
      Set.of("is_toggleable", "checked", "has_column_header", "has_row_header");

  private final ObjectMapper mapper = new ObjectMapper();
  private final BlockReader reader = new BlockReader();

  @TestFactory
  Stream<DynamicTest> everyRecordedBlockKeepsItsValues() throws IOException {
    return recorded().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    SAMPLES.relativize(file).toString(),
                    () -> {
                      for (JsonNode block : blocks(mapper.readTree(file.toFile()))) {
                        String type = block.path("type").asText();
                        assertThat(answer(reader.block(block)))
                            .isEqualTo(saying(block.path(type), type));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyRequestThatWasRecordedCanBeWrittenAgain() throws IOException {
    return requests().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    SAMPLES.relativize(file).toString(),
                    () -> {
                      JsonNode children = mapper.readTree(file.toFile()).at("/body/children");
                      List<Block> blocks = reader.blocks(children);
                      ArrayNode written = new BlockWriter().write(blocks);
                      assertThat(reader.blocks(written)).isEqualTo(blocks);
                    }));
  }

  @Test
  void everyRecordedRunOfRichTextKeepsItsValues() throws IOException {
    Path fragments = SAMPLES.resolve("recorded/fragments/rich-text");
    assumeTrue(Files.isDirectory(fragments), () -> "skipped: no " + fragments);
    List<JsonNode> runs = new ArrayList<>();
    try (Stream<Path> files = Files.list(fragments)) {
      for (Path file : files.sorted().toList()) {
        JsonNode json = mapper.readTree(file.toFile());
        (json.isArray() ? json : List.of(json)).forEach(runs::add);
      }
    }
    runs.removeIf(run -> !run.has("plain_text"));
    assertThat(runs).hasSizeGreaterThan(10);
    for (JsonNode run : runs) {
      ArrayNode one = JsonNodeFactory.instance.arrayNode().add(run);
      assertThat(answer(reader.richText(one))).isEqualTo(full(one));
    }
  }

  @Test
  void theRecordingsCoverMostTypes() throws IOException {
    Set<String> types = new TreeSet<>();
    for (Path file : recorded()) {
      blocks(mapper.readTree(file.toFile())).forEach(b -> types.add(b.path("type").asText()));
    }
    assertThat(types).hasSizeGreaterThan(28).contains("heading_4", "unsupported", "table_row");
  }

  private List<Path> recorded() throws IOException {
    return files(false);
  }

  private List<Path> requests() throws IOException {
    List<Path> requests = new ArrayList<>();
    for (Path file : files(true)) {
      if (mapper.readTree(file.toFile()).at("/body/children").isArray()) {
        requests.add(file);
      }
    }
    assertThat(requests).hasSizeGreaterThan(25);
    return requests;
  }

  private List<Path> files(boolean requests) throws IOException {
    assumeTrue(Files.isDirectory(SAMPLES), () -> "skipped: no " + SAMPLES);
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      List<Path> found = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        boolean request = file.toString().contains("request");
        if (request == requests
            && (requests || !blocks(mapper.readTree(file.toFile())).isEmpty())) {
          found.add(file);
        }
      }
      assertThat(found).hasSizeGreaterThan(40);
      return found;
    }
  }

  /** Every block object anywhere in an answer. */
  private static List<JsonNode> blocks(JsonNode json) {
    List<JsonNode> blocks = new ArrayList<>();
    if (json.path("object").asText().equals("block") && json.path("type").isTextual()) {
      blocks.add(json);
    }
    json.forEach(inner -> blocks.addAll(blocks(inner)));
    return blocks;
  }

  /** What Notion said, without what says nothing: null, the default colour, flags that are off. */
  private static ObjectNode saying(JsonNode payload, String type) {
    ObjectNode saying = JsonNodeFactory.instance.objectNode();
    payload
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              boolean off = FLAGS.contains(field.getKey()) && !value.asBoolean();
              boolean plain = field.getKey().equals("color") && value.asText().equals("default");
              boolean empty = value.isArray() && value.isEmpty();
              if (!value.isNull() && !off && !plain && !empty) {
                saying.set(field.getKey(), value);
              }
            });
    for (String text : List.of("rich_text", "caption")) {
      if (saying.has(text)) {
        saying.set(text, full((ArrayNode) saying.get(text)));
      }
    }
    if (type.equals("table_row")) {
      ArrayNode cells = JsonNodeFactory.instance.arrayNode();
      payload.path("cells").forEach(cell -> cells.add(full((ArrayNode) cell)));
      saying.set("cells", cells);
    }
    return saying;
  }

  /** Runs as the newest API answers them: older recordings lack some parts. */
  private static ArrayNode full(ArrayNode runs) {
    ArrayNode full = JsonNodeFactory.instance.arrayNode();
    for (JsonNode run : runs) {
      ObjectNode copy = run.deepCopy();
      if (!copy.path("href").isTextual()) {
        copy.putNull("href");
      }
      if (copy.path("type").asText().equals("text")) {
        ObjectNode text = (ObjectNode) copy.get("text");
        if (!text.has("link")) {
          text.putNull("link");
        }
      }
      full.add(copy);
    }
    return full;
  }

  private static ObjectNode answer(Block block) {
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    block.attributes().forEach(own::set);
    if (!block.text().isEmpty()) {
      own.set("rich_text", answer(block.text()));
    }
    if (!block.caption().isEmpty()) {
      own.set("caption", answer(block.caption()));
    }
    if (!block.cells().isEmpty()) {
      ArrayNode cells = own.putArray("cells");
      block.cells().forEach(cell -> cells.add(answer(cell)));
    }
    return own;
  }

  private static ArrayNode answer(List<RichText> runs) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (RichText run : runs) {
      ObjectNode json = array.addObject().put("type", run.kind());
      switch (run.kind()) {
        case "text" -> {
          ObjectNode text = json.putObject("text").put("content", run.content());
          if (run.link() == null) {
            text.putNull("link");
          } else {
            text.putObject("link").put("url", run.link());
          }
        }
        case "equation" -> json.putObject("equation").put("expression", run.content());
        default -> json.set(run.kind(), run.mention());
      }
      Annotations looks = run.annotations();
      json.putObject("annotations")
          .put("bold", looks.bold())
          .put("italic", looks.italic())
          .put("strikethrough", looks.strikethrough())
          .put("underline", looks.underline())
          .put("code", looks.code())
          .put("color", looks.color());
      json.put("plain_text", run.plainText()).put("href", run.link());
    }
    return array;
  }
}
