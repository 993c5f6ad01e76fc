package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.demo.seed.SeedIssues;
import caravan.demo.seed.SeedNotes;
import caravan.sandbox.SandboxOptions;
import caravan.testing.NotionOpenApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every body that the hub sends to Notion is one that Notion's own OpenAPI document allows: here in
 * the widest scenario, and wherever else a test runs a hub on a {@link TestSandbox}.
 */
class OpenApiTest {

  private static final String PAGE = "/v1/pages/" + "a".repeat(36);

  @TempDir private Path folder;

  @BeforeEach
  void document() {
    assumeTrue(
        NotionOpenApi.ifThere().isPresent(),
        "skipped: ../shared with Notion's OpenAPI document is absent");
  }

  @Test
  void everyRequestBodyIsAllowedByNotionsOpenApiDocument() {
    Instant now = Instant.now();
    try (HubOnSandbox hub =
        new HubOnSandbox(
            folder, SandboxOptions.unlimited(), SeedIssues.asOf(now), SeedNotes.asOf(now))) {
      hub.set("MEETING_NOTES_SINCE", "all").start(ISSUES, NOTES);
      hub.poll(ISSUES);
      hub.poll(NOTES);
      editEverything(hub);
      assertThat(hub.poll(ISSUES).updatedCount()).isPositive();
      assertThat(hub.sandbox().bodies().count()).isGreaterThan(200);
      assertThat(hub.sandbox().bodies().refusals()).isEmpty();
    }
  }

  @Test
  void wrongBodyFailsTheTestThatSentIt() {
    TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited());
    byte[] wrong = "{\"in_trash\": \"yes\"}".getBytes(StandardCharsets.UTF_8);
    sandbox.bodies().saw("notion", "PATCH", PAGE, wrong);

    assertThatThrownBy(sandbox::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PATCH " + PAGE)
        .hasMessageContaining("boolean expected");
  }

  @Test
  void bodyForAnUnknownOperationIsRefused() {
    assertThat(NotionOpenApi.ifThere().orElseThrow().refusals("PUT", PAGE, "{}"))
        .singleElement()
        .asString()
        .contains("knows no such operation");
  }

  /** Changed bodies and properties, and deleted issues: updates, restores and trashings. */
  private static void editEverything(HubOnSandbox hub) {
    var linear = hub.sandbox().linear();
    var issues = linear.issues();
    for (int i = 0; i < 20; i++) {
      int number = i;
      linear.updateIssue(
          issues.get(i).id(),
          draft -> draft.description("Changed " + number + "\n\n- a\n- b").priority(number % 5));
    }
    linear.deleteIssue(issues.get(30).id());
  }
}
