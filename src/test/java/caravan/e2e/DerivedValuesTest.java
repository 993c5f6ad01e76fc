package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formulas and rollups: for people, and for routes only where the contract says so. */
class DerivedValuesTest {

  private static final String HIDDEN =
      """
      Name: {type: title}
      Half: {type: formula, required: false}
      """;
  private static final String ALLOWED =
      """
      Name: {type: title}
      Half: {type: formula, required: false, derived: allowed}
      Sum: {type: rollup, required: false, derived: allowed}
      """;

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private PropertiesHub hub;
  private String parts;
  private String wholes;

  @BeforeEach
  void twoDataSources(@TempDir Path folder) {
    hub = new PropertiesHub(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    parts =
        hub.notion()
            .createDataSource(
                "Parts", SchemaBuilder.titled("Name").plain("Count", "number").build());
    wholes =
        hub.notion()
            .createDataSource(
                "Wholes",
                SchemaBuilder.titled("Name")
                    .twoWay("Parts", parts, "Whole")
                    .plain("Half", "formula")
                    .rollup("Sum", "Parts", "Count", "sum")
                    .rollup("Names", "Parts", "Name", "show_original")
                    .build());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void start(String contract) {
    hub.reading(contract).start(wholes, PropertiesHub.IN);
  }

  /** A whole of that many parts, each counting one. */
  private String whole(int count) {
    String page = hub.notion().createPage(wholes, ValueBuilder.titled("Name", "whole").build(), "");
    for (int i = 0; i < count; i++) {
      hub.notion()
          .createPage(
              parts,
              ValueBuilder.titled("Name", "part " + i)
                  .number("Count", 1)
                  .references("Whole", "relation", page)
                  .build(),
              "");
    }
    fix(page, "Half", "number", "0.5");
    return page;
  }

  private void fix(String page, String property, String type, String value) {
    ObjectNode fixed = JsonNodeFactory.instance.objectNode().put("type", type);
    if (value == null) {
      fixed.putObject(type);
    } else {
      fixed.put(type, Double.parseDouble(value));
    }
    hub.notion().fixValue(page, property, fixed);
  }

  /** The row was read after its minute had closed, and the next poll meets it once more. */
  private void untilTheMinuteHasClosed() {
    clock.move(Duration.ofSeconds(50));
  }

  @Test
  void withoutTheContractsWordNoRouteSeesThem() {
    whole(2);
    start(HIDDEN);

    JsonNode item = hub.pollOne();

    assertThat(item.path("properties").has("Name")).isTrue();
    for (String derived : new String[] {"Half", "Sum", "Names"}) {
      assertThat(item.path("properties").has(derived)).as(derived).isFalse();
    }
    assertThat(item.path("derived").isArray() && item.path("derived").isEmpty()).isTrue();
  }

  @Test
  void withItARouteSeesThemMarked() {
    whole(2);
    start(ALLOWED);

    JsonNode item = hub.pollOne();

    assertThat(item.path("properties").path("Half").asDouble()).isEqualTo(0.5);
    assertThat(item.path("properties").path("Sum").asInt()).isEqualTo(2);
    assertThat(item.path("properties").has("Names")).as("the contract does not name it").isFalse();
    assertThat(item.path("derived")).hasToString("[\"Half\",\"Sum\"]");
  }

  @Test
  void recalculatedFormulaWakesOnlyARouteThatMaySeeIt() {
    String page = whole(2);
    untilTheMinuteHasClosed();
    start(HIDDEN);
    assertThat(hub.poll()).hasSize(1);
    fix(page, "Half", "number", "0.7");
    clock.move(Duration.ofSeconds(10));

    assertThat(hub.poll()).as("a route that can't see the formula").isEmpty();
    assertThat(hub.hub().runs(PropertiesHub.IN).get(0).unchangedCount())
        .as("though the row was met again")
        .isEqualTo(1);

    hub.hub().stop();
    start(ALLOWED);
    assertThat(hub.poll()).as("a route that can").hasSize(1);
    fix(page, "Half", "number", "0.9");
    clock.move(Duration.ofSeconds(5));
    assertThat(hub.pollOne().path("properties").path("Half").asDouble()).isEqualTo(0.9);
    assertThat(hub.poll()).isEmpty();
  }

  @Test
  void valueThatNotionDoesNotCalculateIsAbsentAndCounted() {
    String page = whole(2);
    fix(page, "Half", "unsupported", null);
    start(ALLOWED);

    JsonNode item = hub.pollOne();

    assertThat(item.path("properties").has("Half")).isFalse();
    assertThat(item.path("properties").path("Sum").asInt()).isEqualTo(2);
    assertThat(item.path("derived")).hasToString("[\"Sum\"]");
    assertThat(hub.notes()).contains("derived values that Notion did not calculate: 1");
  }

  @Test
  void valueThatNotionDoesNotCalculateIsNotCountedWhereNobodyMaySeeIt() {
    fix(whole(2), "Half", "unsupported", null);
    start(HIDDEN);

    hub.pollOne();

    assertThat(hub.notes()).doesNotContain("did not calculate");
  }

  @Test
  void rollupThatARowLeftIncompleteIsCalculatedToItsEnd() {
    String page = whole(3);
    fix(page, "Sum", "incomplete", null);
    start(ALLOWED);
    hub.hub().forgetRequests();

    JsonNode item = hub.pollOne();

    assertThat(item.path("properties").path("Sum").asInt()).isEqualTo(3);
    assertThat(hub.notes()).contains("properties completed beyond 25 references: 1");
    assertThat(hub.hub().requests()).as("the query and one property").hasSize(2);
  }

  @Test
  void rollupOverMoreThanTwentyFivePagesIsReadWholeAcrossItsPages() {
    whole(130);
    start(ALLOWED);
    hub.hub().forgetRequests();

    JsonNode item = hub.pollOne();

    assertThat(item.path("properties").path("Sum").asInt()).isEqualTo(130);
    assertThat(item.path("properties").path("Parts").path("pageIds"))
        .as("the contract does not name the relation, so it stays as the row had it")
        .hasSize(25);
    assertThat(item.path("properties").path("Parts").path("truncated").asBoolean()).isTrue();
    assertThat(hub.notes())
        .contains("properties completed beyond 25 references: 2")
        .contains("properties left cut, because the contract does not name them: 1");
    assertThat(hub.hub().requests())
        .as("the query, the formula, and two pages of the rollup")
        .hasSize(4);
  }
}
