package caravan.torture;

import static org.awaitility.Awaitility.await;

import caravan.e2e.TestSandbox;
import caravan.sandbox.FaultRule;
import caravan.sandbox.linear.IssueDraft;
import caravan.sandbox.notion.ValueBuilder;
import caravan.testing.SharedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The sandbox, the hub and the clock of a run, as its steps change them. */
final class Stage {

  private static final Duration READ_PATIENCE = Duration.ofSeconds(6);

  private final TestSandbox sandbox;
  private final SharedClock clock;
  private final HubLives hub;
  private final StoreServer store;
  private final Cast cast;
  private final List<String> issues = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Doc> byLinearText = new HashMap<>();
  private final Map<String, Doc> byNotionText = new HashMap<>();
  private final Map<String, List<String>> meddling = new HashMap<>();
  private List<FaultRule> drizzle = List.of();

  Stage(TestSandbox sandbox, SharedClock clock, HubLives hub, StoreServer store) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.hub = hub;
    this.store = store;
    this.cast = new Cast(sandbox.notion(), sandbox.linear(), clock);
  }

  TestSandbox sandbox() {
    return sandbox;
  }

  SharedClock clock() {
    return clock;
  }

  HubLives hub() {
    return hub;
  }

  StoreServer store() {
    return store;
  }

  Cast cast() {
    return cast;
  }

  /** The UUID of an issue by its number in the script. */
  String issue(int at) {
    return issues.get(at);
  }

  List<String> issues() {
    return List.copyOf(issues);
  }

  /** The page ids of the notes, by their numbers in the script. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The body that has this text in Linear; null if the text is null. */
  Doc ofLinear(String text) {
    return text == null ? null : known(byLinearText, text);
  }

  /** The body that has this text in Notion. */
  Doc ofNotion(String text) {
    return known(byNotionText, text);
  }

  private static Doc known(Map<String, Doc> docs, String text) {
    Doc doc = docs.get(text);
    if (doc == null) {
      throw new AssertionError("nobody wrote this body:\n" + text);
    }
    return doc;
  }

  void createIssue(Doc body, Consumer<IssueDraft> fill) {
    issues.add(
        sandbox
            .linear()
            .createIssue(
                sandbox.ids().linearTeam(),
                draft -> {
                  draft.description(toLinear(body));
                  fill.accept(draft);
                })
            .id());
  }

  void describe(int at, Doc body) {
    editIssue(at, draft -> draft.description(toLinear(body)));
  }

  void editIssue(int at, Consumer<IssueDraft> change) {
    sandbox.linear().updateIssue(issue(at), change);
  }

  void trashIssue(int at) {
    sandbox.linear().deleteIssue(issue(at));
  }

  /** Linear removes it for good: no answer knows it any more. */
  void purgeIssue(int at) {
    sandbox.linear().purgeIssue(issue(at));
  }

  void restoreIssue(int at) {
    sandbox.linear().restoreIssue(issue(at));
  }

  void archiveIssue(int at) {
    sandbox.linear().archiveIssue(issue(at));
  }

  /** Writes a line into an issue's page, if there is one that is not in the trash. */
  void meddle(int at, boolean first, String line) {
    List<String> pages =
        sandbox.notion().find(sandbox.ids().linearIssues(), "External ID", issue(at));
    if (!pages.isEmpty()) {
      long blocks =
          sandbox.notion().bodyEditor().lines(pages.get(0)).stream()
              .filter(block -> block.depth() == 0)
              .count();
      sandbox.notion().bodyEditor().insert(pages.get(0), first ? 0 : (int) blocks, line);
      meddling.computeIfAbsent(issue(at), id -> new ArrayList<>()).add(line);
    }
  }

  /** The lines that people wrote into the page of an issue. */
  List<String> meddling(String issue) {
    return meddling.getOrDefault(issue, List.of());
  }

  void createNote(String title, String status, List<Integer> participants, Doc body) {
    notes.add(
        sandbox
            .notion()
            .createPage(
                sandbox.ids().meetingNotes(),
                ValueBuilder.titled("Name", title)
                    .option("Status", "status", status)
                    .references("Participants", "people", cast.ids(participants))
                    .build(),
                toNotion(body)));
  }

  void noteBody(int at, Doc body) {
    sandbox.notion().replaceBody(notes.get(at), toNotion(body));
  }

  void noteTitle(int at, String title) {
    set(at, ValueBuilder.titled("Name", title));
  }

  void noteStatus(int at, String status) {
    set(at, ValueBuilder.values().option("Status", "status", status));
  }

  void noteDate(int at, LocalDate date) {
    set(at, ValueBuilder.values().date("Date", date.toString(), null));
  }

  void noteParticipants(int at, List<Integer> who) {
    set(at, ValueBuilder.values().references("Participants", "people", cast.ids(who)));
  }

  private void set(int at, ValueBuilder values) {
    sandbox.notion().editProperties(notes.get(at), values.build());
  }

  void trashNote(int at) {
    sandbox.notion().trash(notes.get(at));
  }

  void restoreNote(int at) {
    sandbox.notion().restore(notes.get(at));
  }

  void name(int who, String name) {
    cast.rename(who, name);
  }

  /** Waits until the hub has read the note's body; not for long, because it may be dead. */
  void awaitRead(int at) {
    String page = notes.get(at);
    Instant from = clock.instant();
    Instant deadline = Instant.now().plus(READ_PATIENCE);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(READ_PATIENCE.multipliedBy(2))
        .until(() -> wasRead(page, from) || Instant.now().isAfter(deadline));
  }

  private boolean wasRead(String page, Instant from) {
    return !sandbox
        .server()
        .log()
        .entries(
            it ->
                it.method().equals("GET")
                    && it.path().contains(page)
                    && it.status() == 200
                    && !it.time().isBefore(from))
        .isEmpty();
  }

  /** Leaps to the given second of the next minute, or of one further on. */
  void leapTo(int minutes, Duration secondOfMinute) {
    Instant now = clock.instant();
    long minute = now.getEpochSecond() / 60 + minutes;
    Instant target = Instant.ofEpochSecond(minute * 60).plus(secondOfMinute);
    clock.leap(Duration.between(now, target));
  }

  void leap(Duration by) {
    clock.leap(by);
  }

  /** From now on, these faults come now and then. */
  void drizzle(List<FaultRule> rules) {
    drizzle = List.copyOf(rules);
    rain();
  }

  /** The faults that came now and then come again. */
  void rain() {
    calm();
    drizzle.forEach(sandbox.server().faults()::add);
  }

  /** Nothing goes wrong until it rains again. */
  void calm() {
    sandbox.server().faults().clear();
  }

  /** The fault hits the next requests before any other does. */
  void storm(FaultRule rule) {
    sandbox.server().faults().clear();
    sandbox.server().faults().add(rule);
    drizzle.forEach(sandbox.server().faults()::add);
  }

  private String toLinear(Doc body) {
    if (body == null) {
      return null;
    }
    byLinearText.put(body.linear(), body);
    return body.linear();
  }

  private String toNotion(Doc body) {
    byNotionText.put(body.notion(), body);
    return body.notion();
  }

  /** Lets time pass between two things that people do. */
  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
