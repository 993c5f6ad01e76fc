package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JqMappingTest {

  private static JqMapping record(String properties) {
    return new JqMapping("{externalId: .id, properties: " + properties + ", body: .text}");
  }

  @Test
  void theShippedMappingWritesWhatItsFileSays() throws IOException {
    JsonNode file = new YAMLMapper().readTree(Path.of("routes/linear-issues.camel.yaml").toFile());

    assertThat(new RouteFile(file).mappings())
        .singleElement()
        .satisfies(
            mapping ->
                assertThat(mapping.written())
                    .containsExactlyInAnyOrder(
                        "Name",
                        "Status",
                        "Priority",
                        "Owner",
                        "Due Date",
                        "Labels",
                        "Estimate",
                        "URL",
                        "Parent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{Sum: .a, \"Due Date\": {start: .b, end: .c}}",
        "{\"Sum\": (.a | {x: 1} | .x), \"Due Date\": [{y: 2}]}",
        "({Sum: .a} + {\"Due Date\": .b})",
        "(if .a == \"}\" then {Sum: 1} elif .b then {\"Due Date\": 2} else {} end)",
        "(.a as $a | {Sum: $a, \"Due Date\": \"\\($a | {z: 1} | .z)\"})",
        "(def f: {x: 1}; {Sum: f.x} * {\"Due Date\": .b})",
        "({x: 1} | {Sum: .x, \"Due Date\": null})",
        "# a comment with {x: 1}\n {Sum: .a, \"Due\\u0020Date\": \"a } in a string\"}",
        "(.a // {Sum: 1, \"Due Date\": 2})",
        "{Sum, \"Due Date\"}",
        "{$Sum, \"Due Date\": (.a.if // .a.end)}"
      })
  void literalKeysOfTheRecordsPropertiesAreSeenAndNothingElse(String properties) {
    JqMapping mapping = record(properties);

    assertThat(mapping.buildsRecord()).isTrue();
    assertThat(mapping.written()).containsExactlyInAnyOrder("Sum", "Due Date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{(.name): 1}",
        "{\"\\(.name)\": 1}",
        "({a: 1} | with_entries(.key |= ascii_upcase))",
        "({a: 1} | del(.a))",
        "([.fields[] | {key: .name, value: .text}] | from_entries)",
        "(reduce .fields[] as $f ({a: 1}; . + {b: 2}))",
        "f({a: 1})",
        "{a: 1}.b",
        ".properties",
        "{}"
      })
  void whatIsComputedIsLeftToTheCheckOfEachRecord(String properties) {
    assertThat(record(properties).written()).isEmpty();
  }

  @Test
  void onlyAnObjectWithAnExternalIdIsARecord() {
    assertThat(new JqMapping("{text: .title, properties: {a: 1}}").buildsRecord()).isFalse();
    assertThat(new JqMapping("{externalId: .id, deleted: true}").buildsRecord()).isFalse();
    assertThat(
            new JqMapping(
                    "if .gone then {externalId: .id, deleted: true}"
                        + " else {\"externalId\": .id, \"properties\": {Sum: 1}} end")
                .written())
        .containsExactly("Sum");
    assertThat(new JqMapping("[.[] | {externalId:.id,properties:{Sum:1}}] | .[]").written())
        .containsExactly("Sum");
  }

  @Test
  void propertiesThatAreReadByNameAreSeen() {
    assertThat(
            new JqMapping(
                    """
                    {externalId: .id, properties: {
                      a: .properties.One, b: (.properties."Two words" // 0), c: .properties["Three"],
                      d: .properties?.Four, e: "about \\(.properties.Five | tostring)",
                      f: .properties.["Six"], g: .other.Seven, h: .properties[.name]}}
                    """)
                .read())
        .containsExactlyInAnyOrder("One", "Two words", "Three", "Four", "Five", "Six");
    assertThat(new JqMapping(".properties.Status == \"Final\"").read()).containsExactly("Status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "\"",
        "{externalId: .id, properties: {\"a",
        "if",
        "(((",
        "\"\\u12\"",
        "}"
      })
  void brokenExpressionsAreLeftToCamel(String expression) {
    assertThatCode(() -> new JqMapping(expression)).doesNotThrowAnyException();
  }
}
