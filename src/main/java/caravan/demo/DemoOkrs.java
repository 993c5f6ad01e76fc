package caravan.demo;

import caravan.okr.Quarter;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * A small company's objectives and key results of the current quarter, in data sources as the
 * contracts of okr-tracker ask for.
 */
final class DemoOkrs {

  /** How many pages they are. */
  static final int PAGES = 9;

  private final NotionSandbox notion;
  private final String quarter;

  DemoOkrs(NotionSandbox notion, Instant now) {
    this.notion = notion;
    this.quarter = Quarter.of(LocalDate.ofInstant(now, ZoneOffset.UTC)).toString();
  }

  /** Fills a running sandbox, once; gives the settings of okr-tracker as environment variables. */
  Map<String, String> fill() {
    String objectives =
        notion.createDataSource(
            "Objectives",
            SchemaBuilder.titled("Name")
                .plain("Owner", "people")
                .options("Quarter", "select", quarter)
                .plain("Progress", "number")
                .options("Health", "select", "On track", "At risk", "Off track")
                .build());
    String keyResults =
        notion.createDataSource(
            "Key results",
            SchemaBuilder.titled("Name")
                .twoWay("Objective", objectives, "Key results")
                .plain("Start", "number")
                .plain("Target", "number")
                .plain("Current", "number")
                .plain("Weight", "number")
                .plain("Progress", "number")
                .build());
    String reliable = objective(objectives, "Customers can rely on us");
    String known = objective(objectives, "More teams know us");
    objective(objectives, "Hiring is easy");
    keyResult(keyResults, reliable, "Incidents a month", 12, 2, 5);
    keyResult(keyResults, reliable, "Answers within an hour, in percent", 60, 95, 92);
    keyResult(keyResults, reliable, "Restores that were rehearsed", 0, 4, 4);
    keyResult(keyResults, known, "Sign-ups a week", 200, 500, 245);
    keyResult(keyResults, known, "Talks given", 0, 6, 1);
    notion.createPage(
        keyResults,
        ValueBuilder.titled("Name", "Articles that others link to")
            .references("Objective", "relation", known)
            .number("Start", 0)
            .number("Target", 10)
            .build(),
        "Nobody has counted yet.");
    return Map.of(
        "OKR_TRACKER_ENABLED",
        "true",
        "OKR_TRACKER_OBJECTIVES_DATA_SOURCE",
        objectives,
        "OKR_TRACKER_KEY_RESULTS_DATA_SOURCE",
        keyResults);
  }

  private String objective(String objectives, String name) {
    return notion.createPage(
        objectives,
        ValueBuilder.titled("Name", name).option("Quarter", "select", quarter).build(),
        "");
  }

  private void keyResult(
      String keyResults, String objective, String name, double start, double target, double now) {
    notion.createPage(
        keyResults,
        ValueBuilder.titled("Name", name)
            .references("Objective", "relation", objective)
            .number("Start", start)
            .number("Target", target)
            .number("Current", now)
            .build(),
        "");
  }
}
