package caravan.torture;

import caravan.sandbox.RequestLog;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.NotionWorkspace;
import caravan.sandbox.slack.SlackMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What has to hold at every moment of a run, judged at its end from the sandbox's history. */
final class Promises {

  /**
   * The budget of the connection.
   *
   * @param requests in any window of that length
   * @param background how many of them may be of the background lane
   */
  record Budget(int requests, int background, Duration window) {}

  private final Stage stage;
  private final Budget budget;
  private final List<Difference> broken = new ArrayList<>();

  private Promises(Stage stage, Budget budget) {
    this.stage = stage;
    this.budget = budget;
  }

  /** The promises that were broken. */
  static List<Difference> broken(Stage stage, Budget budget) {
    Promises promises = new Promises(stage, budget);
    promises.deletesHadEvidence();
    promises.withdrawalsHadEvidence();
    promises.budgetHeld();
    return promises.broken;
  }

  /** The hub trashed a page only when Linear had said that its issue is in the trash. */
  private void deletesHadEvidence() {
    NotionSandbox notion = stage.sandbox().notion();
    for (String page : notion.rows(stage.sandbox().ids().linearIssues())) {
      for (NotionWorkspace.Change change : notion.history(page)) {
        if (!change.kind().equals("trash")) {
          continue;
        }
        String id = IssuePagesCheck.plain(change.page().at("/properties/External ID/rich_text"));
        boolean evidence =
            stage.sandbox().linear().history(id).stream()
                .filter(version -> !version.updatedAt().isAfter(change.at()))
                .anyMatch(LinearIssue::trashed);
        if (!evidence) {
          broken.add(
              new Difference(
                  id, "a page in the trash at " + change.at(), "an issue in the trash", "none"));
        }
      }
    }
  }

  /** The hub withdrew a message only when its note had been something else than final. */
  private void withdrawalsHadEvidence() {
    for (String note : stage.notes()) {
      for (SlackMessage message : NoteMessagesCheck.messages(stage, note)) {
        for (SlackMessage version :
            stage.sandbox().slack().workspace().history(message.channelId(), message.ts())) {
          if (version.text().startsWith("Withdrawn: ")) {
            withdrawalHadEvidence(note, version);
          }
        }
      }
    }
  }

  private void withdrawalHadEvidence(String note, SlackMessage version) {
    String ts = version.editedTs() == null ? version.ts() : version.editedTs();
    Instant at = Instant.ofEpochMilli(Math.round(Double.parseDouble(ts) * 1000));
    boolean evidence =
        stage.sandbox().notion().history(note).stream()
            .filter(change -> !change.at().isAfter(at))
            .anyMatch(
                change ->
                    !NoteMessagesCheck.isFinal(change.page())
                        || change.page().path("in_trash").asBoolean());
    if (!evidence) {
      broken.add(new Difference(note, "withdrawn at " + at, "a note that was not final", "none"));
    }
  }

  /**
   * In no window is there more than the budget, nor more of the background than its share: by the
   * sandbox's clock, over all lives; and by the machine's, within each life of the hub.
   */
  private void budgetHeld() {
    RequestLog log = stage.sandbox().server().log();
    Predicate<RequestLog.Entry> background = it -> it.userAgent().contains("(background)");
    within(
        "in a window",
        budget.requests(),
        log.maxInAnyWindow("notion", budget.window(), it -> true));
    within(
        "of the background in a window",
        budget.background(),
        log.maxInAnyWindow("notion", budget.window(), background));
    within("refused by Notion's budget", 0, (int) log.counts("notion").refused());
    for (HubLives.Life life : stage.hub().lives()) {
      within("in a window of one life", budget.requests(), mostIn(life, it -> true));
      within(
          "of the background in a window of one life",
          budget.background(),
          mostIn(life, background));
    }
  }

  private int mostIn(HubLives.Life life, Predicate<RequestLog.Entry> wanted) {
    List<Instant> times =
        stage.sandbox().server().log().entries("notion").stream()
            .filter(wanted)
            .map(entry -> stage.clock().onTheMachine(entry.time()))
            .filter(
                time ->
                    !time.isBefore(life.from())
                        && (life.until() == null || time.isBefore(life.until())))
            .toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (!times.get(first).plus(budget.window()).isAfter(times.get(last))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private void within(String what, int limit, int found) {
    if (found > limit) {
      broken.add(new Difference("", "requests to Notion " + what, "at most " + limit, "" + found));
    }
  }
}
