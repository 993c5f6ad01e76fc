package caravan.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.store.KnownItems;
import caravan.store.Store;
import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Worker;
import caravan.store.WebhookWork;
import caravan.store.WebhookWork.Kind;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that come at the same time. */
class IntakeTest {

  private static final String SOURCE = "00000000000040008000000000000001";
  private static final Worker NOTES = new Worker("notes", Kind.PAGE);
  private static final String TOO_LONG = "x".repeat(WebhookStore.LONGEST_ID + 1);

  private final SettableClock clock = new SettableClock("2026-11-24T10:00:00Z");
  private final ConcurrentLinkedQueue<Runnable> writes = new ConcurrentLinkedQueue<>();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final ExecutorService senders = Executors.newCachedThreadPool();
  private Store store;
  private WebhookStore webhooks;
  private Intake intake;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Databases.h2(home);
    store
        .jdbi()
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                statements.add(context.getRenderedSql());
              }
            });
    webhooks = new WebhookStore(store, clock);
    Listeners listeners =
        new Listeners(Map.of("notes", List.of(SOURCE)), Set.of("issues"), Map.of());
    intake = new Intake(listeners, webhooks, new KnownItems(store), writes::add);
  }

  @AfterEach
  void close() {
    senders.shutdownNow();
    store.close();
  }

  @Test
  void thoseThatComeTogetherAreAnsweredAfterOneCommit() {
    CompletableFuture<Result> first = send("e1", "p1");
    CompletableFuture<Result> again = send("e1", "p1");
    CompletableFuture<Result> other = send("e2", "p2");
    assertThat(List.of(first, again, other))
        .as("none before it is on the disk")
        .noneMatch(CompletableFuture::isDone);
    writes.remove().run();
    assertThat(statements).as("a look-up, and a batch for each table").hasSizeLessThanOrEqualTo(4);
    statements.clear();
    assertThat(first.join()).isEqualTo(Result.ACCEPTED);
    assertThat(again.join()).isEqualTo(Result.DUPLICATE);
    assertThat(other.join()).isEqualTo(Result.ACCEPTED);
    writes.forEach(Runnable::run);
    assertThat(statements).as("for the others nothing is left").isEmpty();
    assertThat(subjects()).containsExactly("p1", "p2");
  }

  @Test
  void oneThatCannotBeStoredLeavesTheOthersAlone() {
    CompletableFuture<Result> good = send("e1", "p1");
    CompletableFuture<Result> bad = send("e2", TOO_LONG);
    CompletableFuture<Result> better = send("e3", "p3");
    writes.remove().run();
    assertThat(good.join()).isEqualTo(Result.ACCEPTED);
    assertThat(better.join()).isEqualTo(Result.ACCEPTED);
    assertThatThrownBy(bad::join).isInstanceOf(CompletionException.class);
    assertThat(subjects()).containsExactly("p1", "p3");
  }

  @Test
  void withoutTheStoreNoneIsAcceptedAndEachSenderIsTold() {
    List<CompletableFuture<Result>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(send("e" + i, "p" + i));
    }
    store.close();
    writes.remove().run();
    for (CompletableFuture<Result> one : all) {
      assertThatThrownBy(one::join).isInstanceOf(CompletionException.class);
    }
  }

  @Test
  void whatNobodyReadsIsNotStored() {
    WebhookEvent elsewhere =
        new WebhookEvent("e1", "page.moved", "p1", new WebhookEvent.Parent("database", "another"));
    WebhookEvent comment =
        new WebhookEvent("e2", "comment.created", "p1", WebhookEvent.Parent.UNSAID);
    CompletableFuture<Result> first = send(elsewhere);
    CompletableFuture<Result> second = send(comment);
    CompletableFuture<Result> ours = send("e3", "p3");
    writes.remove().run();
    assertThat(first.join()).isEqualTo(Result.UNUSED);
    assertThat(second.join()).isEqualTo(Result.UNUSED);
    assertThat(ours.join()).isEqualTo(Result.ACCEPTED);
  }

  /** Sends an event from a thread of its own, and returns once it waits to be written. */
  private CompletableFuture<Result> send(String id, String page) {
    return send(
        new WebhookEvent(id, "page.created", page, new WebhookEvent.Parent("database", SOURCE)));
  }

  private CompletableFuture<Result> send(WebhookEvent event) {
    int before = writes.size();
    CompletableFuture<Result> result =
        CompletableFuture.supplyAsync(() -> intake.accept(WebhookDoor.NOTION, event), senders);
    await().until(() -> writes.size() > before);
    return result;
  }

  private List<String> subjects() {
    return webhooks.due(NOTES, 100).stream().map(WebhookWork::subject).toList();
  }
}
