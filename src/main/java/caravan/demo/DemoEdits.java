package caravan.demo;

import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearState;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** What people do while the demo runs: now and then an issue or a meeting note changes. */
public final class DemoEdits {
  private static final List<String> REMARKS =
      List.of(
          "It happened again this morning.",
          "A customer asked for the date.",
          "The load test is booked.",
          "See [the notes](https://example.com/notes/latest).");

  private final NotionSandbox notion;
  private final LinearSandbox linear;
  private final DemoWorkspace.Ids ids;

  public DemoEdits(NotionSandbox notion, LinearSandbox linear, DemoWorkspace.Ids ids) {
    this.notion = notion;
    this.linear = linear;
    this.ids = ids;
  }

  /** Changes one issue or, one time in three, one meeting note; says in a sentence what it did. */
  public String editSomething(Random random) {
    List<String> notes = notion.pages(ids.meetingNotes());
    return notes.isEmpty() || random.nextInt(3) > 0
        ? editIssue(random)
        : editNote(notes.get(random.nextInt(notes.size())), random);
  }

  private String editIssue(Random random) {
    LinearWorkspace workspace = linear.workspace();
    List<LinearIssue> issues =
        workspace.issues().stream().filter(issue -> issue.archivedAt() == null).toList();
    LinearIssue issue = issues.get(random.nextInt(issues.size()));
    String what = issue.identifier() + " \"" + issue.title() + "\"";
    switch (random.nextInt(3)) {
      case 0 -> {
        List<LinearState> states = workspace.states();
        String state = states.get(random.nextInt(states.size())).name();
        workspace.updateIssue(issue.id(), draft -> draft.state(state));
        return "Linear: " + what + " is now " + state;
      }
      case 1 -> {
        LinearIssue changed =
            workspace.updateIssue(issue.id(), draft -> draft.priority((issue.priority() + 1) % 5));
        return "Linear: " + what + " now has priority " + changed.priorityLabel();
      }
      default -> {
        String remark = REMARKS.get(random.nextInt(REMARKS.size()));
        String before = issue.description() == null ? "" : issue.description() + "\n\n";
        workspace.updateIssue(issue.id(), draft -> draft.description(before + remark));
        return "Linear: " + what + " has a new remark";
      }
    }
  }

  private String editNote(String pageId, Random random) {
    ObjectNode page = notion.page(pageId);
    String name = page.at("/properties/Name/title/0/plain_text").asText();
    String status = page.at("/properties/Status/status/name").asText();
    if (!status.equals("Final")) {
      notion.editProperties(
          pageId, ValueBuilder.values().option("Status", "status", "Final").build());
      return "Notion: \"" + name + "\" is now Final";
    }
    String remark = REMARKS.get(random.nextInt(REMARKS.size()));
    notion.replaceBody(pageId, notion.body(pageId) + "\n- [ ] Answer this: " + remark);
    return "Notion: \"" + name + "\" has a new action item";
  }
}
