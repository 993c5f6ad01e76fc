package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.WebhookCalls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Webhooks for a number of new pages: for each a valid one, the same once more, and a forged one,
 * shuffled by a seed. The forged ones name pages that nobody may post: they are final, but only a
 * forged event tells of them.
 */
public final class WebhookStorm {

  private static final String SECRET = "secret_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int AT_ONCE = 32;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HubOnSandbox hub;
  private final WebhookCalls calls;
  private final int pages;
  private final List<String[]> letters = new ArrayList<>();

  /**
   * What came of it.
   *
   * @param statuses how many answers had each status
   * @param millis the time of each answer, sorted
   * @param took from the first request to the last answer
   */
  public record Figures(
      int sent, Map<Integer, Integer> statuses, List<Double> millis, Duration took) {

    /** The time that this share of the answers did not exceed, in milliseconds. */
    public double at(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }
  }

  private WebhookStorm(HubOnSandbox hub, int pages) {
    this.hub = hub;
    this.calls = new WebhookCalls(hub.url(""));
    this.pages = pages;
  }

  /** Starts the hub and creates the pages. */
  public static WebhookStorm on(HubOnSandbox hub, int pages) {
    hub.set("NOTION_WEBHOOK_SECRET", SECRET).start(NOTES);
    hub.poll(NOTES);
    WebhookStorm storm = new WebhookStorm(hub, pages);
    for (int i = 0; i < pages; i++) {
      String valid = storm.event(storm.create("Meeting " + i));
      storm.letters.add(letter(valid, SECRET));
      storm.letters.add(letter(valid, SECRET));
      storm.letters.add(letter(storm.event(storm.create("Forged " + i)), "another secret"));
    }
    Collections.shuffle(storm.letters, new Random(20261124));
    return storm;
  }

  private static String[] letter(String body, String secret) {
    return new String[] {body, "sha256=" + WebhookCalls.sign(body, secret)};
  }

  private String create(String title) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private String event(String page) {
    ObjectNode event = WebhookCalls.event("page.created", page, hub.sandbox().ids().meetingNotes());
    return event.toString();
  }

  /** Lets the hub take so many events that are about nothing, as one that has run for a while. */
  public void warmUp(int events) {
    for (int i = 0; i < events; i++) {
      ObjectNode event = WebhookCalls.event("page.created", "nobody-" + i, "nothing");
      assertThat(calls.notion(event.toString(), SECRET)).isEqualTo(200);
    }
  }

  /** Sends them as fast as the answers come. */
  public Figures rage() {
    return rage(Duration.ZERO);
  }

  /** Sends them evenly over this time. */
  public Figures rage(Duration over) {
    Queue<Double> times = new ConcurrentLinkedQueue<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    Semaphore room = new Semaphore(AT_ONCE);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    long start = System.nanoTime();
    long step = over.toNanos() / letters.size();
    for (int i = 0; i < letters.size(); i++) {
      long due = start + i * step;
      if (System.nanoTime() < due) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() >= due);
      }
      room.acquireUninterruptibly();
      String[] letter = letters.get(i);
      long sentAt = System.nanoTime();
      all.add(
          calls
              .notionLater(letter[0], letter[1])
              .thenAccept(
                  answer -> {
                    times.add((System.nanoTime() - sentAt) / 1_000_000.0);
                    synchronized (statuses) {
                      statuses.merge(answer.statusCode(), 1, Integer::sum);
                    }
                  })
              .whenComplete((done, error) -> room.release()));
    }
    all.forEach(CompletableFuture::join);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Figures(
        letters.size(), Map.copyOf(statuses), times.stream().sorted().toList(), took);
  }

  /** Waits until nothing waits; fails if a page was not posted, posted twice, or never told of. */
  public void assertAppliedOnce() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.sandbox().messages().size() >= pages
                    && hub.query("SELECT COUNT(*) FROM webhook_work").equals("0"));
    assertThat(hub.sandbox().messages())
        .extracting(SlackMessage::text)
        .hasSize(pages)
        .doesNotHaveDuplicates()
        .allMatch(text -> text.startsWith("Meeting notes: Meeting "));
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events")).isEqualTo(Integer.toString(pages));
    assertThat(hub.failures(NOTES)).isZero();
  }
}
