package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.derive.Derivation;
import caravan.derive.DeriveBeans;
import caravan.derive.Derived;
import caravan.derive.MirroredRow;
import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integration of two data sources that keeps a sum in one of them. */
class DerivedFieldsTest {

  private static final String SUMS = "team-sums";

  private static final String ROUTE =
      """
      - route:
          id: team-sums
          from:
            uri: kamelet:notion-changes-source
            parameters:
              integration: team-sums
              dataSource: "{{team-sums.teams.data-source}},{{team-sums.scores.data-source}}"
              trigger: "{{team-sums.trigger}}"
            steps:
              - to: direct:team-sums
      - route:
          id: team-sums-delivery
          from:
            uri: direct:team-sums
            steps:
              - setBody: {jq: {expression: "{externalId: .id, properties: (.properties // {}), deleted: (.deleted or .inTrash), version: .lastEdited}"}}
              - bean: {ref: records, method: "receive(*, 'team-sums')"}
              - idempotentConsumer:
                  idempotentRepository: "#latest"
                  completionEager: true
                  simple: "${variable.recordKey}"
                  steps:
                    - to: kamelet:derived-fields-sink
      """;

  private static final String TEAMS =
      """
      name: team-sums-teams
      data-source-setting: team-sums.teams.data-source
      properties:
        Name: {type: title}
        Sum: {type: number, owner: hub}
      """;

  private static final String SCORES =
      """
      name: team-sums-scores
      data-source-setting: team-sums.scores.data-source
      properties:
        Name: {type: title}
        Points: {type: number}
        Team: {type: relation, relation-to: team-sums-teams}
      """;

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;
  private HubOnSandbox hub;
  private String teams;
  private String scores;
  private String red;
  private String blue;

  /** A sum for each team; a team without scores has none. */
  private static final class Sums implements Derivation {
    @Override
    public Derived derive(List<MirroredRow> rows, Instant now) {
      Map<String, Map<String, Object>> wanted = new TreeMap<>();
      for (MirroredRow row : rows) {
        if (!row.values().has("Points")) {
          Map<String, Object> value = new TreeMap<>();
          value.put("Sum", null);
          wanted.put(row.id(), value);
        }
      }
      for (MirroredRow row : rows) {
        for (String team : row.pages("Team")) {
          Map<String, Object> value = wanted.get(team);
          if (value != null && row.number("Points").isPresent()) {
            BigDecimal before = (BigDecimal) value.get("Sum");
            BigDecimal points = row.number("Points").get();
            value.put("Sum", before == null ? points : before.add(points));
          }
        }
      }
      return new Derived(wanted, List.of());
    }
  }

