package caravan.e2e;

import static caravan.e2e.Okrs.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.derive.DerivedFields;
import caravan.sandbox.FaultRule;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration okr-tracker promises. */
class OkrTrackerTest {

  @TempDir private Path folder;

  private Okrs okrs;

  @BeforeEach
  void open() {
    okrs = new Okrs(folder);
  }

  @AfterEach
  void close() {
    okrs.close();
  }

  @Test
  void progressAndHealthFollowTheNumbersAndNothingIsWrittenTwice() {
    String objective = okrs.objective("Grow");
    String sales = okrs.keyResult("Sell", objective, 20);
    String churn = okrs.keyResult(okrs.numbers("Churn", objective, 12, 2).number("Current", 7));
    okrs.start();
    RunReport first = okrs.poll();
    assertThat(first.state()).as(first.notes()).isEqualTo("done");
    assertThat(first.readCount()).isEqualTo(3);
    assertThat(okrs.progress(sales)).isEqualTo(0.2);
    assertThat(okrs.progress(churn)).isEqualTo(0.5);
    assertThat(okrs.progress(objective)).isEqualTo(0.35);
    assertThat(okrs.health(objective)).isEqualTo("At risk");
    assertThat(okrs.writes()).as("one for each page").hasSize(3);

    RunReport own = okrs.poll();
    assertThat(okrs.writes()).as("the hub's own writes").isEmpty();
    assertThat(own.unchangedCount()).isEqualTo(own.readCount());

    okrs.pass(Duration.ofMinutes(5));
    RunReport idle = okrs.poll();
    assertThat(okrs.hub().requests()).as("an idle poll").hasSize(2);
    assertThat(idle.readCount()).isZero();

    okrs.current(sales, 90);
    okrs.poll();
    assertThat(okrs.progress(sales)).isEqualTo(0.9);
    assertThat(okrs.progress(objective)).isEqualTo(0.7);
    assertThat(okrs.health(objective)).isEqualTo("On track");
    assertThat(okrs.writes()).as("only what changed").hasSize(2);
  }

  @Test
  void keyResultThatMovesLeavesBothObjectivesRight() {
    String from = okrs.objective("From");
    String to = okrs.objective("To");
    okrs.keyResult("Stays", from, 10);
    String moves = okrs.keyResult("Moves", from, 90);
    okrs.keyResult("There", to, 50);
    okrs.start();
    okrs.poll();
    assertThat(okrs.progress(from)).isEqualTo(0.5);
    assertThat(okrs.progress(to)).isEqualTo(0.5);

    okrs.edit(moves, ValueBuilder.values().references("Objective", "relation", to));
    okrs.poll();
    assertThat(okrs.progress(from)).isEqualTo(0.1);
    assertThat(okrs.health(from)).isEqualTo("Off track");
    assertThat(okrs.progress(to)).isEqualTo(0.7);

    okrs.edit(moves, ValueBuilder.values().references("Objective", "relation"));
    okrs.poll();
    assertThat(okrs.progress(moves)).as("of no objective").isEqualTo(0.9);
    assertThat(okrs.progress(to)).isEqualTo(0.5);
  }

  @Test
  void trashedKeyResultCountsNoMoreAndARestoredOneAgain() {
    okrs.hub().set("SYNC_SWEEP_CRON", "0 * * * * ?");
    String objective = okrs.objective("Grow");
    okrs.keyResult("Stays", objective, 20);
    String goes = okrs.keyResult("Goes", objective, 80);
    okrs.start();
    okrs.poll();
    assertThat(okrs.progress(objective)).isEqualTo(0.5);

    okrs.notion().trash(goes);
    sweep();
    assertThat(okrs.progress(objective)).isEqualTo(0.2);

    okrs.notion().restore(goes);
    sweep();
    assertThat(okrs.progress(objective)).isEqualTo(0.5);
  }

  /** Until a poll was followed by a sweep. */
  private void sweep() {
    okrs.pass(Duration.ofMinutes(3));
    RunReport swept = okrs.hub().pollAndAwait(NAME, "sweep");
    assertThat(swept.state()).as(swept.notes()).isEqualTo("done");
  }

