package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.changes.BodyPlan;
import caravan.render.AllowList;
import caravan.render.BodyFormat;
import caravan.render.ReadPath;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceParametersTest {

  @TempDir private Path home;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void aFolder() throws IOException {
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("application.properties"), "");
    environment.put("HANDBOOK_ENABLED", "true");
  }

  @Test
  void anIntegrationThatSaysNothingGetsTheUsualBlocksAsMarkdown() {
    route("parameters: {integration: handbook}");
    assertThat(read().plans()).containsEntry("handbook", BodyPlan.DEFAULT);
    route("parameters: {integration: handbook, blocks: \"\", bodyFormats: \" \"}");
    assertThat(read().plans()).containsEntry("handbook", BodyPlan.DEFAULT);
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void listsMayStandInTheParametersTheAddressOrTheSettings() {
    BodyPlan wanted = BodyPlan.of("default, bookmark", "html, text");
    assertThat(wanted.allowList().types())
        .containsAll(AllowList.DEFAULT.types())
        .contains("bookmark");
    assertThat(wanted.formats()).containsExactly(BodyFormat.HTML, BodyFormat.TEXT);
    assertThat(wanted.readPath()).isEqualTo(ReadPath.BLOCK_TREE);

    route(
        "parameters: {integration: handbook, blocks: \"default, bookmark\", bodyFormats: \"html, text\"}");
    assertThat(read().plans()).containsEntry("handbook", wanted);
    routeTo(
        "kamelet:notion-changes-source?integration=handbook&blocks=default,bookmark&bodyFormats=html%2Ctext");
    assertThat(read().plans()).containsEntry("handbook", wanted);
    environment.put("HANDBOOK_BLOCKS", "default, bookmark");
    route(
        "parameters: {integration: handbook, blocks: \"{{handbook.blocks}}\", bodyFormats: \"html,{{handbook.other:text}}\"}");
    assertThat(read().plans()).containsEntry("handbook", wanted);
  }

  @Test
  void wrongNamesAreRefusedBeforeTheStartWithFileAndWhatIsKnown() {
    route("parameters: {integration: handbook, blocks: \"paragraph, todo\"}");
    assertThatThrownBy(() -> Hub.check(home, settings()))
        .isInstanceOf(Problems.class)
        .hasMessageContaining(
            "routes/handbook.camel.yaml:5: notion-changes-source, blocks: \"todo\" is no type of Notion's blocks. Known: audio, ")
        .hasMessageContaining("to_do");
    route("parameters: {integration: handbook, bodyFormats: \"markdown, pdf\"}");
    assertThatThrownBy(() -> Hub.check(home, settings()))
        .isInstanceOf(Problems.class)
        .hasMessageContaining(
            "routes/handbook.camel.yaml:5: notion-changes-source, bodyFormats: \"pdf\" is no format of bodies. Known: markdown, html, text, headings, code.");
  }

  /** It would be taken for blank, and let through what nobody asked for. */
  @Test
  void aListInYamlsOwnFormIsRefused() {
    route("parameters: {integration: handbook, blocks: [paragraph]}");
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("routes/handbook.camel.yaml", "blocks", "one text with commas");
  }

  @Test
  void twoListsForOneIntegrationAreRefused() {
    String uses =
        """
        - route: {from: {uri: "kamelet:notion-changes-source?integration=handbook&blocks=paragraph", steps: []}}
        - route: {from: {uri: "kamelet:notion-changes-source?integration=handbook", steps: []}}
        """;
    write(uses);
    assertThat(read().problems()).singleElement().asString().contains("handbook", "used twice");
  }

  private void route(String parameters) {
    write(
        """
        - route:
            id: handbook
            from:
              uri: kamelet:notion-changes-source
              %s
              steps: []
        """
            .formatted(parameters));
  }

  private void routeTo(String uri) {
    write("- route: {id: handbook, from: {uri: \"%s\", steps: []}}\n".formatted(uri));
  }

  private void write(String yaml) {
    try {
      Files.writeString(home.resolve("routes/handbook.camel.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SourceParameters read() {
    return new SourceParameters(home.resolve("routes"), settings());
  }

  private Settings settings() {
    return new SettingsLoader(home, environment).load();
  }
}
