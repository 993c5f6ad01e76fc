package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.incidents.Incident;
import caravan.settings.Problems;
import caravan.testing.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A route file with a mistake does not take the others down. */
class BrokenRouteTest {

  private static final String NOTES = "meeting-notes";
  private static final String FILE = "routes/meeting-notes.camel.yaml";

  @TempDir private Path home;

  @BeforeEach
  void project() {
    TestHub.copyProject(home);
  }

  @Test
  void theOthersRunOnAndTheMistakeIsToldEverywhereOnce() throws Exception {
    change(FILE, "kamelet:slack-message-sink", "kamelet:slack-mesage-sink");
    int line = lineOf(FILE, "slack-mesage-sink");

    try (TestHub hub = start()) {
      String reason = "%s:%d: there is no Kamelet \"slack-mesage-sink\"".formatted(FILE, line);
      assertThat(hub.context().getRoute("linear-issues")).as("the other one runs").isNotNull();
      assertThat(hub.context().getRoute("retries-linear-issues")).isNotNull();
      assertThat(hub.context().getRoutes()).noneMatch(it -> it.getId().contains(NOTES));
      IntegrationMXBean view = view(hub);
      assertThat(view.getState()).isEqualTo("refused");
      assertThat(view.getRefused()).startsWith(reason);
      assertThat(view.getNotes()).contains(reason);
      HealthCheck.Result health = health(hub, NOTES);
      assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
      assertThat(health.getMessage().orElseThrow()).startsWith(reason);
      List<Incident> open = hub.hub().beans().incidents().open();
      assertThat(open).singleElement().satisfies(it -> assertThat(it.line()).contains(reason));
      assertThatThrownBy(() -> hub.hub().pollNow(NOTES)).hasMessageContaining(reason);
    }

    change(FILE, "kamelet:slack-mesage-sink", "kamelet:slack-message-sink");
    try (TestHub hub = start()) {
      assertThat(view(hub).getState()).isEqualTo("waiting");
      assertThat(hub.hub().beans().incidents().open()).as("it is over").isEmpty();
    }
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "    id: meeting-notes\n", "    id: meeting-notes\n  - x: [\n", "no valid YAML"),
        Arguments.of("- setBody:", "- setBoddy:", "setBoddy"),
        Arguments.of(
            "        integration: meeting-notes\n",
            "        integration: meeting-notes\n        intervall: 3\n",
            "has no parameter \"intervall\""),
        Arguments.of("ref: records", "ref: recordz", "there is no bean \"recordz\""),
        Arguments.of(
            "{{meeting-notes.data-source}}",
            "{{meting-notes.data-source}}",
            "{{meting-notes.data-source}} is no setting"),
        Arguments.of(
            "        - to: direct:meeting-notes\n",
            "        - to: direct:meating-notes\n",
            "no route begins at direct:meating-notes"),
        Arguments.of(
            "        - to: direct:meeting-notes\n",
            "        - to: direct:meeting-notes\n        - to: {uri: \"http://127.0.0.1:1\", parameters: {throwExceptionOnFailur: false}}\n",
            "\"throwExceptionOnFailur\" is no option of http"),
        Arguments.of(
            "        - to: direct:meeting-notes\n",
            "        - to: direct:meeting-notes\n        - to: \"log:x?nothing=1\"\n",
            "nothing"),
        Arguments.of(
            "        - to: direct:meeting-notes\n",
            "        - to: direct:meeting-notes\n        - filter: {simple: \"${boddy}\", steps: [{log: x}]}\n",
            "boddy"),
        Arguments.of(
            "        - to: direct:meeting-notes\n",
            "        - to: direct:meeting-notes\n        - to: nosuchthing:x\n",
            "nosuchthing"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsRefusedWithFileLineAndReason(String right, String wrong, String reason)
      throws IOException {
    change(FILE, right, wrong);
    int line =
        lineOf(FILE, wrong.replace(right, "").strip().lines().findFirst().orElse(wrong).strip());

    List<String> sentences =
        Hub.tryRoutes(home, TestHub.settings(home, "http://127.0.0.1:1", Map.of()));

    assertThat(sentences).singleElement().asString().contains(reason);
    assertThat(sentences.get(0)).matches("(?s)routes/meeting-notes\\.camel\\.yaml:\\d+: .*");
    int told = Integer.parseInt(sentences.get(0).split(":")[1]);
    assertThat(told).as(sentences.get(0)).isBetween(line - 1, line + 2);
  }

  @Test
  void aRootThatIsAMapAndAnEmptyFileAreRefused() throws IOException {
    Files.writeString(home.resolve(FILE), "route:\n  id: x\n");
    assertThat(faults())
        .singleElement()
        .asString()
        .startsWith(FILE + ":1: the file has to be a list");
    Files.writeString(home.resolve(FILE), "");
    assertThat(faults()).singleElement().asString().startsWith(FILE + ":1: ");
  }

  @Test
  void aValueOutsideAnEnumIsRefused() throws IOException {
    change(
        "routes/linear-issues.camel.yaml",
        "onConflict: \"{{linear-issues.on-conflict}}\"",
        "onConflict: perhaps");
    assertThat(faults())
        .singleElement()
        .asString()
        .contains("linear-issues.camel.yaml", "perhaps", "overwrite");
  }

  @Test
  void aBrokenContractTakesDownItsOwnIntegrationOnly() throws IOException {
    change(
        "routes/contracts/linear-issues.yaml",
        "Estimate: {type: number}",
        "Estimate: {type: nummer}");
    try (TestHub hub = start()) {
      assertThat(view(hub, "linear-issues").getRefused()).contains("linear-issues.yaml:", "nummer");
      assertThat(view(hub).getState()).isEqualTo("waiting");
    }
  }

  @Test
  void aBrokenKameletTakesDownWhoUsesIt() throws IOException {
    change("routes/kamelets/slack-message-sink.kamelet.yaml", "template:", "tempLate:");
    try (TestHub hub = start()) {
      assertThat(view(hub).getRefused())
          .contains("routes/kamelets/slack-message-sink.kamelet.yaml:");
      assertThat(view(hub, "linear-issues").getState()).isEqualTo("waiting");
    }
  }

  @Test
  void aBrokenGatewayStopsTheStartWithFileAndLine() throws IOException {
    change("routes/system/notion-gateway.camel.yaml", "ref: notionCalls", "ref: notionCallz");
    assertThatThrownBy(this::start)
        .isInstanceOf(Problems.class)
        .hasMessageContaining("routes/system/notion-gateway.camel.yaml:")
        .hasMessageContaining("there is no bean \"notionCallz\"");
  }

  @Test
  void withNoIntegrationLeftNothingStarts() throws IOException {
    change(FILE, "ref: records", "ref: recordz");
    assertThatThrownBy(
            () ->
                TestHub.startAsItIs(
                        home,
                        "http://127.0.0.1:1",
                        Clock.systemUTC(),
                        Map.of("LINEAR_ISSUES_ENABLED", "false"))
                    .close())
        .isInstanceOf(Problems.class)
        .hasMessageContaining(FILE);
  }

  private List<String> faults() {
    return Hub.tryRoutes(home, TestHub.settings(home, "http://127.0.0.1:1", Map.of()));
  }

  private TestHub start() {
    return TestHub.startAsItIs(home, "http://127.0.0.1:1", Clock.systemUTC(), Map.of());
  }

  private static IntegrationMXBean view(TestHub hub) {
    return view(hub, NOTES);
  }

  private static IntegrationMXBean view(TestHub hub, String name) {
    return hub.hub().beans().views().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HealthCheck.Result health(TestHub hub, String name) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(hub.context());
    return registry.getCheck(name).orElseThrow().call();
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = home.resolve(file);
    String text = Files.readString(path, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(path, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private int lineOf(String file, String text) throws IOException {
    List<String> lines = Files.readAllLines(home.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text + " is not in " + file);
  }
}