  @BeforeEach
  void twoTeams() throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    Path routes = hub.home().resolve("routes");
    Files.writeString(routes.resolve("team-sums.camel.yaml"), ROUTE);
    Files.writeString(routes.resolve("contracts/team-sums-teams.yaml"), TEAMS);
    Files.writeString(routes.resolve("contracts/team-sums-scores.yaml"), SCORES);
    teams =
        notion()
            .createDataSource("Teams", SchemaBuilder.titled("Name").plain("Sum", "number").build());
    scores =
        notion()
            .createDataSource(
                "Scores",
                SchemaBuilder.titled("Name")
                    .plain("Points", "number")
                    .relation("Team", teams)
                    .build());
    red = notion().createPage(teams, ValueBuilder.titled("Name", "Red").build(), "");
    blue = notion().createPage(teams, ValueBuilder.titled("Name", "Blue").build(), "");
    hub.set("TEAM_SUMS_TEAMS_DATA_SOURCE", teams)
        .set("TEAM_SUMS_SCORES_DATA_SOURCE", scores)
        .set("TEAM_SUMS_CRON", "0 0 0 1 1 ? 2099")
        .set("SYNC_SWEEP_CRON", "0 30 3 * * ?");
    start();
  }

  private void start() {
    hub.start(SUMS);
    hub.hub().context().getRegistry().bind(DeriveBeans.nameOf(SUMS), new Sums());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void sumIsRightAfterEveryChangeAndOwnWritesCauseNone() {
    String first = score("One", 3, red);
    score("Two", 4, red);
    RunReport run = poll();
    assertThat(run.createdCount()).as(run.notes()).isEqualTo(4);
    assertThat(sum(red)).isEqualTo(7);
    assertThat(sum(blue)).isNull();
    assertThat(writes()).hasSize(1);

    hub.forgetRequests();
    RunReport own = poll();
    assertThat(own.updatedCount()).as("what the hub wrote itself").isZero();
    for (int i = 0; i < 3; i++) {
      poll();
    }
    assertThat(writes()).isEmpty();
    hub.forgetRequests();
    poll();
    assertThat(hub.requests()).as("an idle poll: one for each data source").hasSize(2);

    notion().editProperties(first, ValueBuilder.values().number("Points", 10).build());
    poll();
    assertThat(sum(red)).isEqualTo(14);

    notion()
        .editProperties(first, ValueBuilder.values().references("Team", "relation", blue).build());
    poll();
    assertThat(sum(red)).as("the team that it left").isEqualTo(4);
    assertThat(sum(blue)).isEqualTo(10);

    hub.stop();
    start();
    notion().editProperties(blue, ValueBuilder.values().number("Sum", 99).build());
    poll();
    assertThat(sum(blue)).as("what a person wrote over it").isEqualTo(10);
  }

  @Test
  void scoreInTheTrashCountsNoMoreAndARestoredOneDoes() {
    String one = score("One", 3, red);
    String two = score("Two", 4, red);
    poll();
    for (int i = 0; i < 3; i++) {
      poll();
    }
    notion().trash(one);
    clock.move(Duration.ofDays(1));
    hub.pollAndAwait(SUMS, "sweep");
    poll();
    assertThat(sum(red)).isEqualTo(4);

    notion().trash(two);
    notion().restore(one);
    clock.move(Duration.ofDays(1));
    hub.pollAndAwait(SUMS, "sweep");
    poll();
    assertThat(sum(red)).isEqualTo(3);
  }

  @Test
  void failedWriteIsMadeUpForByTheNextRun() {
    score("One", 3, red);
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(404)
                .withBody("no JSON")
                .on("notion", "PATCH", "/v1/pages/.*")
                .times(1));
    poll();
    assertThat(sum(red)).isNull();
    assertThat(hub.runs(SUMS).get(0).notes())
        .contains("pages whose computed values could not be written");

    hub.sandbox().server().faults().clear();
    poll();
    assertThat(sum(red)).isEqualTo(3);
  }

  @Test
  void driftOfTheSumStopsBeforeAnythingIsWritten() {
    score("One", 3, red);
    poll();
    notion().renameProperty(teams, "Sum", "Total");
    score("Two", 4, red);
    hub.forgetRequests();
    RunReport run = poll();
    assertThat(run.state()).isEqualTo("paused");
    assertThat(writes()).isEmpty();

    notion().renameProperty(teams, "Total", "Sum");
    hub.hub().beans().settings();
    assertThat(notion().page(red).path("properties").has("Sum")).isTrue();
  }

  private RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    return hub.poll(SUMS);
  }

  private String score(String name, double points, String team) {
    return notion()
        .createPage(
            scores,
            ValueBuilder.titled("Name", name)
                .number("Points", points)
                .references("Team", "relation", team)
                .build(),
            "");
  }

  private Double sum(String team) {
    var value = notion().page(team).path("properties").path("Sum").path("number");
    return value.isNumber() ? value.asDouble() : null;
  }

  private List<String> writes() {
    return hub.requests().stream().filter(request -> request.startsWith("PATCH")).toList();
  }

  private NotionSandbox notion() {
    return hub.sandbox().notion();
  }
}
