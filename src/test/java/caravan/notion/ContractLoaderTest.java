package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractLoaderTest {
  private static final Path SHIPPED = Path.of("routes", "contracts");

  private static List<String> problems(String yaml) {
    try {
      ContractLoader.read(yaml, "contracts/test.yaml");
    } catch (ContractInvalid invalid) {
      return invalid.problems();
    }
    return List.of();
  }

  /** A contract with these lines as its properties; they start in line 4. */
  private static List<String> propertyProblems(String lines) {
    return problems(
        "name: test\ndata-source-setting: test.data-source\nproperties:\n"
            + lines.indent(2)
            + "  Title: {type: title}\n");
  }

  @Test
  void shippedLinearIssuesContractIsWhatTheDesignSays() {
    Contract contract = ContractLoader.loadAll(SHIPPED).get("linear-issues");

    assertThat(contract.dataSourceSetting()).isEqualTo("linear-issues.data-source");
    assertThat(contract.file()).isEqualTo("routes/contracts/linear-issues.yaml");
    assertThat(contract.properties().keySet())
        .containsExactly(
            "Name",
            "Status",
            "Priority",
            "Owner",
            "Due Date",
            "Labels",
            "Estimate",
            "Parent",
            "URL",
            "External ID");
    assertThat(contract.properties().values())
        .allMatch(ContractProperty::hubWrites)
        .allMatch(ContractProperty::required)
        .filteredOn(ContractProperty::createOptions)
        .extracting(ContractProperty::name)
        .containsExactly("Status", "Priority", "Labels");
    assertThat(contract.key().orElseThrow().name()).isEqualTo("External ID");
    assertThat(contract.titleProperty().orElseThrow().name()).isEqualTo("Name");
    assertThat(contract.properties().get("Parent").relationTo()).isEqualTo(ContractProperty.SELF);
    assertThat(contract.properties().get("Status").types())
        .containsExactlyInAnyOrder(PropertyType.SELECT, PropertyType.STATUS);
    assertThat(contract.properties().get("Due Date").typeNames()).isEqualTo("date");
  }

  @Test
  void shippedMeetingNotesContractLetsTheHubWriteNothing() {
    Contract contract = ContractLoader.loadAll(SHIPPED).get("meeting-notes");

    assertThat(contract.properties().keySet())
        .containsExactly("Name", "Date", "Type", "Participants", "Status");
    assertThat(contract.properties().values()).noneMatch(ContractProperty::hubWrites);
    assertThat(contract.key()).isEmpty();
    assertThat(contract.properties().get("Status").options()).containsExactly("Final");
    assertThat(contract.hubWrites("Status")).isFalse();
    assertThat(contract.hubWrites("Nothing")).isFalse();
  }

  @Test
  void propertyMayDifferFromTheOwnerOfItsContract() {
    Contract contract =
        ContractLoader.read(
            """
            name: okr
            data-source-setting: okr.data-source
            owner: people
            properties:
              Name: {type: title}
              Progress: {type: number, owner: hub, required: false}
            """,
            "okr.yaml");
    assertThat(contract.hubWrites("Name")).isFalse();
    assertThat(contract.hubWrites("Progress")).isTrue();
    assertThat(contract.properties().get("Progress").required()).isFalse();
  }

  @Test
  void everyMistakeIsNamedWithFileAndLine() {
    assertThat(
            problems(
                """
                name: other
                data-sauce: x
                owner: nobody
                properties:
                  Title: {type: title}
                  Kind:
                    typ: select
                  Sum: {type: nummer}
                  Sum: {type: number}
                """))
        .containsExactlyInAnyOrder(
            "contracts/test.yaml:2: unknown key \"data-sauce\" in a contract; the keys are name,"
                + " data-source-setting, owner, properties",
            "contracts/test.yaml:1: the name is \"other\", but the file's is \"test\"",
            "contracts/test.yaml:1: \"data-source-setting\" is missing",
            "contracts/test.yaml:3: owner is \"nobody\"; it can be hub or people",
            "contracts/test.yaml:9: \"Sum\" stands twice in properties",
            "contracts/test.yaml:7: unknown key \"typ\" in property \"Kind\"; the keys are type,"
                + " required, key, owner, options, create-options, relation-to, derived, wiki",
            "contracts/test.yaml:7: property \"Kind\" has no type");
  }

  @Test
  void unknownTypeIsNamedWithTheKnownOnes() {
    assertThat(propertyProblems("Sum: {type: nummer}"))
        .singleElement()
        .asString()
        .startsWith("contracts/test.yaml:4: property \"Sum\": unknown type \"nummer\"")
        .contains("number")
        .contains("multi_select");
  }

  @Test
  void contractsThatMakeNoSenseAreRefused() {
    assertThat(propertyProblems("A: {type: title}"))
        .singleElement()
        .asString()
        .contains("2 properties of type title");
    assertThat(problems("name: test\ndata-source-setting: x\nproperties:\n  A: {type: url}\n"))
        .containsExactly(
            "contracts/test.yaml:4: 0 properties of type title; every data source has exactly one");
    assertThat(
            propertyProblems(
                """
                A: {type: rich_text, key: true, owner: hub}
                B: {type: rich_text, key: true, owner: hub}"""))
        .singleElement()
        .asString()
        .contains("2 properties have \"key: true\"");
    one("A: {type: number, key: true, owner: hub}", "must be of type rich_text or title");
    one("A: {type: rich_text, key: true}", "needs \"owner: hub\"");
    one("A: {type: number, options: [x]}", "only select, status and multi_select");
    one("A: {type: status, create-options: true}", "only in a select or multi_select");
    one("A: {type: url, relation-to: self}", "relation-to is for a relation");
    one("A: {type: relation, owner: hub}", "needs relation-to");
    one("A: {type: number, derived: true}", "derived is \"true\"; it can only be allowed");
    one("A: {type: number, derived: allowed}", "is for a formula or rollup, not for a number");
    one("A: {type: number, required: maybe}", "expected true or false");
    one("A: {type: {a: b}}", "expected a plain value");
    one("A: text", "must be a map");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "formula          | store it in a number property that the hub owns",
        "rollup           | store it in a number property that the hub owns",
        "created_time     | store the time in a date property that the hub owns",
        "last_edited_time | store the time in a date property that the hub owns",
        "created_by       | store the person in a people property that the hub owns",
        "last_edited_by   | store the person in a people property that the hub owns",
        "unique_id        | store the number in a number or rich_text property that the hub owns",
        "button           | leave it out, because a button has no value",
        "verification     | leave it to people, who verify pages in a wiki"
      })
  void readOnlyTypeThatTheHubShouldOwnIsRefusedWithAWayOut(String type, String wayOut) {
    String line = "Sum: {type: %s, owner: hub, required: false}".formatted(type);

    assertThat(propertyProblems(line))
        .singleElement()
        .asString()
        .startsWith("contracts/test.yaml:4: property \"Sum\": only Notion fills in a " + type)
        .contains(wayOut)
        .contains("\"owner: people\"");
    assertThat(propertyProblems(line.replace("hub", "people"))).isEmpty();
  }

  @Test
  void aVerificationMayBeWrittenWhereTheContractSaysThatItIsOfAWiki() {
    assertThat(propertyProblems("Sum: {type: verification, owner: hub, wiki: true}")).isEmpty();
    assertThat(propertyProblems("Sum: {type: date, owner: hub, wiki: true}"))
        .singleElement()
        .asString()
        .contains("\"wiki: true\" is for a verification");
  }

  @Test
  void everyReadOnlyTypeHasAWayOutAndNoOther() {
    for (PropertyType type : PropertyType.values()) {
      assertThat(type.instead().isBlank()).as(type.json()).isEqualTo(type.writable());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"formula", "rollup", "[number, rollup]"})
  void derivedValueCanNotBeRequired(String type) {
    one("Sum: {type: %s}".formatted(type), "can't be required");
    one("Sum: {type: %s, derived: allowed}".formatted(type), "say \"required: false\"");
    assertThat(propertyProblems("Sum: {type: %s, required: false}".formatted(type))).isEmpty();
  }

  @Test
  void routesSeeADerivedValueOnlyWhereTheContractSaysSo() {
    Contract contract =
        ContractLoader.read(
            """
            name: okr
            data-source-setting: okr.data-source
            properties:
              Name: {type: title}
              Sum: {type: rollup, required: false, derived: allowed}
              Half: {type: formula, required: false}
            """,
            "okr.yaml");

    assertThat(contract.allowsDerived("Sum")).isTrue();
    assertThat(contract.allowsDerived("Half")).isFalse();
    assertThat(contract.allowsDerived("Name")).isFalse();
    assertThat(contract.allowsDerived("Nothing")).isFalse();
  }

  private static void one(String line, String says) {
    assertThat(propertyProblems(line)).isNotEmpty();
    assertThat(propertyProblems(line).get(0)).startsWith("contracts/test.yaml:4: ").contains(says);
  }

  @Test
  void brokenYamlIsNamedWithItsLine() {
    assertThat(problems("name: test\nproperties: {a: [\n"))
        .singleElement()
        .asString()
        .matches("(?s)contracts/test\\.yaml:[23]: no valid YAML: .+");
    assertThat(problems("")).containsExactly("contracts/test.yaml:1: the file is empty");
    assertThat(problems("- a\n- b\n")).anyMatch(p -> p.contains(":1: a contract must be a map"));
  }

  @Test
  void relationToAContractThatDoesNotExistIsRefused(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("deals.yaml"),
        """
        name: deals
        data-source-setting: crm.deals.data-source
        owner: hub
        properties:
          Name: {type: title}
          Company: {type: relation, relation-to: companies}
        """);
    assertThatThrownBy(() -> ContractLoader.loadAll(folder))
        .isInstanceOf(ContractInvalid.class)
        .hasMessageContaining("\"Company\"")
        .hasMessageContaining("relation-to names \"companies\"");

    Files.writeString(
        folder.resolve("companies.yaml"),
        """
        name: companies
        data-source-setting: crm.companies.data-source
        properties:
          Name: {type: title}
        """);
    assertThatThrownBy(() -> ContractLoader.loadAll(folder))
        .isInstanceOf(ContractInvalid.class)
        .hasMessageContaining("\"Company\"")
        .hasMessageContaining("routes/contracts/companies.yaml")
        .hasMessageContaining("\"key: true\"");

    Files.writeString(
        folder.resolve("companies.yaml"),
        """
        name: companies
        data-source-setting: crm.companies.data-source
        properties:
          Name: {type: title, key: true, owner: hub}
        """);
    Map<String, Contract> contracts = ContractLoader.loadAll(folder);
    assertThat(contracts.keySet()).containsExactly("companies", "deals");
  }
}
