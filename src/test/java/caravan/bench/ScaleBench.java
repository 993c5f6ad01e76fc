package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.CaravanHome;
import caravan.e2e.HubProcess;
import caravan.e2e.TestSandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More rows than one query of Notion lists, through a hub of 256 MB in a process of its own: {@code
 * mvn -Pbench test -Dtest=ScaleBench}. The budget is raised, so that the hub is what is measured.
 */
@Tag("bench")
class ScaleBench {

  private static final int ROWS = 12_000;
  private static final int ISSUES = 20_000;

  /** Rows that belong to an issue already. */
  private static final int KNOWN = 6_000;

  /** Issues with a parent; half of the parents are created after their child. */
  private static final int PARTS = 4_000;

  private static final int STEPS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final Instant LONG_AGO = Instant.parse("2026-01-05T08:00:00Z");
  private static final Pattern SUMMARY =
      Pattern.compile(
          "poll done in ([0-9.]+) s: read (\\d+) = created (\\d+) \\+ updated (\\d+)"
              + " \\+ unchanged (\\d+) \\+ deleted (\\d+) \\+ skipped (\\d+) \\+ failed (\\d+);"
              + " requests (\\d+), rate limited (\\d+)(.*)");

  /** What the hub says of its run. */
  private record Run(double seconds, int created, int updated, int failed, int requests) {}

  @TempDir private Path folder;

