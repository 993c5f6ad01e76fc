package caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedIssues;
import caravan.demo.seed.SeedNote;
import caravan.demo.seed.SeedNotes;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.slack.SlackSandbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoWorkspaceTest {
  private final MovableClock clock = new MovableClock("2026-11-20T10:00:00Z");
  private final NotionSandbox notion =
      new NotionSandbox(SandboxOptions.unlimited().toBuilder().clock(clock).build());
  private final LinearSandbox linear = new LinearSandbox(clock);
  private final SlackSandbox slack = new SlackSandbox(clock);
  private final List<SeedIssue> issues = SeedIssues.asOf(clock.instant());
  private final List<SeedNote> notes = SeedNotes.asOf(clock.instant());
  private DemoWorkspace.Ids ids;

  @BeforeEach
  void fill() {
    ids = new DemoWorkspace(notion, linear, slack).fill(issues, notes);
  }

  @Test
  void linearHoldsEveryIssueAsItWasSeeded() {
    assertThat(linear.workspace().issues()).hasSameSizeAs(issues);
    for (SeedIssue issue : issues) {
      LinearIssue found = linear.workspace().issue(issue.id()).orElseThrow();
      assertThat(found.title()).isEqualTo(issue.title());
      assertThat(found.description()).isEqualTo(issue.description());
      assertThat(found.updatedAt()).isEqualTo(issue.updatedAt());
      assertThat(found.parentId()).isEqualTo(issue.parentId());
    }
  }

  @Test
  void theDataSourceForIssuesFitsItsContract() {
    JsonNode properties = notion.dataSource(ids.linearIssues()).path("properties");

    assertThat(types(properties))
        .containsExactlyInAnyOrder(
            "Name: title",
            "Status: select",
            "Priority: select",
            "Owner: people",
            "Due Date: date",
            "Labels: multi_select",
            "Estimate: number",
            "Parent: relation",
            "URL: url",
            "External ID: rich_text");
    assertThat(properties.at("/Parent/relation/data_source_id").asText())
        .isEqualTo(ids.linearIssues());
    assertThat(notion.pages(ids.linearIssues())).isEmpty();
  }

  @Test
  void theMeetingNotesFitTheirContractAndKeepTheirText() {
    JsonNode properties = notion.dataSource(ids.meetingNotes()).path("properties");

    assertThat(types(properties))
        .containsExactlyInAnyOrder(
            "Name: title", "Date: date", "Type: select", "Participants: people", "Status: status");
    assertThat(properties.at("/Status/status/options").findValuesAsText("name"))
        .containsExactly("Draft", "In review", "Final");
    List<String> pages = notion.pages(ids.meetingNotes());
    assertThat(pages).hasSameSizeAs(notes);
    for (int i = 0; i < pages.size(); i++) {
      ObjectNode page = notion.page(pages.get(i));
      SeedNote note = notes.get(i);
      assertThat(page.at("/properties/Name/title/0/plain_text").asText()).isEqualTo(note.name());
      assertThat(page.at("/properties/Status/status/name").asText()).isEqualTo(note.status());
      assertThat(page.at("/properties/Participants/people")).hasSameSizeAs(note.participants());
      assertThat(page.path("last_edited_time").asText())
          .startsWith(note.editedAt().toString().substring(0, 16));
      assertThat(notion.body(pages.get(i))).contains("## Decisions", "- [ ] ");
    }
  }

  private static List<String> types(JsonNode properties) {
    List<String> types = new ArrayList<>();
    properties
        .properties()
        .forEach(
            entry -> types.add(entry.getKey() + ": " + entry.getValue().path("type").asText()));
    return types;
  }

  @Test
  void everyEditChangesExactlyOneThingAndSaysWhich() {
    DemoEdits edits = new DemoEdits(notion, linear, ids);
    Random random = new Random(7);
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      clock.move(Duration.ofSeconds(20));
      int before = versions();

      String said = edits.editSomething(random);

      kinds.add(said.replaceAll("\".*\"", "").replaceAll("ENG-\\d+", ""));
      assertThat(versions()).as(said).isGreaterThan(before);
    }
    assertThat(kinds).anyMatch(kind -> kind.contains("new remark"));
    assertThat(kinds).anyMatch(kind -> kind.contains("new action item"));
    assertThat(kinds).anyMatch(kind -> kind.contains("is now Final"));
    assertThat(kinds).anyMatch(kind -> kind.contains("now has priority"));
  }

  private int versions() {
    int linearVersions =
        linear.workspace().issues().stream()
            .mapToInt(issue -> linear.workspace().history(issue.id()).size())
            .sum();
    int notionVersions =
        notion.pages(ids.meetingNotes()).stream()
            .mapToInt(page -> notion.history(page).size())
            .sum();
    return linearVersions + notionVersions;
  }
}
