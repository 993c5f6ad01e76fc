package caravan.demo;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A small company's editorial calendar: posts that are published, scheduled or not written yet, in
 * a data source as the contract of editorial-calendar asks for.
 */
final class DemoCalendar {

  /** How many pages it has. */
  static final int PAGES = 5;

  private static final String PICTURE = "seed/calendar/dunes.png";

  private final NotionSandbox notion;
  private final Instant now;

  DemoCalendar(NotionSandbox notion, Instant now) {
    this.notion = notion;
    this.now = now;
  }

  /** Fills a running sandbox, once; gives the id of the data source. */
  String fill() {
    String calendar =
        notion.createDataSource(
            "Editorial calendar",
            SchemaBuilder.titled("Name")
                .options("Status", "status", "Idea", "Draft", "Ready", "Scheduled", "Published")
                .plain("Publish Date", "date")
                .plain("Slug", "rich_text")
                .plain("Excerpt", "rich_text")
                .options("Tags", "multi_select", "How we work", "Reliability", "Release")
                .options("Category", "select", "News", "Guides")
                .build());
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    String picture = picture();
    String guide =
        page(
            calendar,
            guide("How we plan a week").text("Slug", "planning-a-week"),
            "Ready",
            "We plan on Mondays.\n\n![The road ahead]("
                + picture
                + ")\n\n- [x] Look back\n- [ ] Look ahead");
    notion.cover(guide, picture());
    page(
        calendar,
        guide("What a retry must not do")
            .options("Tags", "Reliability")
            .date("Publish Date", today.minusDays(3).toString(), null),
        "Published",
        "Never do a thing twice.\n\n```java\nif (unknown) {\n  lookUp();\n}\n```\n\n"
            + "![The same picture]("
            + picture
            + ")");
    page(
        calendar,
        ValueBuilder.titled("Name", "The release of the season")
            .text("Excerpt", "What is new")
            .option("Category", "select", "News")
            .options("Tags", "Release")
            .date("Publish Date", today.plusDays(20) + "T09:00:00+01:00", null),
        "Scheduled",
        "| What | Since |\n| --- | --- |\n| Posts | now |\n");
    page(calendar, guide("Half a thought"), "Draft", "Not yet.");
    page(calendar, ValueBuilder.titled("Name", "An idea"), "Idea", "");
    return calendar;
  }

  private static ValueBuilder guide(String name) {
    return ValueBuilder.titled("Name", name)
        .option("Category", "select", "Guides")
        .options("Tags", "How we work");
  }

  private String page(String calendar, ValueBuilder values, String status, String markdown) {
    return notion.createPage(calendar, values.option("Status", "status", status).build(), markdown);
  }

  private String picture() {
    try (InputStream stream = DemoCalendar.class.getResourceAsStream(PICTURE)) {
      return notion.files().upload("dunes.png", "image/png", stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(PICTURE + " cannot be read", e);
    }
  }
}
