package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.seed.SeedNote;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that Notion cuts is taken for the whole: rows beyond the cap, people beyond 25. */
class ReadingEverythingTest {

  private static final Instant LONG_AGO = Instant.parse("2026-01-05T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void rowsBeyondTheCapOfAQueryAreAllRead() {
    SandboxOptions capped = SandboxOptions.unlimited().toBuilder().rowCap(120).build();
    try (HubOnSandbox hub = new HubOnSandbox(folder, capped, List.of(), drafts(300, 1))) {
      hub.start(NOTES);

      RunReport run = hub.poll(NOTES);

      assertThat(run.state()).as(run.notes()).isEqualTo("done");
      // A window begins with the minute in which the one before it ended: its row is met twice and
      // counts once.
      assertThat(run.skippedCount()).isEqualTo(300);
      assertThat(run.readCount()).isEqualTo(300);
    }
  }

  @Test
  void aWindowThatCannotBeSplitIsALoudFailureAndTheWatermarkStays() {
    SandboxOptions capped = SandboxOptions.unlimited().toBuilder().rowCap(120).build();
    try (HubOnSandbox hub = new HubOnSandbox(folder, capped, List.of(), drafts(150, 0))) {
      hub.start(NOTES);

      RunReport run = hub.poll(NOTES);

      assertThat(run.state()).isEqualTo("failed");
      assertThat(run.complete()).isFalse();
      assertThat(run.notes()).contains("more rows were created in one minute");
      assertThat(hub.poll(NOTES).readCount()).as("the next poll starts there again").isPositive();
    }
  }

  @Test
  void peopleBeyondTwentyFiveAreCompletedAndCounted() {
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      String[] people = new String[30];
      for (int i = 0; i < people.length; i++) {
        people[i] = hub.sandbox().notion().user("Participant " + i, "p" + i + "@example.com");
      }
      hub.sandbox()
          .notion()
          .createPage(
              hub.sandbox().ids().meetingNotes(),
              ValueBuilder.titled("Name", "All hands")
                  .references("Participants", "people", people)
                  .option("Status", "status", "Final")
                  .build(),
              "What was said.",
              LONG_AGO,
              LONG_AGO);
      hub.start(NOTES);

      RunReport run = hub.poll(NOTES);

      assertThat(run.createdCount()).as(run.notes()).isEqualTo(1);
      assertThat(run.notes()).contains("properties completed beyond 25 references: 1");
      assertThat(hub.sandbox().messages())
          .singleElement()
          .satisfies(
              message ->
                  assertThat(message.blocks().toString())
                      .contains("Participant 0,", "Participant 24,", "Participant 29"));
    }
  }

  /** Drafts, each created so many minutes after the one before. */
  private static List<SeedNote> drafts(int count, int minutesApart) {
    List<SeedNote> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      notes.add(
          new SeedNote(
              "Note " + i,
              LocalDate.parse("2026-01-05"),
              "Planning",
              List.of(),
              "Draft",
              "Nothing yet.",
              LONG_AGO.plus(Duration.ofMinutes((long) i * minutesApart))));
    }
    return notes;
  }
}
