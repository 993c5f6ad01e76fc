package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.WebhookCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Webhooks for a number of new notes in Notion and new issues in Linear: for each a valid one, the
 * same once more, and a forged one, shuffled by a seed. The forged ones name notes and issues that
 * nobody may pass on: they are final, but only a forged event tells of them.
 */
public final class WebhookStorm {

  private static final String SECRET = "secret_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String LINEAR_SECRET = "lin_wh_0123456789abcdefghijklm";
  private static final String ANOTHER = "another secret";

  /** Who sends: as many connections at most. */
  private static final int CLIENTS = 32;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HubOnSandbox hub;
  private final WebhookCalls calls;
  private final int notes;
  private final int issues;

  /**
   * What is sent.
   *
   * @param delivery Linear's id of it; null for one of Notion's
   */
  private record Letter(String body, String signature, String delivery) {}

  private record Answer(int status, double millis, double late) {}

  /**
   * What came of it.
   *
   * @param statuses how many answers had each status
   * @param millis the time of each answer since it was sent, sorted
   * @param late the most milliseconds that one was sent after its time
   * @param startedAt when the first was sent, by {@link System#nanoTime}
   * @param took from then to the last answer
   */
  public record Figures(
      int sent,
      Map<Integer, Integer> statuses,
      List<Double> millis,
      double late,
      long startedAt,
      Duration took) {

    /** The time that this share of the answers did not exceed, in milliseconds. */
    public double at(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }
  }

  private WebhookStorm(HubOnSandbox hub, int notes, int issues) {
    this.hub = hub;
    this.calls = new WebhookCalls(hub.url(""));
    this.notes = notes;
    this.issues = issues;
  }

  /** Starts the hub. */
  public static WebhookStorm on(HubOnSandbox hub, int notes, int issues) {
    hub.set("NOTION_WEBHOOK_SECRET", SECRET)
        .set("LINEAR_WEBHOOK_SECRET", LINEAR_SECRET)
        .start(NOTES, ISSUES);
    hub.poll(NOTES);
    hub.poll(ISSUES);
    return new WebhookStorm(hub, notes, issues);
  }

  /** Lets the hub take so many events that are about nothing, as one that has run for a while. */
  public void warmUp(int events) {
    List<Letter> letters = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      String body =
          WebhookCalls.event("page.created", "nobody-" + i, hub.sandbox().ids().meetingNotes())
              .toString();
      letters.add(letter(body, ANOTHER));
      letters.add(
          letter(WebhookCalls.event("page.created", "n" + i, "nothing").toString(), SECRET));
    }
    assertThat(send(letters, Duration.ZERO).statuses()).isEqualTo(Map.of(200, events, 401, events));
  }

  /** Sends them as fast as the answers come. */
  public Figures rage() {
    return rage(Duration.ZERO);
  }

  /** Sends them evenly over this time. */
  public Figures rage(Duration over) {
    List<Letter> letters = new ArrayList<>();
    String source = hub.sandbox().ids().meetingNotes();
    for (int i = 0; i < notes; i++) {
      String valid = WebhookCalls.event("page.created", note("Meeting " + i), source).toString();
      letters.add(letter(valid, SECRET));
      letters.add(letter(valid, SECRET));
      String forged = WebhookCalls.event("page.created", note("Forged " + i), source).toString();
      letters.add(letter(forged, ANOTHER));
    }
    for (int i = 0; i < issues; i++) {
      String valid = event(issue("Issue " + i));
      letters.add(letter(valid, LINEAR_SECRET, "delivery-" + i));
      letters.add(letter(valid, LINEAR_SECRET, "delivery-" + i));
      letters.add(letter(event(issue("Forged " + i)), ANOTHER, "forged-" + i));
    }
    Collections.shuffle(letters, new Random(20261124));
    return send(letters, over);
  }

  private static Letter letter(String body, String secret) {
    return new Letter(body, "sha256=" + WebhookCalls.sign(body, secret), null);
  }

  private static Letter letter(String body, String secret, String delivery) {
    return new Letter(body, WebhookCalls.sign(body, secret), delivery);
  }

  private String note(String title) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private String issue(String title) {
    return hub.sandbox()
        .linear()
        .createIssue(hub.sandbox().ids().linearTeam(), draft -> draft.title(title))
        .id();
  }

  private static String event(String issue) {
    return "{\"type\":\"Issue\",\"action\":\"create\",\"data\":{\"id\":\"%s\"},\"webhookTimestamp\":%d}"
        .formatted(issue, System.currentTimeMillis());
  }

  private Figures send(List<Letter> letters, Duration over) {
    ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    long step = over.toNanos() / letters.size();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    long start = System.nanoTime();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        all.add(
            clients.submit(
                () -> {
                  for (int i = next.getAndIncrement();
                      i < letters.size();
                      i = next.getAndIncrement()) {
                    answers.add(send(letters.get(i), start + i * step));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a webhook got no answer", e);
    } finally {
      clients.shutdownNow();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Map<Integer, Integer> statuses = new TreeMap<>();
    answers.forEach(it -> statuses.merge(it.status(), 1, Integer::sum));
    return new Figures(
        letters.size(),
        Map.copyOf(statuses),
        answers.stream().map(Answer::millis).sorted().toList(),
        over.isZero() ? 0 : answers.stream().mapToDouble(Answer::late).max().orElse(0),
        start,
        took);
  }

  /** Sends it when its time has come. */
  private Answer send(Letter letter, long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    long sentAt = System.nanoTime();
    int status =
        letter.delivery() == null
            ? calls.notionWith(letter.body(), letter.signature())
            : calls.linearWith(letter.body(), letter.signature(), letter.delivery());
    return new Answer(
        status, (System.nanoTime() - sentAt) / 1_000_000.0, (sentAt - due) / 1_000_000.0);
  }

  /** How many webhooks the hub has counted since its start, by what became of them. */
  public Map<String, Integer> counted() {
    Map<String, Integer> counted = new TreeMap<>();
    MeterRegistry meters = hub.hub().context().getRegistry().findSingleByType(MeterRegistry.class);
    meters
        .find("caravan.webhooks.received")
        .counters()
        .forEach(it -> counted.merge(it.getId().getTag("result"), (int) it.count(), Integer::sum));
    counted.values().removeIf(count -> count == 0);
    return counted;
  }

  /**
   * Waits until nothing waits; fails if something valid was not passed on, passed on twice, or if
   * something was that only a forged event told of.
   */
  public void assertAppliedOnce() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.sandbox().messages().size() >= notes
                    && titles().size() >= issues
                    && hub.query("SELECT COUNT(*) FROM webhook_work").equals("0"));
    assertThat(hub.sandbox().messages())
        .extracting(SlackMessage::text)
        .hasSize(notes)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("Meeting notes: Meeting "));
    assertThat(titles())
        .hasSize(issues)
        .doesNotHaveDuplicates()
        .allMatch(title -> title.startsWith("Issue "));
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events"))
        .isEqualTo(Integer.toString(notes + issues));
    assertThat(hub.failures(NOTES) + hub.failures(ISSUES)).isZero();
  }

  private List<String> titles() {
    return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).stream()
        .map(
            id ->
                hub.sandbox().notion().page(id).at("/properties/Name/title/0/plain_text").asText())
        .toList();
  }
}
