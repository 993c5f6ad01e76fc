package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.routes.SourceOwnership;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFlowTest {

  private static final String ONE = "11111111-1111-1111-1111-111111111111";
  private static final String ONE_WITHOUT_DASHES = "11111111111111111111111111111111";
  private static final String TWO = "22222222-2222-2222-2222-222222222222";
  private static final String THREE = "33333333-3333-3333-3333-333333333333";

  @TempDir private Path home;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void aFolderWithTwoIntegrations() throws IOException {
    Files.createDirectories(home.resolve("routes/contracts"));
    Files.writeString(home.resolve("application.properties"), "");
    route("forth");
    route("back");
  }

  @Test
  void twoIntegrationsThatFeedEachOtherAreRefusedWithBothNames() throws IOException {
    flow("forth", ONE, TWO);
    flow("back", TWO, ONE_WITHOUT_DASHES);

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops())
        .singleElement()
        .asString()
        .contains("back and forth would make a loop")
        .contains(ONE)
        .contains(TWO);
    assertThatThrownBy(() -> Hub.check(home, settings()))
        .isInstanceOf(Problems.class)
        .hasMessageContaining("back and forth would make a loop");
  }

  @Test
  void anIntegrationThatFeedsItselfIsRefused() {
    flow("forth", ONE, ONE);

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops())
        .singleElement()
        .asString()
        .startsWith("forth would make a loop");
  }

  @Test
  void anIntegrationMayDeriveWhatItsContractMarksAsTheHubsWherePeopleOwnTheRest()
      throws IOException {
    flow("forth", ONE, ONE);
    contract("people");

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops()).isEmpty();
    Hub.check(home, settings());

    flow("back", ONE, ONE);
    assertThat(new DataFlow(home.resolve("routes"), settings()).loops())
        .as("two that write there are still refused")
        .anyMatch(it -> it.contains("both write to the data source " + ONE));
    environment.put("BACK_ENABLED", "false");
    contract("hub");
    assertThat(new DataFlow(home.resolve("routes"), settings()).loops())
        .as("nothing is left to people")
        .hasSize(1);
  }

  private void contract(String owner) throws IOException {
    Files.writeString(
        home.resolve("routes/contracts/forth.yaml"),
        """
        name: forth
        data-source-setting: forth.to
        owner: %s
        properties:
          Name: {type: title}
          Score: {type: number, owner: hub}
          External ID: {type: rich_text, key: true, owner: hub}
        """
            .formatted(owner));
  }

  @Test
  void aChainIsNoLoop() {
    flow("forth", ONE, TWO);
    flow("back", TWO, THREE);

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops()).isEmpty();
    Hub.check(home, settings());
  }

  @Test
  void anIntegrationThatIsSwitchedOffMakesNoLoop() {
    flow("forth", ONE, TWO);
    flow("back", TWO, ONE);
    environment.put("BACK_ENABLED", "false");

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops()).isEmpty();
  }

  @Test
  void optionsInAnAddressCountToo() throws IOException {
    flow("forth", ONE, TWO);
    flow("back", TWO, ONE);
    Path file = home.resolve("routes/back.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: back
            from:
              uri: kamelet:notion-changes-source?integration=back&dataSource={{back.from}}
              steps:
                - to: kamelet:notion-upsert-sink?contract=back&dataSource={{back.to}}
        """);

    assertThat(new DataFlow(home.resolve("routes"), settings()).loops())
        .singleElement()
        .asString()
        .contains("back and forth would make a loop");
  }

  @Test
  void whatPeopleOwnInASourceIsNotWrittenUnderAnotherContract() throws IOException {
    flow("forth", ONE, TWO);
    flow("back", TWO, THREE);
    Files.writeString(
        home.resolve("routes/contracts/notes.yaml"),
        """
        name: notes
        data-source-setting: back.from
        owner: people
        properties:
          Name: {type: title}
          External ID: {type: rich_text, key: true, owner: hub}
        """);

    assertThatThrownBy(() -> Hub.check(home, settings()))
        .isInstanceOf(Problems.class)
        .hasMessageContaining("forth would write \"Name\" into the data source " + TWO)
        .hasMessageContaining("which back reads")
        .hasMessageContaining("notes.yaml leaves that to people");

    Path notes = home.resolve("routes/contracts/notes.yaml");
    Files.writeString(notes, Files.readString(notes).replace("owner: people", "owner: hub"));
    Hub.check(home, settings());
  }

  @Test
  void whatIsNotSetYetIsNotTakenForTheSameDataSource() throws IOException {
    flow("forth", ONE, "");
    flow("back", "", THREE);
    Files.writeString(
        home.resolve("routes/contracts/notes.yaml"),
        """
        name: notes
        data-source-setting: back.from
        owner: people
        properties:
          Name: {type: title}
          External ID: {type: rich_text, key: true}
        """);

    assertThat(new SourceOwnership(home.resolve("routes"), settings()).problems()).isEmpty();
  }

  @Test
  void aSinkWhoseContractHasNoKeyIsRefused() throws IOException {
    flow("forth", ONE, TWO);
    Path contract = home.resolve("routes/contracts/forth.yaml");
    Files.writeString(
        contract, Files.readString(contract).replaceFirst("(?m)^ *External ID.*\\R", ""));

    assertThatThrownBy(() -> Hub.check(home, settings()))
        .isInstanceOf(Problems.class)
        .hasMessageContaining("forth writes under")
        .hasMessageContaining("forth.yaml, which has no key");
  }

  private Settings settings() {
    return new SettingsLoader(home, environment).load();
  }

  private void flow(String integration, String from, String to) {
    String prefix = integration.toUpperCase(java.util.Locale.ROOT);
    environment.put(prefix + "_ENABLED", "true");
    environment.put(prefix + "_FROM", from);
    environment.put(prefix + "_TO", to);
  }

  private void route(String integration) throws IOException {
    Files.writeString(
        home.resolve("routes/contracts").resolve(integration + ".yaml"),
        """
        name: %1$s
        data-source-setting: %1$s.to
        owner: hub
        properties:
          Name: {type: title}
          External ID: {type: rich_text, key: true}
        """
            .formatted(integration));
    Path properties = home.resolve("application.properties");
    Files.writeString(
        properties,
        Files.readString(properties)
            + "%s.from=unset\n%s.to=unset\n".formatted(integration, integration));
    Files.writeString(
        home.resolve("routes").resolve(integration + ".camel.yaml"),
        """
        - route:
            id: %1$s
            from:
              uri: kamelet:notion-changes-source
              parameters: {integration: %1$s, dataSource: "{{%1$s.from}}"}
              steps:
                - choice:
                    otherwise:
                      steps:
                        - to:
                            uri: kamelet:notion-upsert-sink
                            parameters: {contract: %1$s, dataSource: "{{%1$s.to}}"}
        """
            .formatted(integration));
  }
}
