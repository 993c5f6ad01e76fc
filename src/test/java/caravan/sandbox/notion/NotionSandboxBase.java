package caravan.sandbox.notion;

import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A started sandbox with one data source of tasks, and a clock that stands still. */
abstract class NotionSandboxBase {

  final SettableClock clock = new SettableClock("2026-11-22T10:00:30.123Z");
  NotionSandbox notion;
  Sandbox sandbox;
  NotionClient client;
  String tasks;

  SandboxOptions options() {
    return SandboxOptions.unlimited().toBuilder()
        .clock(clock)
        .indexLag(Duration.ofSeconds(2))
        .build();
  }

  @BeforeEach
  void startSandbox() {
    notion = new NotionSandbox(options());
    sandbox = Sandbox.start(options(), notion);
    client = new NotionClient(sandbox.url() + "/notion", "2026-03-11");
    tasks =
        notion.createDataSource(
            "Tasks",
            SchemaBuilder.titled("Name")
                .options("Status", "status", "Not started", "In progress", "Done")
                .options("Priority", "select", "High", "Low")
                .options("Labels", "multi_select", "red", "blue")
                .plain("Owner", "people")
                .plain("Due", "date")
                .plain("Estimate", "number")
                .plain("URL", "url")
                .plain("Email", "email")
                .plain("Done", "checkbox")
                .plain("External ID", "rich_text")
                .plain("Edited", "last_edited_time")
                .plain("Number", "unique_id")
                .plain("Formula", "formula")
                .build());
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  /** Time passes until queries see what was written. */
  void settle() {
    clock.advance(Duration.ofSeconds(2));
  }

  String page(String title) {
    return notion.createPage(
        tasks, ValueBuilder.titled("Name", title).text("External ID", title).build(), "");
  }

  static String text(String content) {
    return "[{\"text\":{\"content\":\"" + content + "\"}}]";
  }
}
