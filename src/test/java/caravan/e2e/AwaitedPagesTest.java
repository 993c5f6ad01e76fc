package caravan.e2e;

import static caravan.e2e.Staff.member;
import static caravan.e2e.Staff.team;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relations to pages that somebody else creates, some time. */
class AwaitedPagesTest {

  private static final String QUERY = "POST /v1/data_sources/ID/query";
  private static final String SCHEMA = "GET /v1/data_sources/ID";
  private static final String SET = "PATCH /v1/pages/ID";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private Staff staff;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    staff = new Staff(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    staff.set("CONTRACT_CHECK_INTERVAL", "100h");
  }

  @AfterEach
  void close() {
    staff.close();
  }

  @Test
  void aPageThatAPersonCreatesLaterIsFoundByItsExternalIdAtAGrowingPace() {
    staff.start();
    RunReport first = staff.run(member("ann").related("Offices", "oslo"));
    assertThat(first.notes()).contains("relations waiting for their pages: 1");
    assertThat(staff.requests()).as("learnt in vain, looked up in vain").containsEntry(QUERY, 3L);
    assertThat(lookUpsAfter(Duration.ofSeconds(59))).isZero();
    assertThat(lookUpsAfter(Duration.ofSeconds(1))).as("after a minute").isEqualTo(1);
    assertThat(lookUpsAfter(Duration.ofSeconds(119))).isZero();
    assertThat(lookUpsAfter(Duration.ofSeconds(1))).as("after two").isEqualTo(1);

    String oslo = staff.office("oslo");
    staff.forgetRequests();
    assertThat(staff.run().notes()).contains("relations waiting for their pages: 1");
    clock.move(Duration.ofMinutes(4));
    RunReport found = staff.run();

    assertThat(staff.requests()).containsExactlyInAnyOrderEntriesOf(Map.of(QUERY, 1L, SET, 1L));
    assertThat(found.notes())
        .contains("relations set in a second pass: 1")
        .doesNotContain("waiting for their pages");
    assertThat(staff.memberRelation("ann", "Offices")).containsExactly(oslo);
  }

  @Test
  void whatIsNeverCreatedIsLookedUpOnceADayInTheEnd() {
    staff.start();
    staff.run(member("ann").related("Offices", "never"));
    int lookUps = 0;
    for (int hour = 0; hour < 24 * 20; hour++) {
      lookUps += lookUpsAfter(Duration.ofHours(1));
    }
    assertThat(lookUps).isBetween(20, 30);
  }

  @Test
  void whatWaitsSurvivesARestart() {
    staff.start();
    staff.run(member("ann").related("Offices", "oslo").related("Teams", "red"));
    staff.hub().stop();
    String oslo = staff.office("oslo");
    clock.move(Duration.ofMinutes(2));
    staff.start();
    staff.forgetRequests();

    staff.run();

    assertThat(staff.requests())
        .as("two data sources are looked through; the schemas are read anew")
        .containsExactlyInAnyOrderEntriesOf(Map.of(SCHEMA, 2L, QUERY, 2L, SET, 1L));
    assertThat(staff.memberRelation("ann", "Offices")).containsExactly(oslo);
    staff.run(team("red"));
    assertThat(staff.memberRelation("ann", "Teams")).hasSize(1);
  }

  @Test
  void twoHundredAndFiftyAwaitedPagesAreThreeQueries() {
    staff.start();
    staff.run(
        IntStream.range(0, 25)
            .mapToObj(
                m ->
                    member("m" + m)
                        .related(
                            "Offices",
                            IntStream.range(0, 10)
                                .mapToObj(o -> "office-" + (m * 10 + o))
                                .toArray(String[]::new)))
            .toArray(Staff.Item[]::new));
    for (int office = 0; office < 250; office++) {
      staff.office("office-" + office);
    }
    clock.move(Duration.ofMinutes(1));
    staff.forgetRequests();

    RunReport run = staff.run();

    assertThat(staff.requests()).containsExactlyInAnyOrderEntriesOf(Map.of(QUERY, 3L, SET, 25L));
    assertThat(run.requests()).isEqualTo(28);
    assertThat(staff.memberRelation("m24", "Offices"))
        .containsExactlyElementsOf(
            IntStream.range(240, 250)
                .mapToObj(i -> staff.notion().find(staff.offices(), "Code", "office-" + i).get(0))
                .toList());
  }

  @Test
  void aPageThatAPersonCreatesInADataSourceTheHubWritesIsFoundAndNotCreatedAgain() {
    staff.start();
    staff.run(member("ann").related("Teams", "red"));
    String red =
        staff
            .notion()
            .createPage(
                staff.teams(),
                ValueBuilder.titled("Name", "Red").text("External ID", "red").build(),
                "");
    clock.move(Duration.ofMinutes(1));
    staff.run();
    assertThat(staff.memberRelation("ann", "Teams")).containsExactly(red);

    staff.run(team("red"));

    assertThat(staff.page(staff.teams(), "red")).isEqualTo(red);
  }

