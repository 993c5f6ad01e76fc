package caravan.e2e;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A hub with objectives and key results in Notion's sandbox; half of 2026-Q4 is gone. */
final class Okrs implements AutoCloseable {

  static final String NAME = "okr-tracker";
  static final String QUARTER = "2026-Q4";

  private static final String NEVER = "0 0 0 1 1 ? 2099";

  private final Clock clock;
  private final HubOnSandbox hub;
  private final String objectives;
  private final String keyResults;

  /** At a time that the test moves: ten o'clock of the Monday in the middle of the quarter. */
  Okrs(Path folder) {
    this(folder, new MovableClock("2026-11-16T10:00:30Z"));
  }

  Okrs(Path folder, Clock clock) {
    this.clock = clock;
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    objectives = notion().createDataSource("Objectives", objectives());
    keyResults = notion().createDataSource("Key results", keyResults(objectives));
    hub.set("OKR_TRACKER_OBJECTIVES_DATA_SOURCE", objectives)
        .set("OKR_TRACKER_KEY_RESULTS_DATA_SOURCE", keyResults)
        .set("OKR_TRACKER_CRON", NEVER);
  }

  private static ObjectNode objectives() {
    return SchemaBuilder.titled("Name")
        .plain("Owner", "people")
        .options("Quarter", "select", QUARTER, "2026-Q3", "Q4 soon")
        .plain("Progress", "number")
        .options("Health", "select", "On track", "At risk", "Off track")
        .build();
  }

  /** The objectives list their key results as well, as they do in Notion. */
  private static ObjectNode keyResults(String objectives) {
    return SchemaBuilder.titled("Name")
        .twoWay("Objective", objectives, "Key results")
        .plain("Start", "number")
        .plain("Target", "number")
        .plain("Current", "number")
        .plain("Progress", "number")
        .build();
  }

  Okrs start() {
    hub.start(NAME);
    return this;
  }

  Okrs restart() {
    hub.stop();
    return start();
  }

  HubOnSandbox hub() {
    return hub;
  }

  NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  Clock clock() {
    return clock;
  }

  void pass(Duration time) {
    ((MovableClock) clock).move(time);
  }

  String objectivesId() {
    return objectives;
  }

  String keyResultsId() {
    return keyResults;
  }

  String objective(String name) {
    return objective(name, QUARTER);
  }

  /**
   * @param quarter null for none
   */
  String objective(String name, String quarter) {
    ValueBuilder values = ValueBuilder.titled("Name", name);
    if (quarter != null) {
      values.option("Quarter", "select", quarter);
    }
    return notion().createPage(objectives, values.build(), "");
  }

  /** A key result on its way from 0 to 100. */
  String keyResult(String name, String objective, double current) {
    return keyResult(numbers(name, objective, 0, 100).number("Current", current));
  }

  String keyResult(ValueBuilder values) {
    return notion().createPage(keyResults, values.build(), "");
  }

  ValueBuilder numbers(String name, String objective, double start, double target) {
    return ValueBuilder.titled("Name", name)
        .references("Objective", "relation", objective)
        .number("Start", start)
        .number("Target", target);
  }

  void edit(String page, ValueBuilder values) {
    notion().editProperties(page, values.build());
  }

  void current(String keyResult, double current) {
    edit(keyResult, ValueBuilder.values().number("Current", current));
  }

  /** A page's progress; null if it is empty. */
  Double progress(String page) {
    JsonNode number = value(page, "Progress").path("number");
    return number.isNumber() ? number.asDouble() : null;
  }

  /** An objective's health; null if it is empty. */
  String health(String objective) {
    return value(objective, "Health").at("/select/name").asText(null);
  }

  private JsonNode value(String page, String property) {
    return notion().page(page).path("properties").path(property);
  }

  /** In a minute of its own: Notion's times do not tell two edits of one minute apart. */
  RunReport poll() {
    pass(Duration.ofMinutes(2));
    hub.forgetRequests();
    return hub.poll(NAME);
  }

  /** What the last poll changed in Notion. */
  List<String> writes() {
    return hub.requests().stream()
        .filter(it -> !it.startsWith("GET ") && !it.endsWith("/query"))
        .toList();
  }

  @Override
  public void close() {
    hub.close();
  }
}
