package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import caravan.store.WebhookStore.Event;
import caravan.store.WebhookStore.Sender;
import caravan.store.WebhookStore.Waiting;
import caravan.store.WebhookStore.Worker;
import caravan.store.WebhookWork.Kind;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises of webhooks, on every database. */
abstract class WebhookStoreSuite {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123Z");
  private static final Worker NOTES = new Worker("notes", Kind.PAGE);

  private final SettableClock clock = new SettableClock(NOW.toString());
  private Store store;
  private WebhookStore webhooks;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle ->
                List.of("webhook_events", "webhook_work", "webhook_senders")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
    webhooks = new WebhookStore(store, clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void anEventCountsOnceHoweverOftenItComes() {
    assertThat(accept("notion", "e1", List.of(page("notes", "p1")))).isTrue();
    assertThat(accept("notion", "e1", List.of(page("notes", "p2")))).isFalse();
    assertThat(accept("linear", "e1", List.of(page("notes", "p3"))))
        .as("of another sender")
        .isTrue();
    assertThat(subjects()).containsExactly("p1", "p3");
  }

  @Test
  void eventsOfOneSubjectAreOnePieceOfWorkThatWaitsSinceTheFirst() {
    accept("notion", "e1", List.of(page("notes", "p1")));
    clock.set(NOW.plusSeconds(5).toString());
    accept("notion", "e2", List.of(page("notes", "p1"), page("other", "p1")));
    assertThat(webhooks.due(NOTES, 10))
        .containsExactly(new WebhookWork("notion", "notes", Kind.PAGE, "p1", 2, 0, NOW));
    assertThat(webhooks.waiting("notion")).isEqualTo(new Waiting(2, NOW));
    assertThat(webhooks.waiting("linear")).isEqualTo(new Waiting(0, null));
    assertThat(webhooks.dueWorkers()).containsExactly(NOTES, new Worker("other", Kind.PAGE));
  }

  @Test
  void whatWasNamedAgainWhileItWasDoneIsNotDone() {
    accept("notion", "e1", List.of(page("notes", "p1")));
    WebhookWork taken = webhooks.due(NOTES, 10).get(0);
    accept("notion", "e2", List.of(page("notes", "p1")));
    webhooks.done(taken);
    assertThat(subjects()).containsExactly("p1");
    webhooks.done(webhooks.due(NOTES, 10).get(0));
    assertThat(subjects()).isEmpty();
  }

  @Test
  void whatIsPostponedIsDueLaterUnlessANewEventNamesIt() {
    accept("notion", "e1", List.of(page("notes", "p1"), page("notes", "p2")));
    webhooks.due(NOTES, 10).forEach(it -> webhooks.postpone(it, NOW.plusSeconds(60)));
    assertThat(subjects()).isEmpty();
    accept("notion", "e2", List.of(page("notes", "p2")));
    assertThat(subjects()).containsExactly("p2");
    clock.set(NOW.plusSeconds(60).toString());
    assertThat(subjects()).containsExactly("p1", "p2");
    assertThat(webhooks.due(NOTES, 1).get(0).attempts()).isEqualTo(1);
  }

  @Test
  void aWorkerThatRestsIsNotDue() {
    accept("notion", "e1", List.of(page("notes", "p1"), page("other", "p1")));
    webhooks.rest(NOTES, NOW.plusSeconds(60));
    assertThat(webhooks.dueWorkers()).containsExactly(new Worker("other", Kind.PAGE));
  }

  @Test
  void eventsThatComeAtTheSameTimeAreCountedEach() throws Exception {
    int threads = 8;
    int events = 40;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        all.add(
            pool.submit(
                () -> {
                  int accepted = 0;
                  for (int event = 0; event < events; event++) {
                    accepted += accept("notion", "e" + event, List.of(page("notes", "p"))) ? 1 : 0;
                  }
                  return accepted;
                }));
      }
      int accepted = 0;
      for (Future<Integer> one : all) {
        accepted += one.get();
      }
      assertThat(accepted).as("each once").isEqualTo(events);
      assertThat(webhooks.due(NOTES, 10)).hasSize(1);
      assertThat(webhooks.due(NOTES, 10).get(0).mark()).isEqualTo(events);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void oldIdsAreForgottenAndTheirWorkIsNot() {
    accept("notion", "e1", List.of(page("notes", "p1")));
    assertThat(webhooks.forgetBefore(NOW)).isZero();
    assertThat(webhooks.forgetBefore(NOW.plus(Duration.ofMillis(1)))).isEqualTo(1);
    assertThat(subjects()).containsExactly("p1");
  }

  @Test
  void howASenderStandsIsRemembered() {
    assertThat(webhooks.sender("notion")).isEmpty();
    webhooks.keepToken("notion", "secret_a");
    webhooks.heard("notion", NOW.plusSeconds(1));
    webhooks.silent("notion", NOW.plusSeconds(2));
    clock.set(NOW.plusSeconds(3).toString());
    webhooks.keepToken("notion", "secret_b");
    assertThat(webhooks.sender("notion"))
        .contains(
            new Sender(NOW.plusSeconds(1), "secret_b", NOW.plusSeconds(3), NOW.plusSeconds(2)));
    webhooks.silent("notion", null);
    assertThat(webhooks.sender("notion").orElseThrow().silentSince()).isNull();
    assertThat(webhooks.sender("linear")).isEmpty();
  }

  @Test
  void eventsThatAreAcceptedTogetherCountEachOnce() {
    accept("notion", "e1", List.of(page("notes", "p1")));
    WebhookWork taken = webhooks.due(NOTES, 10).get(0);
    assertThat(
            webhooks.accept(
                List.of(
                    new Event("notion", "e2", List.of(page("notes", "p2"), page("other", "p2"))),
                    new Event("notion", "e2", List.of(page("notes", "p9"))),
                    new Event("notion", "e1", List.of(page("notes", "p1"), page("notes", "p9"))),
                    new Event("notion", "e2", List.of(page("notes", "p9"))),
                    new Event("notion", "e3", List.of(page("notes", "p1"))),
                    new Event("notion", "e4", List.of(page("notes", "p2"))))))
        .containsExactly(true, false, false, false, true, true);
    assertThat(webhooks.due(NOTES, 10))
        .extracting(WebhookWork::subject, WebhookWork::mark)
        .containsExactly(tuple("p1", 2), tuple("p2", 2));
    webhooks.done(taken);
    assertThat(subjects()).as("named again since it was taken").containsExactly("p1", "p2");
    assertThat(webhooks.dueWorkers()).hasSize(2);
    assertThat(webhooks.accept(List.of())).isEmpty();
  }

  @Test
  void ofEventsThatAreAcceptedTogetherEitherAllAreStoredOrNone() {
    String tooLong = "x".repeat(WebhookStore.LONGEST_ID + 1);
    List<Event> events =
        List.of(
            new Event("notion", "e1", List.of(page("notes", "p1"))),
            new Event("notion", "e2", List.of(page("notes", tooLong))));
    assertThatThrownBy(() -> webhooks.accept(events)).isInstanceOf(JdbiException.class);
    assertThat(webhooks.dueWorkers()).isEmpty();
    assertThat(accept("notion", "e1", List.of(page("notes", "p1")))).as("still new").isTrue();
  }

  private boolean accept(String system, String id, List<WebhookWork> work) {
    return webhooks.accept(List.of(new Event(system, id, work))).get(0);
  }

  private List<String> subjects() {
    return webhooks.due(NOTES, 100).stream().map(WebhookWork::subject).toList();
  }

  private static WebhookWork page(String integration, String id) {
    return WebhookWork.asked("notion", integration, Kind.PAGE, id);
  }
}