  @Test
  void whatPeopleOverwriteIsPutRightAgain() {
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 50);
    okrs.start();
    okrs.poll();
    okrs.edit(
        objective,
        ValueBuilder.values().number("Progress", 1).option("Health", "select", "Off track"));
    okrs.edit(keyResult, ValueBuilder.values().empty("Progress", "number"));
    okrs.poll();
    assertThat(okrs.progress(objective)).isEqualTo(0.5);
    assertThat(okrs.health(objective)).isEqualTo("On track");
    assertThat(okrs.progress(keyResult)).isEqualTo(0.5);
    okrs.poll();
    assertThat(okrs.writes()).isEmpty();
  }

  /** What was delivered last is what the person wrote before, not what the hub wrote since. */
  @Test
  void whatAPersonWritesTheSameAgainBeforeTheNextPollIsPutRightAgain() {
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 50);
    okrs.start();
    okrs.poll();
    for (int i = 0; i < 2; i++) {
      okrs.pass(Duration.ofMinutes(1));
      okrs.edit(keyResult, ValueBuilder.values().number("Progress", 1));
      okrs.edit(objective, ValueBuilder.values().number("Progress", 1));
      okrs.poll();
      assertThat(okrs.progress(keyResult)).isEqualTo(0.5);
      assertThat(okrs.progress(objective)).isEqualTo(0.5);
    }
  }

  @Test
  void aDayThatGoesByChangesTheHealthWithoutAnEdit() {
    String objective = okrs.objective("Grow");
    okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.poll();
    assertThat(okrs.health(objective)).as("46 of 92 days").isEqualTo("On track");
    okrs.poll();
    okrs.pass(Duration.ofDays(1));
    okrs.poll();
    assertThat(okrs.health(objective)).as("47 of 92 days").isEqualTo("At risk");
    assertThat(okrs.writes()).hasSize(1);
    okrs.pass(Duration.ofDays(60));
    okrs.poll();
    assertThat(okrs.health(objective)).as("a quarter that is over").isEqualTo("Off track");
    assertThat(okrs.progress(objective)).isEqualTo(0.4);
  }

  @Test
  void theDayEndsInTheCompanysTimeZone() {
    okrs.hub().set("OKR_TRACKER_ZONE", "Pacific/Auckland");
    String objective = okrs.objective("Grow");
    okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.pass(Duration.ofHours(2)); // 12:00 UTC, the next day in Auckland
    okrs.poll();
    assertThat(okrs.health(objective)).isEqualTo("At risk");
  }

  @Test
  void whatCannotBeToldIsEmptyAndReported() {
    String empty = okrs.objective("Empty");
    String quarterless = okrs.objective("Quarterless", null);
    String odd = okrs.objective("Odd", "Q4 soon");
    String keyResult = okrs.keyResult("Fine", quarterless, 30);
    okrs.edit(
        keyResult, ValueBuilder.values().references("Objective", "relation", quarterless, odd));
    String blank = okrs.keyResult(okrs.numbers("Blank", odd, 0, 10));
    String nowhere = okrs.keyResult(okrs.numbers("Nowhere", odd, 5, 5).number("Current", 5));
    okrs.start();
    RunReport run = okrs.poll();
    assertThat(okrs.progress(empty)).isNull();
    assertThat(okrs.health(empty)).isNull();
    assertThat(okrs.progress(quarterless)).isEqualTo(0.3);
    assertThat(okrs.health(quarterless)).isNull();
    assertThat(okrs.progress(odd)).isEqualTo(0.3);
    assertThat(okrs.health(odd)).isNull();
    assertThat(okrs.progress(blank)).isNull();
    assertThat(okrs.progress(nowhere)).isNull();
    assertThat(run.notes()).contains("remarks on what was computed, see the log: 6");
    assertThat(remarks())
        .contains(
            "objective \"Empty\" has no key results",
            "objective \"Quarterless\" has no Quarter",
            "objective \"Odd\" has the Quarter \"Q4 soon\"",
            "key result \"Blank\" has no Current",
            "key result \"Nowhere\" has a Target that equals its Start");
    okrs.current(blank, 5);
    okrs.poll();
    assertThat(okrs.progress(blank)).isEqualTo(0.5);
    okrs.edit(blank, ValueBuilder.values().empty("Current", "number"));
    okrs.poll();
    assertThat(okrs.progress(blank)).as("a number that is gone").isNull();
  }

  @Test
  void weightsCountWhereThereIsSuchAProperty() {
    okrs.notion().patchSchema(okrs.keyResultsId(), weight());
    String objective = okrs.objective("Grow");
    okrs.keyResult(
        okrs.numbers("Heavy", objective, 0, 100).number("Current", 100).number("Weight", 3));
    okrs.keyResult("Light", objective, 0);
    okrs.start();
    okrs.poll();
    assertThat(okrs.progress(objective)).isEqualTo(0.75);
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode weight() {
    var weight = SchemaBuilder.titled("Name").plain("Weight", "number").build();
    weight.remove("Name");
    return weight;
  }

  @Test
  void moreKeyResultsThanNotionListsInAnObjectiveAllCount() {
    String objective = okrs.objective("Much to do");
    for (int i = 0; i < 30; i++) {
      okrs.keyResult("KR " + i, objective, i < 15 ? 0 : 100);
    }
    okrs.start();
    okrs.poll();
    assertThat(okrs.progress(objective)).isEqualTo(0.5);
  }

  @Test
  void aRestartForgetsAndRepeatsNothing() {
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.poll();
    okrs.restart();
    okrs.poll();
    assertThat(okrs.writes()).isEmpty();
    okrs.hub().stop();
    okrs.current(keyResult, 60);
    okrs.start();
    okrs.poll();
    assertThat(okrs.progress(keyResult)).isEqualTo(0.6);
    assertThat(okrs.progress(objective)).isEqualTo(0.6);
  }

  @Test
  void writesThatNotionRefusedAreMadeLater() {
    CaravanHome.withNotionRepeatsAtOnce(okrs.hub().home());
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.poll();
    okrs.current(keyResult, 80);
    okrs.hub()
        .sandbox()
        .server()
        .faults()
        .add(FaultRule.status(500).on("notion", "PATCH", "/v1/pages/.*"));
    RunReport broken = okrs.poll();
    assertThat(broken.notes()).contains("pages whose computed values could not be written: 2");
    assertThat(okrs.progress(keyResult)).isEqualTo(0.4);
    okrs.hub().sandbox().server().faults().clear();
    okrs.poll();
    assertThat(okrs.progress(keyResult)).isEqualTo(0.8);
    assertThat(okrs.progress(objective)).isEqualTo(0.8);
  }

  @Test
  void driftOfAPropertyPausesBeforeAnythingIsWritten() {
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.poll();
    okrs.current(keyResult, 80);
    okrs.notion().renameProperty(okrs.objectivesId(), "Progress", "Done");
    RunReport paused = okrs.poll();
    assertThat(paused.state()).as(paused.notes()).isEqualTo("paused");
    assertThat(paused.notes()).contains("is now named \"Done\"");
    assertThat(okrs.writes()).isEmpty();
    assertThat(okrs.progress(keyResult)).isEqualTo(0.4);
    okrs.notion().renameProperty(okrs.objectivesId(), "Done", "Progress");
    okrs.hub().hub().beans().contractWatch().checkNow("", okrs.objectivesId());
    RunReport goesOn = okrs.poll();
    assertThat(goesOn.state()).as(goesOn.notes()).isEqualTo("done");
    assertThat(okrs.progress(keyResult)).isEqualTo(0.8);
    assertThat(okrs.progress(objective)).isEqualTo(0.8);
  }

  @Test
  void aRollupInThePlaceOfTheNumberIsRefused() {
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 40);
    okrs.notion().deleteProperty(okrs.objectivesId(), "Progress");
    var rollup =
        SchemaBuilder.titled("Name")
            .rollup("Progress", "Key results", "Current", "average")
            .build();
    rollup.remove("Name");
    okrs.notion().patchSchema(okrs.objectivesId(), rollup);
    okrs.start();
    RunReport run = okrs.poll();
    assertThat(run.state()).as(run.notes()).isEqualTo("paused");
    assertThat(run.notes()).contains("Progress", "rollup");
    assertThat(okrs.writes()).isEmpty();
    assertThat(okrs.progress(keyResult)).isNull();
  }

  private String remarks() {
    DerivedFields fields =
        okrs.hub()
            .hub()
            .context()
            .getRegistry()
            .lookupByNameAndType("derivedFields", DerivedFields.class);
    return String.join("\n", fields.remarks(NAME));
  }
}
