package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests are in no list of Notion's; the hub finds them by the rows that carry them. */
class GuestsTest {

  private HubOnSandbox hub;
  private String guest;

  @BeforeEach
  void aGuestInBothSystems(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    guest = hub.sandbox().notion().guest("Guest Writer", "guest@example.com");
    hub.sandbox().linear().addUser("Guest Writer", "guest@example.com");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void guestWhoIsNowhereYetIsLeftOutAndCounted() {
    LinearIssue issue = issueOfTheGuest();
    hub.start(ISSUES);

    assertThat(hub.poll(ISSUES).notes()).contains("people unknown in Notion: 1");
    assertThat(owners(issue)).isEmpty();
  }

  @Test
  void guestOfARowThatIsLearntIsAssignedWithoutAnExtraRequest() {
    assignByHand();
    LinearIssue issue = issueOfTheGuest();
    hub.start(ISSUES);
    hub.forgetRequests();

    assertThat(hub.poll(ISSUES).notes()).doesNotContain("people unknown");

    assertThat(owners(issue)).isEqualTo(guest);
    assertThat(hub.requests())
        .as("schema, links, people, create")
        .hasSize(4)
        .filteredOn(request -> request.contains("/v1/users"))
        .hasSize(1);
  }

  @Test
  void guestIsStillKnownAfterARestart() {
    assignByHand();
    issueOfTheGuest();
    hub.start(ISSUES);
    hub.poll(ISSUES);
    hub.stop();
    LinearIssue next = issueOfTheGuest();
    hub.start(ISSUES);

    hub.poll(ISSUES);

    assertThat(owners(next)).isEqualTo(guest);
  }

  @Test
  void whoHasLeftIsLeftOutOnTheNextAttempt() {
    assignByHand();
    LinearIssue known = issueOfTheGuest();
    hub.start(ISSUES);
    hub.poll(ISSUES);
    assertThat(owners(known)).isEqualTo(guest);
    hub.sandbox().notion().removeUser(guest);
    hub.sandbox().linear().updateIssue(known.id(), draft -> draft.title("Changed"));
    LinearIssue fresh = issueOfTheGuest();

    assertThat(hub.poll(ISSUES).failedCount()).as("before the hub knows").isPositive();

    await().atMost(Duration.ofSeconds(60)).until(() -> hub.failures(ISSUES) == 0);
    assertThat(owners(known)).isEmpty();
    assertThat(owners(fresh)).isEmpty();
    assertThat(hub.sandbox().notion().page(hub.sandbox().pageOf(known)).toString())
        .contains("Changed");
  }

  private void assignByHand() {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().linearIssues(),
            ValueBuilder.titled("Name", "By hand").references("Owner", "people", guest).build(),
            "");
  }

  private LinearIssue issueOfTheGuest() {
    return hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title("Issue").assignee("guest@example.com"));
  }

  private String owners(LinearIssue issue) {
    return hub.sandbox()
        .notion()
        .page(hub.sandbox().pageOf(issue))
        .at("/properties/Owner/people/0/id")
        .asText();
  }
}
