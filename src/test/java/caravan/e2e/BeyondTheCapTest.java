package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.seed.SeedNote;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code caravan.bench.ScaleBench} measures with 12,000 rows and a cap of 10,000, exact at a
 * cap that keeps it quick: Notion ends each answer at 150 rows.
 */
class BeyondTheCapTest {

  private static final int CAP = 150;
  private static final Instant LONG_AGO = Instant.parse("2026-01-05T08:00:00Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void everyRowArrivesOnceHoweverOftenTheAnswerIsCapped() {
    List<SeedNote> notes = IntStream.range(0, 500).mapToObj(BeyondTheCapTest::note).toList();
    hub = new HubOnSandbox(folder, capped(), List.of(), notes);
    hub.start(NOTES);

    RunReport run = hub.poll(NOTES);

    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    assertThat(run.complete()).isTrue();
    assertThat(run.createdCount()).isEqualTo(500);
    assertThat(run.failedCount() + run.skippedCount() + run.updatedCount()).isZero();
    assertThat(hub.sandbox().messages())
        .extracting(message -> message.text())
        .hasSize(500)
        .doesNotHaveDuplicates();
  }

  @Test
  void issuesWhoseRowsLieBeyondTheCapAreKnownAndNoneIsCreatedTwice() {
    hub = new HubOnSandbox(folder, capped());
    List<LinearIssue> issues = hub.sandbox().createIssues(200);
    // Every fifth row belongs to an issue, the last one among them.
    for (int row = 0; row < 500; row++) {
      boolean known = row % 5 == 4;
      row(row, known ? issues.get(row / 5).id() : "other-" + row, LONG_AGO.plus(minutes(row)));
    }
    hub.start(ISSUES);

    RunReport run = hub.poll(ISSUES);

    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    assertThat(run.updatedCount()).isEqualTo(100);
    assertThat(run.createdCount()).isEqualTo(100);
    assertThat(hub.sandbox().notion().counts(hub.sandbox().ids().linearIssues(), "External ID"))
        .hasSize(600)
        .allSatisfy((id, pages) -> assertThat(pages).as(id).isEqualTo(1));
  }

  @Test
  void rowsThatCannotAllBeListedStopTheRunBeforeItsFirstWriteAndAreAskedForOncePerRun() {
    hub = new HubOnSandbox(folder, capped());
    hub.sandbox().createIssues(20);
    for (int row = 0; row < CAP + 1; row++) {
      row(row, "other-" + row, LONG_AGO);
    }
    hub.start(ISSUES);

    RunReport run = hub.poll(ISSUES);

    assertThat(run.state()).isEqualTo("failed");
    assertThat(run.complete()).isFalse();
    assertThat(run.notes())
        .contains(
            "more rows were created in one minute (2026-01-05T08:00:00.000Z) than one query can list")
        .contains("nothing was written");
    assertThat(hub.requests()).as("the schema, two windows").hasSize(1 + 2 + 2);
    assertThat(hub.query("SELECT position FROM watermarks WHERE integration = '" + ISSUES + "'"))
        .as("the watermark")
        .isNull();
    assertThat(hub.query("SELECT COUNT(*) FROM learnt_targets")).isEqualTo("0");
    assertThat(hub.failures(ISSUES)).as("the records are not to blame").isZero();
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues())).hasSize(CAP + 1);

    hub.sandbox().notion().trash(hub.sandbox().notion().pages(dataSource()).get(0));
    RunReport mended = hub.poll(ISSUES);
    assertThat(mended.createdCount()).as(mended.notes()).isEqualTo(20);
  }

  @Test
  void aPollWhoseAnswerCannotBeCompletedFailsLoudlyAndItsWatermarkStays() {
    List<SeedNote> sameMinute =
        IntStream.range(0, CAP + 50)
            .mapToObj(
                i -> new SeedNote("Note " + i, day(), "Planning", List.of(), "Draft", "", LONG_AGO))
            .toList();
    hub = new HubOnSandbox(folder, capped(), List.of(), sameMinute);
    hub.start(NOTES);

    RunReport run = hub.poll(NOTES);

    assertThat(run.state()).isEqualTo("failed");
    assertThat(run.complete()).isFalse();
    assertThat(hub.query("SELECT position FROM watermarks WHERE integration = '" + NOTES + "'"))
        .isNull();
  }

  private static SandboxOptions capped() {
    return SandboxOptions.unlimited().toBuilder().rowCap(CAP).build();
  }

  private String dataSource() {
    return hub.sandbox().ids().linearIssues();
  }

  private void row(int number, String externalId, Instant created) {
    ValueBuilder values = ValueBuilder.titled("Name", "Row " + number);
    if (!externalId.isEmpty()) {
      values.text("External ID", externalId);
    }
    hub.sandbox().notion().createPage(dataSource(), values.build(), "", created, created);
  }

  private static SeedNote note(int number) {
    return new SeedNote(
        "Note " + number,
        day(),
        "Planning",
        List.of(),
        "Final",
        "Said.",
        LONG_AGO.plus(minutes(number)));
  }

  private static LocalDate day() {
    return LocalDate.parse("2026-01-05");
  }

  private static Duration minutes(int number) {
    return Duration.ofMinutes(number);
  }
}
