package caravan.demo;

import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedNote;
import caravan.demo.seed.SeedPerson;
import caravan.sandbox.linear.IssueDraft;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackSandbox;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small company's Linear, Notion and Slack: fills a sandbox with people, issues and meeting
 * notes, and provisions the data sources that the contracts of linear-issues and meeting-notes ask
 * for.
 */
public final class DemoWorkspace {
  private static final String TEAM = "ENG";
  private static final String CHANNEL = "meeting-notes";

  private final NotionSandbox notion;
  private final LinearSandbox linear;
  private final SlackSandbox slack;

  public DemoWorkspace(NotionSandbox notion, LinearSandbox linear, SlackSandbox slack) {
    this.notion = notion;
    this.linear = linear;
    this.slack = slack;
  }

  /**
   * What the hub's settings need to know.
   *
   * @param linearIssues id of the Notion data source for linear-issues
   * @param meetingNotes id of the Notion data source of meeting-notes
   * @param slackChannel id of the Slack channel for meeting-notes
   * @param linearTeam key of the Linear team
   */
  public record Ids(
      String linearIssues, String meetingNotes, String slackChannel, String linearTeam) {}

  /** Fills an empty sandbox; once. */
  public Ids fill(List<SeedIssue> issues, List<SeedNote> notes) {
    LinearWorkspace workspace = linear.workspace();
    Map<String, String> people = new HashMap<>();
    for (SeedPerson person : SeedPerson.all()) {
      workspace.addUser(person.role(), person.email());
      if (person.inNotion()) {
        people.put(person.email(), notion.user(person.role(), person.email()));
      }
    }
    workspace.addTeam(TEAM, "Engineering");
    issues.forEach(issue -> workspace.createIssue(TEAM, draft -> copy(issue, draft)));
    String linearIssues = provisionLinearIssues();
    String meetingNotes = provisionMeetingNotes();
    notes.forEach(note -> add(meetingNotes, note, people));
    String channel = slack.workspace().addChannel(CHANNEL).id();
    return new Ids(linearIssues, meetingNotes, channel, TEAM);
  }

  private static void copy(SeedIssue issue, IssueDraft draft) {
    draft
        .id(issue.id())
        .title(issue.title())
        .description(issue.description())
        .priority(issue.priority())
        .estimate(issue.estimate())
        .dueDate(issue.dueDate())
        .state(issue.state())
        .assignee(issue.assignee())
        .labels(issue.labels())
        .parent(issue.parentId())
        .createdAt(issue.createdAt())
        .updatedAt(issue.updatedAt());
  }

  private String provisionLinearIssues() {
    String[] states =
        linear.workspace().states().stream().map(state -> state.name()).toArray(String[]::new);
    ObjectNode properties =
        SchemaBuilder.titled("Name")
            .options("Status", "select", states)
            .options("Priority", "select", "No priority", "Urgent", "High", "Medium", "Low")
            .plain("Owner", "people")
            .plain("Due Date", "date")
            .options("Labels", "multi_select")
            .plain("Estimate", "number")
            .plain("URL", "url")
            .plain("External ID", "rich_text")
            .build();
    String id = notion.createDataSource("Issues from Linear", properties);
    // A relation to itself needs the id that only the finished data source has.
    ObjectNode parent = SchemaBuilder.titled("Name").relation("Parent", id).build();
    parent.remove("Name");
    notion.patchSchema(id, parent);
    return id;
  }

  private String provisionMeetingNotes() {
    return notion.createDataSource(
        "Meeting notes",
        SchemaBuilder.titled("Name")
            .plain("Date", "date")
            .options(
                "Type",
                "select",
                "Planning",
                "Review",
                "Retrospective",
                "Incident",
                "Customer call")
            .plain("Participants", "people")
            .options("Status", "status", "Draft", "In review", "Final")
            .build());
  }

  private void add(String meetingNotes, SeedNote note, Map<String, String> people) {
    String[] participants = note.participants().stream().map(people::get).toArray(String[]::new);
    ObjectNode values =
        ValueBuilder.titled("Name", note.name())
            .date("Date", note.date().toString(), null)
            .option("Type", "select", note.type())
            .references("Participants", "people", participants)
            .option("Status", "status", note.status())
            .build();
    notion.createPage(
        meetingNotes,
        values,
        note.markdown(),
        note.editedAt().minus(Duration.ofHours(1)),
        note.editedAt());
  }
}
