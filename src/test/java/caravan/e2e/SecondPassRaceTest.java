package caravan.e2e;

import static caravan.e2e.Staff.member;
import static caravan.e2e.Staff.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said last is what stays, whoever writes the page meanwhile. */
class SecondPassRaceTest {

  private static final String SET = "PATCH /v1/pages/ID";
  private static final Duration HELD = Duration.ofMillis(1500);

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private Staff staff;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    staff = new Staff(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    staff.start();
  }

  @AfterEach
  void close() {
    staff.close();
  }

  @Test
  void aVersionThatComesWhileTheSecondPassWritesWins() {
    staff.run(team("red"), member("ann").related("Teams", "blue"));
    staff.forgetRequests();
    // The second pass's request is held before Notion handles it.
    fault(FaultRule.of(FaultRule.Kind.HANG).lasting(HELD).times(1));
    CompletableFuture<RunReport> pass =
        CompletableFuture.supplyAsync(() -> staff.run(team("blue")));
    await().until(() -> staff.requests().containsKey(SET));

    Exchange newer = staff.deliver(member("ann").related("Teams", "red").version(2));

    pass.join();
    assertThat(newer.getException()).isNull();
    assertThat(staff.requests()).as("both were written").containsEntry(SET, 2L);
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"));
    assertThat(staff.hub().query("SELECT COUNT(*) FROM waiting_relations")).isEqualTo("0");
  }

  @Test
  void aSecondPassThatComesWhileANewerVersionIsWrittenSaysNothingOld() {
    staff.run(team("red"), member("ann").related("Teams", "blue"));
    staff.deliver(team("blue"));
    staff.forgetRequests();
    fault(FaultRule.of(FaultRule.Kind.HANG).lasting(HELD).times(1));
    CompletableFuture<Exchange> newer =
        CompletableFuture.supplyAsync(
            () -> staff.deliver(member("ann").related("Teams", "red").version(2)));
    await().until(() -> staff.requests().containsKey(SET));

    staff.run(team("green"));

    assertThat(newer.join().getException()).isNull();
    assertThat(staff.requests()).containsEntry(SET, 1L);
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "red"));
  }

  @Test
  void aVersionThatNotionRefusedIsNotWrittenInPartByTheSecondPass() {
    staff.run(member("ann").related("Teams", "red"));
    fault(FaultRule.status(400).times(1));
    RunReport refused = staff.run(member("ann").related("Teams", "blue").version(2));
    assertThat(refused.failedCount()).isEqualTo(1);
    staff.forgetRequests();

    staff.run(team("red"), team("blue"));

    assertThat(staff.requests()).doesNotContainKey(SET);
    assertThat(staff.memberRelation("ann", "Teams")).isEmpty();
    staff.run(member("ann").related("Teams", "blue").version(2));
    assertThat(staff.memberRelation("ann", "Teams"))
        .containsExactly(staff.page(staff.teams(), "blue"));
  }

  private void fault(FaultRule rule) {
    staff.hub().sandbox().server().faults().add(rule.on("notion", "PATCH", "/v1/pages/.*"));
  }
}
