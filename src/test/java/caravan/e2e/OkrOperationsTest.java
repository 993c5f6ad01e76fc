package caravan.e2e;

import static caravan.e2e.Okrs.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.hub.DryRuns;
import caravan.rehearsal.RecordReport;
import caravan.rehearsal.RecordReport.Change;
import caravan.rehearsal.RehearsalReport;
import caravan.sandbox.FaultRule;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.setup.Checks;
import caravan.setup.Finding;
import caravan.setup.Finding.Result;
import caravan.setup.Initialisation;
import caravan.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with okr-tracker, its digest, and what webhooks do to it. */
class OkrOperationsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Okrs okrs;

  @AfterEach
  void close() {
    okrs.close();
  }

  @Test
  void dryRunAndPreviewNameWhatWouldBeWrittenAndWriteNothing() {
    okrs = new Okrs(folder);
    String objective = okrs.objective("Grow");
    String keyResult = okrs.keyResult("Sell", objective, 40);
    RehearsalReport first = dryRun(it -> it.poll(NAME));
    assertThat(first.created()).isEqualTo(2);
    assertThat(changes(first, objective))
        .containsExactlyInAnyOrder(
            new Change("Progress", "", "0.4"), new Change("Health", "", "On track"));
    assertThat(changes(first, keyResult)).containsExactly(new Change("Progress", "", "0.4"));
    assertThat(okrs.progress(objective)).isNull();

    okrs.start();
    okrs.poll();
    okrs.poll();
    okrs.hub().stop();
    okrs.current(keyResult, 10);
    okrs.pass(Duration.ofMinutes(2));
    RehearsalReport preview = dryRun(it -> it.preview(NAME, keyResult));
    assertThat(changes(preview, keyResult)).containsExactly(new Change("Progress", "0.4", "0.1"));
    assertThat(changes(preview, objective))
        .containsExactlyInAnyOrder(
            new Change("Progress", "0.4", "0.1"), new Change("Health", "On track", "Off track"));
    assertThat(okrs.progress(objective)).isEqualTo(0.4);
    okrs.start();
  }

  private static List<Change> changes(RehearsalReport report, String page) {
    return report.records().stream()
        .filter(it -> it.record().equals(page))
        .map(RecordReport::properties)
        .findFirst()
        .orElse(List.of());
  }

  private RehearsalReport dryRun(Function<DryRuns, RehearsalReport> work) {
    okrs.hub().set("OKR_TRACKER_ENABLED", "true");
    Settings settings = settings();
    try (Store store = Store.open(okrs.hub().home(), "jdbc:h2:file:./data/caravan", "", "")) {
      return DryRuns.onStoppedHub(okrs.hub().home(), settings, store, okrs.clock(), work);
    }
  }

  private Settings settings() {
    return new SettingsLoader(okrs.hub().home(), okrs.hub().environment()).load();
  }

  @Test
  void initMakesBothDataSourcesAndCheckFindsThemWell() throws InterruptedException, IOException {
    okrs = new Okrs(folder);
    String page = okrs.notion().createWorkspacePage("Our work");
    okrs.hub()
        .set("OKR_TRACKER_ENABLED", "true")
        .set("OKR_TRACKER_OBJECTIVES_DATA_SOURCE", "")
        .set("OKR_TRACKER_KEY_RESULTS_DATA_SOURCE", "");
    List<Finding> made = new ArrayList<>();
    assertThat(Initialisation.run(okrs.hub().home(), settings(), page, made::add))
        .as(made.toString())
        .isTrue();
    String local = Files.readString(okrs.hub().home().resolve("application-local.properties"));
    assertThat(local)
        .contains("okr-tracker.objectives.data-source=", "okr-tracker.key-results.data-source=");
    String objectives = settings().get("okr-tracker.objectives.data-source");
    String keyResults = settings().get("okr-tracker.key-results.data-source");
    assertThat(
            okrs.notion()
                .dataSource(keyResults)
                .at("/properties/Objective/relation/data_source_id")
                .asText())
        .isEqualTo(objectives);
    assertThat(check()).filteredOn(it -> it.subject().startsWith("okr-")).hasSize(2);
    assertThat(check()).noneMatch(it -> it.result() == Result.WRONG);

    okrs.hub().set("OKR_TRACKER_DIGEST_CHANNEL", channel());
    assertThat(check())
        .anyMatch(
            it -> it.subject().equals("okr-tracker.digest.channel") && it.result() == Result.OK);
    okrs.notion().retypeProperty(keyResults, "Current", "rich_text");
    assertThat(check())
        .anyMatch(it -> it.result() == Result.WRONG && it.text().contains("Current"));
  }

  private List<Finding> check() throws InterruptedException {
    return Checks.of(okrs.hub().home(), settings(), PATIENCE).look();
  }

  @Test
  void aFirstStartThatLeavesRowsOutIsRefused() {
    okrs = new Okrs(folder);
    okrs.hub().set("OKR_TRACKER_SINCE", "now");
    assertThatThrownBy(okrs::start)
        .isInstanceOf(Problems.class)
        .hasMessageContaining("okr-tracker.since")
        .hasMessageContaining("must be all");
  }

  @Test
  void digestIsPostedOnceForEachMondayWhateverRestarts() {
    okrs = new Okrs(folder);
    String channel = channel();
    okrs.hub().set("OKR_TRACKER_DIGEST_CHANNEL", channel);
    String objective = okrs.objective("Grow");
    okrs.keyResult("Sell", objective, 40);
    okrs.start();
    okrs.poll();
    await().atMost(PATIENCE).until(() -> posts(channel).size() == 1);
    SlackMessage first = posts(channel).get(0);
    assertThat(first.text()).isEqualTo("Objectives of 2026-Q4: 1 on track");
    assertThat(first.blocks().toString()).contains("|Grow>*  40 %, On track", "Sell: 40 %");
    awaitDigests(1);

    okrs.restart();
    okrs.poll();
    awaitDigests(2); // which finds it posted
    assertThat(posts(channel)).hasSize(1);

    okrs.pass(Duration.ofDays(7));
    okrs.poll();
    await().atMost(PATIENCE).until(() -> posts(channel).size() == 2);
    assertThat(posts(channel).get(1).text()).isEqualTo("Objectives of 2026-Q4: 1 at risk");
    assertThat(posts(channel).get(0).editedTs()).isNull();
  }

  @Test
  void digestThatSlackRefusesIsPostedLater() {
    okrs = new Okrs(folder);
    String channel = channel();
    okrs.hub().set("OKR_TRACKER_DIGEST_CHANNEL", channel);
    okrs.objective("Grow");
    okrs.start();
    okrs.hub()
        .sandbox()
        .server()
        .faults()
        .add(FaultRule.status(400).on("slack", "POST", "/api/chat.postMessage"));
    okrs.poll();
    awaitDigests(1);
    assertThat(posts(channel)).isEmpty();
    okrs.hub().sandbox().server().faults().clear();
    okrs.pass(Duration.ofMinutes(11));
    await().atMost(PATIENCE).until(() -> posts(channel).size() == 1);
  }

  @Test
  void withoutAChannelThereIsNoDigestAndNoNeedOfSlack() {
    okrs = new Okrs(folder);
    okrs.hub().set("SLACK_TOKEN", "");
    okrs.start();
    assertThat(okrs.hub().hub().context().getRoute("okr-tracker-digest")).isNull();
    okrs.hub().stop();
    okrs.hub().set("OKR_TRACKER_DIGEST_CHANNEL", "C0000000001");
    assertThatThrownBy(okrs::start)
        .isInstanceOf(Problems.class)
        .hasMessageContaining("slack.token");
    okrs.hub().set("OKR_TRACKER_DIGEST_CHANNEL", "");
    okrs.start();
  }

  private String channel() {
    return okrs.hub().sandbox().slack().workspace().addChannel("objectives").id();
  }

  private List<SlackMessage> posts(String channel) {
    return okrs.hub().sandbox().slack().workspace().messages(channel);
  }

  private void awaitDigests(int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                okrs.hub().runs(NAME).stream().filter(it -> it.cause().equals("digest")).count()
                    >= count);
  }

  /** Whatever runs at the same time, the last to compute is the last to write. */
  @Test
  void manyEditsThatPollsAndWebhooksMeetTogetherEndRight() {
    okrs = new Okrs(folder, Clock.systemUTC());
    okrs.hub().withWebhooks(WebhookOptions.defaults());
    List<String> objectives = List.of(okrs.objective("One"), okrs.objective("Two"));
    Random random = new Random(11);
    Map<String, Double> current = new HashMap<>();
    Map<String, String> belongs = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      String objective = objectives.get(i % 2);
      String keyResult = okrs.keyResult("KR " + i, objective, 0);
      current.put(keyResult, 0.0);
      belongs.put(keyResult, objective);
    }
    okrs.start();
    okrs.hub().poll(NAME);
    List<String> keyResults = List.copyOf(current.keySet());
    for (int i = 0; i < 60; i++) {
      String keyResult = keyResults.get(random.nextInt(keyResults.size()));
      if (random.nextInt(4) == 0) {
        String objective = objectives.get(random.nextInt(2));
        belongs.put(keyResult, objective);
        okrs.edit(keyResult, ValueBuilder.values().references("Objective", "relation", objective));
      } else {
        double value = random.nextInt(101);
        current.put(keyResult, value);
        okrs.current(keyResult, value);
      }
      if (i % 6 == 0) {
        okrs.hub().hub().pollNow(NAME);
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String keyResult : keyResults) {
                assertThat(okrs.progress(keyResult)).isEqualTo(current.get(keyResult) / 100);
              }
              for (String objective : objectives) {
                double mean =
                    keyResults.stream()
                        .filter(it -> belongs.get(it).equals(objective))
                        .mapToDouble(it -> current.get(it) / 100)
                        .average()
                        .orElseThrow();
                assertThat(okrs.progress(objective))
                    .isCloseTo(mean, org.assertj.core.data.Offset.offset(0.0001));
              }
            });
    assertThat(okrs.hub().failures(NAME)).isZero();
  }
}
