package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors say of a contract is what the hub says, as far as a JSON Schema can say it. */
class ContractSchemaTest {

  private static final Path FOLDER = Path.of("routes", "contracts");

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(read(FOLDER.resolve("contract.schema.json")));

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void shippedContractFitsTheSchemaAndNamesItToEditors(Path contract) {
    assertThat(problems(read(contract))).isEmpty();
    assertThat(read(contract)).startsWith("# yaml-language-server: $schema=contract.schema.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A: {type: nummer}",
        "A: {typ: select}",
        "A: {}",
        "A: text",
        "A: {type: [number, nummer]}",
        "A: {type: number, key: true, owner: hub}",
        "A: {type: rich_text, key: true, owner: people}",
        "A: {type: number, options: [x]}",
        "A: {type: number, options: x}",
        "A: {type: status, create-options: true}",
        "A: {type: url, relation-to: self}",
        "A: {type: relation, owner: hub}",
        "A: {type: number, derived: true}",
        "A: {type: number, derived: allowed}",
        "A: {type: number, required: maybe}",
        "A: {type: {a: b}}",
        "A: {type: number, owner: nobody}",
        "A: {type: formula}",
        "A: {type: [number, rollup]}",
        "A: {type: rollup, required: true, derived: allowed}",
        "A: {type: formula, owner: hub, required: false}",
        "A: {type: created_time, owner: hub}",
        "A: {type: [date, last_edited_time], owner: hub}",
        "A: {type: button, owner: hub}",
        "A: {type: []}",
        "A: {type: verification, owner: hub}",
        "A: {type: verification, owner: hub, wiki: false}",
        "A: {type: [verification, button], owner: hub, wiki: true}",
        "A: {type: number, wiki: true}",
        "A: {type: [select, status], wiki: true}",
        "A: {type: verification, wiki: maybe}"
      })
  void whatTheParserRefusesTheSchemaRefuses(String line) {
    assertThat(parserRefuses(contract(line))).as("the parser, of %s", line).isTrue();
    assertThat(problems(contract(line))).as("the schema, of %s", line).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A: {type: [select, status], options: [Done, 1], create-options: true}",
        "A: {type: relation, relation-to: self, owner: hub}",
        "A: {type: relation}",
        "A: {type: rich_text, key: true, owner: hub}",
        "A: {type: formula, required: false, derived: allowed}",
        "A: {type: created_time, owner: people}",
        "A: {type: select, options: Done}",
        "A: {type: verification, owner: hub, wiki: true}",
        "A: {type: [verification, select], owner: hub, wiki: true}",
        "A: {type: verification, owner: people}",
        "A: {type: verification, wiki: true}",
        "A: {type: number, wiki: false}"
      })
  void whatTheParserTakesTheSchemaTakes(String line) {
    assertThat(parserRefuses(contract(line))).as("the parser, of %s", line).isFalse();
    assertThat(problems(contract(line))).as("the schema, of %s", line).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: test\nproperties:\n  Name: {type: title}\n",
        "name: test\ndata-source-setting: x\n",
        "name: test\ndata-source-setting: x\nowner: nobody\nproperties:\n  Name: {type: title}\n",
        "name: test\ndata-source-setting: x\ncolour: red\nproperties:\n  Name: {type: title}\n",
        "- a\n"
      })
  void schemaRefusesWhatIsMissingOrUnknown(String contract) {
    assertThat(parserRefuses(contract)).isTrue();
    assertThat(problems(contract)).isNotEmpty();
  }

  @Test
  void schemaKnowsEveryKeyOfTheParserAndNoOther() {
    assertThat(keys("/properties")).containsExactlyInAnyOrderElementsOf(ContractParser.KEYS);
    assertThat(keys("/$defs/property/properties"))
        .containsExactlyInAnyOrderElementsOf(ContractParser.PROPERTY_KEYS);
    assertThat(schema.getSchemaNode().at("/additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.getSchemaNode().at("/$defs/property/additionalProperties").asBoolean(true))
        .isFalse();
  }

  @Test
  void schemaKnowsEveryType() {
    List<String> types = Stream.of(PropertyType.values()).map(PropertyType::json).sorted().toList();
    JsonNode known = schema.getSchemaNode().at("/$defs/type/enum");
    assertThat(known.valueStream().map(JsonNode::asText).sorted().toList()).isEqualTo(types);
  }

  private List<String> keys(String pointer) {
    return schema.getSchemaNode().at(pointer).propertyStream().map(Map.Entry::getKey).toList();
  }

  private static String contract(String line) {
    return "name: test\ndata-source-setting: test.data-source\nproperties:\n  "
        + line
        + "\n  Title: {type: title}\n";
  }

  private static boolean parserRefuses(String contract) {
    try {
      ContractLoader.read(contract, "contracts/test.yaml");
      return false;
    } catch (ContractInvalid invalid) {
      return true;
    }
  }

  private Set<ValidationMessage> problems(String contract) {
    try {
      return schema.validate(new YAMLMapper().readTree(contract));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
