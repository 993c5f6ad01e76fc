package caravan.bench;

import caravan.bench.JobCost.Spent;
import caravan.sandbox.RequestLog;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The sandbox that both sides work on: notes that both read, and a data source for issues of each
 * side's own, so that neither finds what the other wrote.
 */
final class BenchWorkspace implements AutoCloseable {

  static final String TEAM = "ENG";
  static final String PERSON = "person@example.com";

  /** How old everything is that was there before. */
  private static final Duration AGE = Duration.ofHours(2);

  /**
   * A page of 42 blocks: 30 on top, of which 3 have 4 inside, as the costs of other tools were
   * measured.
   */
  private static final String NOTE =
      "A line of the note.\n".repeat(27)
          + "<details>\n<summary>More</summary>\n\tone\n\ttwo\n\tthree\n\tfour\n</details>\n"
              .repeat(3);

  private final OffsetClock clock = new OffsetClock(Clock.systemUTC());
  private final NotionSandbox notion;
  private final LinearSandbox linear;
  private final Sandbox server;
  private final String person;
  private final String notes;
  private final String hubIssues;
  private final String naiveIssues;

  BenchWorkspace() {
    SandboxOptions options =
        SandboxOptions.defaults().toBuilder()
            .clock(clock)
            .indexLag(Duration.ZERO)
            .budgetRequests(JobCost.PER_MINUTE)
            .build();
    notion = new NotionSandbox(options);
    linear = new LinearSandbox(clock);
    server = Sandbox.start(options, notion, linear);
    person = notion.user("Person", PERSON);
    linear.workspace().addUser("Person", PERSON);
    linear.workspace().addTeam(TEAM, "Engineering");
    notes = notion.createDataSource("Notes", SchemaBuilder.titled("Name").build());
    hubIssues = issuesDataSource("Issues of the hub");
    naiveIssues = issuesDataSource("Issues of the naive pattern");
  }

  private String issuesDataSource(String title) {
    String[] states =
        linear.workspace().states().stream().map(state -> state.name()).toArray(String[]::new);
    String id =
        notion.createDataSource(
            title,
            SchemaBuilder.titled("Name")
                .options("Status", "select", states)
                .options("Priority", "select", "No priority", "Urgent", "High", "Medium", "Low")
                .plain("Owner", "people")
                .plain("Due Date", "date")
                .options("Labels", "multi_select")
                .plain("Estimate", "number")
                .plain("URL", "url")
                .plain("External ID", "rich_text")
                .build());
    // A relation to itself needs the id that only the finished data source has.
    ObjectNode parent = SchemaBuilder.titled("Name").relation("Parent", id).build();
    parent.remove("Name");
    notion.patchSchema(id, parent);
    return id;
  }

  /** Adds notes that were last edited two hours ago. */
  void addNotes(int count) {
    Instant then = clock.instant().minus(AGE);
    for (int i = 0; i < count; i++) {
      notion.createPage(notes, ValueBuilder.titled("Name", "Note " + i).build(), NOTE, then, then);
    }
  }

  /** Edits the body of one note. */
  void editNote() {
    notion.replaceBody(notion.pages(notes).get(0), "Edited.\n" + NOTE);
  }

  /** Adds rows to both data sources for issues that are nobody's issue. */
  void addOtherRows(int count) {
    Instant then = clock.instant().minus(AGE);
    for (int i = 0; i < count; i++) {
      ObjectNode row =
          ValueBuilder.titled("Name", "Row " + i).text("External ID", "other-" + i).build();
      notion.createPage(hubIssues, row, "", then, then);
      notion.createPage(naiveIssues, row, "", then, then);
    }
  }

  OffsetClock clock() {
    return clock;
  }

  NotionSandbox notion() {
    return notion;
  }

  LinearWorkspace linear() {
    return linear.workspace();
  }

  String url() {
    return server.url();
  }

  /** The id of the person whose address is {@link #PERSON}. */
  String person() {
    return person;
  }

  String notes() {
    return notes;
  }

  String hubIssues() {
    return hubIssues;
  }

  String naiveIssues() {
    return naiveIssues;
  }

  /** From now on Notion counts its budget in windows of that length. */
  void budgetWindow(Duration window) {
    server.options(server.options().toBuilder().budgetWindow(window).build());
  }

  void forgetRequests() {
    server.log().clear();
  }

  long requests() {
    return server.log().count("notion");
  }

  /** What was sent to Notion since {@link #forgetRequests}. */
  Spent spent() {
    RequestLog log = server.log();
    long beside =
        log.entries("notion").stream()
            .filter(entry -> entry.method().equals("GET"))
            .filter(entry -> entry.path().matches("/v1/(users|data_sources/[^/]+)"))
            .count();
    return new Spent(log.count("notion") - beside, beside, log.counts("notion").status429());
  }

  @Override
  public void close() {
    server.close();
  }
}
