package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.HubOnSandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from an edit until its effect can be seen, with webhooks and no poll. */
@Tag("bench")
class WebhookLatencyBench {

  private static final int EDITS = 40;
  private static final int WARM_UP = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void anEditHasItsEffectWithinTwoSecondsAtTheMedian(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.defaults().toBuilder().budgetRequests(Integer.MAX_VALUE).build();
    measure(folder.resolve("without"), options, "the sandbox's default latency (none)");
    measure(
        folder.resolve("with"),
        options.toBuilder().latency(Duration.ofMillis(250)).jitter(Duration.ofMillis(100)).build(),
        "250 to 350 ms for each answer");
  }

  private static void measure(Path folder, SandboxOptions options, String conditions) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.withWebhooks(WebhookOptions.defaults());
      hub.start(HubOnSandbox.ISSUES, HubOnSandbox.NOTES);
      hub.poll(HubOnSandbox.ISSUES);
      hub.poll(HubOnSandbox.NOTES);
      String page =
          hub.sandbox()
              .notion()
              .createPage(
                  hub.sandbox().ids().meetingNotes(),
                  ValueBuilder.titled("Name", "Meeting")
                      .option("Status", "status", "Final")
                      .build(),
                  "The summary.");
      await().atMost(PATIENCE).until(() -> hub.sandbox().messages().size() == 1);
      LinearIssue issue = hub.sandbox().createIssues(1).get(0);
      await()
          .atMost(PATIENCE)
          .until(
              () -> hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size() == 1);
      List<Long> notes = new ArrayList<>();
      List<Long> issues = new ArrayList<>();
      for (int i = 0; i < WARM_UP + EDITS; i++) {
        String text = "Edit " + i + ".";
        hub.sandbox().notion().replaceBody(page, text);
        long note = until(() -> hub.sandbox().messages().get(0).blocks().toString().contains(text));
        hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title(text));
        long title =
            until(
                () ->
                    hub.sandbox()
                        .notion()
                        .page(hub.sandbox().pageOf(issue))
                        .at("/properties/Name/title/0/plain_text")
                        .asText()
                        .equals(text));
        if (i >= WARM_UP) {
          notes.add(note);
          issues.add(title);
        }
      }
      print("note edited in Notion -> message in Slack", conditions, notes);
      print("issue edited in Linear -> page in Notion", conditions, issues);
      assertThat(at(notes, 0.5)).isLessThan(2_000);
      assertThat(at(issues, 0.5)).isLessThan(2_000);
    }
  }

  private static long until(BooleanSupplier effect) {
    long start = System.nanoTime();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(effect::getAsBoolean);
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void print(String what, String conditions, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s, %s: %d edits, median %d ms, p95 %d ms, most %d ms%n",
        what,
        conditions,
        millis.size(),
        at(millis, 0.5),
        at(millis, 0.95),
        millis.get(millis.size() - 1));
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
