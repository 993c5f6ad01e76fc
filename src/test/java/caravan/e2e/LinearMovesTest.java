package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issue that moves to another team keeps its id; its identifier and its address change. */
class LinearMovesTest {

  private final SettableClock clock = new SettableClock("2026-11-20T07:00:00Z");

  private HubOnSandbox hub;

  @BeforeEach
  void open(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    hub.sandbox().linear().addTeam("OPS", "Operations");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private RunReport poll() {
    clock.advance(Duration.ofMinutes(2));
    return hub.poll(ISSUES);
  }

  private String url(String page) {
    return hub.sandbox().notion().page(page).at("/properties/URL/url").asText();
  }

  @Test
  void staysOnePageAlsoWhenItWasArchivedOnItsWay() {
    hub.set("LINEAR_TEAM", "").start(ISSUES);
    LinearIssue issue = hub.sandbox().createIssues(1).get(0);
    poll();
    String page = hub.sandbox().pageOf(issue);
    assertThat(url(page)).endsWith("/ENG-1");

    LinearIssue moved = hub.sandbox().linear().moveIssue(issue.id(), "OPS");
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(hub.sandbox().pageOf(issue)).isEqualTo(page);
    assertThat(url(page)).endsWith("/" + moved.identifier()).endsWith("/OPS-1");

    hub.sandbox().linear().archiveIssue(issue.id());
    poll();
    hub.stop();
    hub.sandbox().linear().restoreIssue(issue.id());
    hub.sandbox().linear().moveIssue(issue.id(), "ENG");
    hub.start(ISSUES);
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(hub.sandbox().pageOf(issue)).isEqualTo(page);
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isFalse();
    assertThat(url(page)).endsWith("/ENG-2");
  }

  @Test
  void thatMovesIntoTheOnlyTeamBecomesAPageAndOneThatLeavesItIsNotTakenForDeleted() {
    hub.start(ISSUES);
    LinearIssue comes = hub.sandbox().linear().createIssue("OPS", draft -> draft.title("Comes"));
    LinearIssue leaves = hub.sandbox().createIssues(1).get(0);
    assertThat(poll().createdCount()).isEqualTo(1);
    String page = hub.sandbox().pageOf(leaves);

    hub.sandbox().linear().moveIssue(comes.id(), "ENG");
    hub.sandbox().linear().moveIssue(leaves.id(), "OPS");
    RunReport run = poll();
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.deletedCount()).isZero();
    assertThat(url(hub.sandbox().pageOf(comes))).endsWith("/ENG-2");
    assertThat(url(page)).as("as it was when it left").endsWith("/ENG-1");
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isFalse();

    hub.sandbox().linear().moveIssue(leaves.id(), "ENG");
    poll();
    assertThat(hub.sandbox().pageOf(leaves)).as("it came back to its page").isEqualTo(page);
    assertThat(url(page)).endsWith("/ENG-3");
  }
}