  @Test
  void aRelatedPageThatWasMovedAwayIsLeftOutAndAwaited() {
    staff.start();
    String oslo = staff.office("oslo");
    String rome = staff.office("rome");
    staff.run(member("ann").related("Offices", "oslo", "rome"));
    staff.move(oslo, staff.teams());

    RunReport refused = staff.run(member("bob").related("Offices", "oslo", "rome"));

    assertThat(refused.failedCount()).isEqualTo(1);
    assertThat(staff.notion().pages(staff.members())).hasSize(1);
    RunReport again = staff.run(member("bob").related("Offices", "oslo", "rome"));
    assertThat(again.createdCount()).isEqualTo(1);
    assertThat(again.notes()).contains("relations waiting for their pages: 1");
    assertThat(staff.memberRelation("bob", "Offices")).containsExactly(rome);

    String newOslo = staff.office("oslo");
    clock.move(Duration.ofMinutes(1));
    staff.run();
    assertThat(staff.memberRelation("bob", "Offices")).containsExactly(newOslo, rome);
  }

  @Test
  void aRelatedPageThatWasMovedAwayHoldsUpNoOtherInTheSecondPass() {
    staff.start();
    String oslo = staff.office("oslo");
    staff.run(member("ann").related("Offices", "oslo", "rome"));
    staff.move(oslo, staff.teams());
    String rome = staff.office("rome");
    clock.move(Duration.ofMinutes(1));

    RunReport refused = staff.run();
    assertThat(refused.notes()).contains("relations waiting for their pages: 1");
    RunReport again = staff.run();

    assertThat(again.notes())
        .contains("relations set in a second pass: 1", "relations waiting for their pages: 1");
    assertThat(staff.memberRelation("ann", "Offices")).containsExactly(rome);
  }

  @Test
  void lookUpsThatFailHoldUpNoRecordAndKeepToThePace() {
    staff.start();
    staff.run(member("ann").related("Offices", "oslo"));
    staff.office("oslo");
    clock.move(Duration.ofMinutes(1));
    staff
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(403)
                .on("notion", "POST", "/v1/data_sources/" + staff.offices() + "/query")
                .times(1));

    RunReport run = staff.run(member("bob"));

    assertThat(run.state()).isEqualTo("done");
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(lookUpsAfter(Duration.ofSeconds(119))).isZero();
    clock.move(Duration.ofSeconds(1));
    staff.run();
    assertThat(staff.memberRelation("ann", "Offices")).hasSize(1);
  }

  @Test
  void operatorsSeeHowManyRelationsWaitAndSinceWhen() throws JMException {
    staff.start();
    assertThat(attribute("RelationsWaiting")).isEqualTo(0);
    assertThat(attribute("RelationsWaitingSince")).isEqualTo("");
    staff.run(member("ann").related("Offices", "oslo").related("Manager", "bob"));
    clock.move(Duration.ofMinutes(1));
    staff.run(member("carl").related("Offices", "oslo"));

    assertThat(attribute("RelationsWaiting")).isEqualTo(3);
    assertThat(attribute("RelationsWaitingSince")).isEqualTo("2026-11-22T10:00:30Z");
  }

  @Test
  void aSecondPassThatNotionDoesNotAllowEndsAtOnceAndIsMadeUpForLater() {
    staff.set("SYNC_WORKERS", "1").start();
    staff.run(
        IntStream.range(0, 40)
            .mapToObj(m -> member("m" + m).related("Teams", "red"))
            .toArray(Staff.Item[]::new));
    staff
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(FaultRule.status(403).on("notion", "PATCH", "/v1/pages/.*"));
    staff.forgetRequests();
    RunReport refused = staff.run(team("red"));
    assertThat(staff.requests().get(SET)).isEqualTo(1);
    assertThat(refused.notes()).contains("relations waiting for their pages: 40");

    staff.hub().sandbox().server().faults().clear();
    assertThat(staff.run().notes())
        .as("the one that failed has its pause")
        .contains("relations set in a second pass: 39", "relations waiting for their pages: 1");
    clock.move(Duration.ofMinutes(1));
    assertThat(staff.run().notes()).contains("relations set in a second pass: 1");
  }

  private Object attribute(String name) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("caravan:type=Integration,name=staff"), name);
  }

  /** How many queries an idle run after that time makes. */
  private int lookUpsAfter(Duration pause) {
    clock.move(pause);
    staff.forgetRequests();
    staff.run();
    return (int)
        staff.hub().sandbox().server().log().entries("notion").stream()
            .map(RequestLog.Entry::path)
            .filter(path -> path.endsWith("/query"))
            .count();
  }
}