  @Test
  void everyOfTwelveThousandRowsArrivesThroughNotionChangesSource() {
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      for (int row = 0; row < ROWS; row++) {
        Instant edited = LONG_AGO.plusSeconds(row);
        sandbox
            .notion()
            .createPage(
                sandbox.ids().meetingNotes(),
                ValueBuilder.titled("Name", "Note " + row)
                    .option("Status", "status", "Final")
                    .build(),
                "## Summary\n\nWhat was said in meeting " + row + ".\n\n- [ ] Do something",
                edited,
                edited);
      }
      Run run = measure(sandbox, "meeting-notes", ROWS, () -> sandbox.messages().size());

      assertThat(run.created()).isEqualTo(ROWS);
      assertThat(run.failed()).isZero();
      assertThat(run.updated()).isZero();
      Set<String> texts = new HashSet<>();
      for (SlackMessage message : sandbox.messages()) {
        assertThat(texts.add(message.text())).as(message.text()).isTrue();
      }
      assertThat(texts).hasSize(ROWS);
    }
  }

  @Test
  void twentyThousandIssuesFindTheirRowsBeyondTheCapAndNoneIsThereTwice() {
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      List<LinearIssue> issues = new ArrayList<>();
      for (int i = 0; i < ISSUES; i++) {
        int number = i;
        issues.add(
            sandbox
                .linear()
                .createIssue(
                    sandbox.ids().linearTeam(),
                    draft ->
                        draft
                            .title("Issue " + number)
                            .description("Some **bold** text.\n\n- one\n- two")
                            .priority(number % 5)
                            .labels(List.of("Label " + number % 20))));
      }
      for (int i = 0; i < PARTS; i++) {
        LinearIssue parent = issues.get(ISSUES - 1 - i * (ISSUES / PARTS));
        LinearIssue part = issues.get(i * (ISSUES / PARTS) + 1);
        sandbox.linear().updateIssue(part.id(), draft -> draft.parent(parent.id()));
      }
      String dataSource = sandbox.ids().linearIssues();
      for (int row = 0; row < ROWS; row++) {
        boolean known = row % (ROWS / KNOWN) == 1;
        String id = known ? issues.get(row).id() : "other-" + row;
        Instant created = LONG_AGO.plusSeconds(row);
        sandbox
            .notion()
            .createPage(
                dataSource,
                ValueBuilder.titled("Name", "Row " + row).text("External ID", id).build(),
                "",
                created,
                created);
      }
      int all = ROWS + ISSUES - KNOWN;
      Run run =
          measure(
              sandbox,
              "linear-issues",
              ISSUES,
              () -> sandbox.notion().pages(dataSource).size() - ROWS + KNOWN);

      assertThat(run.created()).isEqualTo(ISSUES - KNOWN);
      assertThat(run.updated()).isEqualTo(KNOWN);
      assertThat(run.failed()).isZero();
      assertThat(sandbox.notion().counts(dataSource, "External ID"))
          .hasSize(all)
          .allSatisfy((id, pages) -> assertThat(pages).as(id).isEqualTo(1));
      parentsAreSet(sandbox, dataSource);
    }
  }

  private static void parentsAreSet(TestSandbox sandbox, String dataSource) {
    Map<String, String> pages = new TreeMap<>();
    for (String page : sandbox.notion().pages(dataSource)) {
      pages.put(
          sandbox.notion().page(page).at("/properties/External ID/rich_text/0/plain_text").asText(),
          page);
    }
    int parts = 0;
    for (LinearIssue issue : sandbox.linear().issues()) {
      if (issue.parentId() != null) {
        parts++;
        assertThat(
                sandbox
                    .notion()
                    .page(pages.get(issue.id()))
                    .at("/properties/Parent/relation/0/id")
                    .asText())
            .isEqualTo(pages.get(issue.parentId()));
      }
    }
    assertThat(parts).isEqualTo(PARTS);
  }

  private Run measure(TestSandbox sandbox, String integration, int records, IntSupplier arrived) {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withoutSlackPace(home);
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("NOTION_BUDGET_REQUESTS", "1000");
    environment.put("NOTION_BUDGET_WINDOW", "1s");
    String prefix = integration.toUpperCase(Locale.ROOT).replace('-', '_');
    environment.put(prefix + "_ENABLED", "true");
    environment.put(prefix + "_EVERY", "10h");
    try (HubProcess hub = HubProcess.start(home, environment, "-Xmx256m")) {
      HubGauge gauge = new HubGauge(hub);
      List<Long> heaps = new ArrayList<>();
      for (int step = 1; step <= STEPS; step++) {
        int wanted = records / STEPS * step;
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () ->
                    arrived.getAsInt() >= wanted
                        || summary(hub, integration) != null
                        || !hub.isAlive());
        assertThat(hub.isAlive()).as(hub::output).isTrue();
        heaps.add(gauge.liveHeapKb());
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> summary(hub, integration) != null || !hub.isAlive());
      Duration cpu = gauge.cpu();
      heaps.add(gauge.liveHeapKb());
      Run run = summary(hub, integration);
      assertThat(run).as(hub::output).isNotNull();
      print(integration, records, run, cpu, heaps);
      assertThat(hub.terminate()).as(hub::output).isZero();
      assertThat(hub.output()).doesNotContain("OutOfMemoryError");
      return run;
    }
  }

  private static void print(
      String integration, int records, Run run, Duration cpu, List<Long> heaps) {
    System.out.printf(
        "scale: %s: %d records, %d requests to Notion, %.1f s (%.0f records/s), processor time of"
            + " the hub %.1f s (%.2f ms a record, its start included); heap after collection in MB:"
            + " %s%n",
        integration,
        records,
        run.requests(),
        run.seconds(),
        records / run.seconds(),
        cpu.toMillis() / 1000.0,
        (double) cpu.toMillis() / records,
        heaps.stream().map(kb -> "%.1f".formatted(kb / 1024.0)).toList());
  }

  private static Run summary(HubProcess hub, String integration) {
    for (String line : hub.output().split("\n")) {
      Matcher summary = SUMMARY.matcher(line);
      if (line.contains(integration + ": poll") && summary.find()) {
        return new Run(
            Double.parseDouble(summary.group(1)),
            Integer.parseInt(summary.group(3)),
            Integer.parseInt(summary.group(4)),
            Integer.parseInt(summary.group(8)),
            Integer.parseInt(summary.group(9)));
      }
    }
    return null;
  }
}
