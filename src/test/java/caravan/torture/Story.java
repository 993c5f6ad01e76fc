package caravan.torture;

import caravan.e2e.TestSandbox;
import caravan.sandbox.RequestLog;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.NotionWorkspace;
import caravan.sandbox.slack.SlackMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that concerns one record, in the order in which it happened: its versions at the
 * source, what the hub sent and was answered, what became of it, what the hub said, and when the
 * hub was killed.
 */
final class Story {

  private static final int BODY = 240;

  private record Event(Instant at, String text) {}

  private final Stage stage;
  private final TestSandbox sandbox;
  private final Instant start;
  private final List<Event> events = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Story(Stage stage, Instant start) {
    this.stage = stage;
    this.sandbox = stage.sandbox();
    this.start = start;
  }

  /**
   * The story of a record.
   *
   * @param externalId an issue's UUID or a note's page id
   * @param start of the run by the machine's clock, from which on seconds are counted
   */
  static String of(Stage stage, Instant start, String externalId) {
    Story story = new Story(stage, start);
    story.names.add(externalId);
    if (stage.issues().contains(externalId)) {
      story.issue(externalId);
    } else if (stage.notes().contains(externalId)) {
      story.note(externalId);
    }
    story.requests();
    story.output();
    story.lives();
    return story.events.stream()
        .sorted(Comparator.comparing(Event::at))
        .map(event -> "  %s  %s".formatted(since(start, event.at()), event.text()))
        .collect(Collectors.joining("\n"));
  }

  /** A moment as seconds since the start of the run. */
  static String since(Instant start, Instant moment) {
    return String.format(
        Locale.ROOT, "+%7.3f", Duration.between(start, moment).toMillis() / 1000.0);
  }

  private void issue(String id) {
    for (LinearIssue version : sandbox.linear().history(id)) {
      Doc body = stage.ofLinear(version.description());
      shown(
          version.updatedAt(),
          "LINEAR  \"%s\", %s, body %s, parent %s, labels %d, assignee %s%s"
              .formatted(
                  version.title(),
                  version.priorityLabel(),
                  body == null ? "none" : "\"" + body.name() + "\"",
                  version.parentId(),
                  version.labelIds().size(),
                  version.assigneeId(),
                  version.trashed() ? ", in the trash" : ""));
    }
    for (String page : sandbox.notion().rows(sandbox.ids().linearIssues())) {
      String key =
          IssuePagesCheck.plain(
              sandbox.notion().page(page).at("/properties/External ID/rich_text"));
      if (key.equals(id)) {
        names.add(page);
        page(page);
      }
    }
  }

  private void note(String id) {
    page(id);
    for (SlackMessage message : NoteMessagesCheck.messages(stage, id)) {
      for (SlackMessage version :
          sandbox.slack().workspace().history(message.channelId(), message.ts())) {
        String ts = version.editedTs() == null ? version.ts() : version.editedTs();
        shown(
            Instant.ofEpochMilli(Math.round(Double.parseDouble(ts) * 1000)),
            "SLACK   message %s: %s %s"
                .formatted(version.ts(), version.text(), cut(String.valueOf(version.blocks()))));
      }
    }
  }

  private void page(String page) {
    for (NotionWorkspace.Change change : sandbox.notion().history(page)) {
      String by = change.page().at("/last_edited_by/id").asText();
      shown(
          change.at(),
          "PAGE    %s by %s, edited %s%s: %s | %s"
              .formatted(
                  change.kind(),
                  by.equals(sandbox.notion().botId()) ? "the hub" : "somebody",
                  change.page().path("last_edited_time").asText(),
                  change.page().path("in_trash").asBoolean() ? ", in the trash" : "",
                  IssuePagesCheck.plain(change.page().at("/properties/Name/title")),
                  cut(change.body().replace("\n", " / "))));
    }
  }

  private void requests() {
    for (RequestLog.Entry entry : sandbox.server().log().entries(this::concerns)) {
      shown(
          entry.time(),
          "REQUEST %s %s %s%s -> %d in %d ms%s %s"
              .formatted(
                  entry.system(),
                  entry.method(),
                  entry.path(),
                  entry.query().isEmpty() ? "" : "?" + entry.query(),
                  entry.status(),
                  entry.duration().toMillis(),
                  entry.fault() == null ? "" : " [" + entry.fault() + "]",
                  cut(entry.body())));
    }
  }

  private boolean concerns(RequestLog.Entry entry) {
    return names.stream()
        .anyMatch(name -> entry.path().contains(name) || entry.body().contains(name));
  }

  private void output() {
    for (String line : stage.hub().output()) {
      if (names.stream().anyMatch(line::contains)) {
        said(line);
      }
    }
  }

  private void said(String line) {
    try {
      LocalTime time = LocalTime.parse(line.substring(0, Math.min(12, line.length())));
      Instant at =
          LocalDate.ofInstant(start, ZoneId.systemDefault())
              .atTime(time)
              .atZone(ZoneId.systemDefault())
              .toInstant();
      boolean nextDay = at.isBefore(start.minusSeconds(60));
      events.add(
          new Event(nextDay ? at.plus(Duration.ofDays(1)) : at, "HUB     " + line.substring(13)));
    } catch (DateTimeParseException e) {
      events.add(new Event(start, "HUB     " + line));
    }
  }

  private void lives() {
    for (HubLives.Life life : stage.hub().lives()) {
      events.add(new Event(life.from(), "------- the hub starts"));
      if (life.until() != null) {
        events.add(new Event(life.until(), "------- " + life.end()));
      }
    }
  }

  private void shown(Instant bySharedClock, String text) {
    events.add(
        new Event(
            stage.clock().onTheMachine(bySharedClock),
            "%s  %s".formatted(bySharedClock.toString().substring(11), text)));
  }

  private static String cut(String text) {
    return text.length() <= BODY ? text : text.substring(0, BODY) + " ...";
  }
}
