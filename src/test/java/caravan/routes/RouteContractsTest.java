package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.hub.Hub;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.testing.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteContractsTest {

  @TempDir private Path home;

  @BeforeEach
  void aFolderWithOneContract() throws IOException {
    Files.createDirectories(home.resolve("routes/contracts"));
    Files.writeString(home.resolve("application.properties"), "okr.to=unset\n");
    contract(
        """
        name: okr
        data-source-setting: okr.to
        owner: people
        properties:
          Name: {type: title}
          Owner: {type: people}
          Progress: {type: number, owner: hub}
          Sum: {type: rollup, required: false}
          Edited: {type: last_edited_time}
          Press: {type: button}
          Half: {type: formula, required: false, derived: allowed}
          External ID: {type: rich_text, key: true, owner: hub}
        """);
  }

  @Test
  void propertyThatOnlyNotionFillsInIsRefusedWithAWayOut() throws IOException {
    sink("Progress: 1, Sum: 2, Edited: .a, Press: null");

    assertThat(problems())
        .containsExactlyInAnyOrder(
            "routes/okr.camel.yaml: the mapping writes \"Sum\", a rollup by routes/contracts/okr.yaml,"
                + " which only Notion fills in; store it in a number property that the hub owns (or a"
                + " text, date or checkbox one).",
            "routes/okr.camel.yaml: the mapping writes \"Edited\", a last_edited_time by"
                + " routes/contracts/okr.yaml, which only Notion fills in; store the time in a date"
                + " property that the hub owns.",
            "routes/okr.camel.yaml: the mapping writes \"Press\", a button by routes/contracts/okr.yaml,"
                + " which only Notion fills in; leave it out, because a button has no value.");
    assertThatThrownBy(() -> Hub.check(home, settings()))
        .as("the command ends with exit code 2")
        .isInstanceOf(Problems.class)
        .hasMessageContaining("the mapping writes \"Sum\"");
  }

  @Test
  void propertyOfPeopleAndPropertyThatIsNotListedAreRefused() throws IOException {
    sink("Owner: .a, Nowhere: 1");

    assertThat(problems())
        .containsExactlyInAnyOrder(
            "routes/okr.camel.yaml: the mapping writes \"Owner\", which people own by"
                + " routes/contracts/okr.yaml; say \"owner: hub\" for it there, or leave it out of the"
                + " mapping.",
            "routes/okr.camel.yaml: the mapping writes \"Nowhere\", which routes/contracts/okr.yaml"
                + " does not list; add it there, or leave it out of the mapping.");
  }

  @Test
  void whatTheHubOwnsIsWritten() throws IOException {
    sink("Progress: (.a / 2)");

    assertThat(problems()).isEmpty();
    Hub.check(home, settings());
  }

  @Test
  void eachSinkIsHeldAgainstTheMappingThatReachesIt() throws IOException {
    Files.writeString(
        home.resolve("routes/contracts/log.yaml"),
        """
        name: log
        data-source-setting: okr.to
        owner: hub
        properties:
          Title: {type: title}
          Line: {type: rich_text}
        """);
    route(
        """
        - route:
            from:
              uri: direct:okr
              steps:
                - choice:
                    when:
                      - jq: {expression: .first}
                        steps:
                          - setBody: {jq: "{externalId: .id, properties: {Line: .a}}"}
                          - to: "kamelet:notion-upsert-sink?contract=log&dataSource={{okr.to}}"
                          - setBody: {expression: {jq: {expression: "{externalId: .id, properties: {Progress: 1}}"}}}
                    otherwise:
                      steps:
                        - transform: {jq: {expression: "{externalId: .id, properties: {Sum: .a}}"}}
                - filter:
                    simple: "true"
                    steps:
                      - to: direct:write
        - from:
            uri: direct:write
            steps:
              - to: {uri: kamelet:notion-upsert-sink, parameters: {contract: okr, dataSource: "{{okr.to}}"}}
              - to: direct:okr
        """);

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("the mapping writes \"Sum\", a rollup by routes/contracts/okr.yaml");
  }

  @Test
  void contractThatDoesNotExistIsRefused() throws IOException {
    route(
        """
        - route:
            from:
              uri: direct:okr
              steps:
                - to: {uri: kamelet:notion-upsert-sink, parameters: {contract: lost, dataSource: x}}
        """);

    assertThat(problems())
        .containsExactly(
            "routes/okr.camel.yaml writes under the contract \"lost\", but there is no"
                + " routes/contracts/lost.yaml; write it, or name another one.");
  }

  @Test
  void contractWithMistakesIsRefusedBeforeAnythingStarts() throws IOException {
    sink("Progress: 1");
    contract("name: okr\ndata-source-setting: okr.to\nproperties:\n  Sum: {type: rollup}\n");

    assertThat(problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("okr.yaml:4: "))
        .anySatisfy(problem -> assertThat(problem).contains("\"Sum\": a rollup can't be required"));
  }

  @Test
  void derivedValueThatNobodyAllowedIsNotReadInSilence() throws IOException {
    source(".properties.Sum > 1", "{externalId: .id, properties: {h: .properties.Half}}");
    assertThat(problems())
        .containsExactly(
            "routes/okr.camel.yaml reads \"Sum\", a rollup by routes/contracts/okr.yaml: Notion derives"
                + " it, so it changes without an edit and may be missing; say \"derived: allowed\" for"
                + " it there, or read another property.");

    source("\"false\"", "{externalId: .id, properties: {s: .properties[\"Sum\"]}}");
    assertThat(problems()).singleElement().asString().contains("reads \"Sum\"");

    source(".properties.Half > 1", "{externalId: .id, properties: {p: .properties.Progress}}");
    assertThat(problems()).isEmpty();
  }

  @Test
  void theShippedRoutesKeepToTheirContracts() {
    Path project = home.resolve("project");
    TestHub.copyProject(project);

    Settings both = TestHub.settings(project, "http://127.0.0.1:1", Map.of());

    assertThat(both.enabled()).contains("linear-issues", "meeting-notes");
    assertThat(new RouteContracts(project.resolve("routes"), both).problems()).isEmpty();
  }

  private List<String> problems() {
    return new RouteContracts(home.resolve("routes"), settings()).problems();
  }

  private Settings settings() {
    return new SettingsLoader(home, Map.of("OKR_ENABLED", "true")).load();
  }

  private void contract(String text) throws IOException {
    Files.writeString(home.resolve("routes/contracts/okr.yaml"), text);
  }

  private void route(String text) throws IOException {
    Files.writeString(home.resolve("routes/okr.camel.yaml"), text);
  }

  private void sink(String properties) throws IOException {
    route(
        """
        - route:
            id: okr-delivery
            from:
              uri: direct:okr
              steps:
                - setBody:
                    jq:
                      expression: |
                        {externalId: .id,
                         properties: {%s},
                         version: .updatedAt}
                - bean: {ref: records, method: "receive(*, 'okr')"}
                - idempotentConsumer:
                    idempotentRepository: "#latest"
                    simple: "${variable.recordKey}"
                    steps:
                      - to:
                          uri: kamelet:notion-upsert-sink
                          parameters: {contract: okr, dataSource: "{{okr.to}}"}
        """
            .formatted(properties));
  }

  private void source(String bodies, String mapping) throws IOException {
    route(
        """
        - route:
            from:
              uri: kamelet:notion-changes-source
              parameters:
                integration: okr
                dataSource: "{{okr.to}}"
                trigger: "{{okr.trigger}}"
                bodies: %s
              steps:
                - to: direct:okr
        - route:
            from:
              uri: direct:okr
              steps:
                - setBody: {jq: '%s'}
        """
            .formatted(bodies, mapping));
  }
}
