package caravan.webhooks;

import caravan.notion.NotionId;
import caravan.store.KnownItems;
import caravan.store.StoreTrouble;
import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Event;
import caravan.store.WebhookWork;
import caravan.store.WebhookWork.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Accepts events: what one asks for is in the store, on the disk, when {@link #accept} returns.
 *
 * <p>Events that come while others are being written are written together, by one look-up and one
 * commit (a group commit). So what an event costs falls as more of them come, and events wait for
 * two commits at most, never for all that came before them.
 */
public final class Intake {

  /** An answer waits for no more than these. */
  private static final int AT_ONCE = 250;

  private record Arrival(String system, WebhookEvent event, CompletableFuture<Result> result) {}

  private final Listeners listeners;
  private final WebhookStore store;
  private final KnownItems knownItems;
  private final Executor writer;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /** Writes on a thread of its own, which ends when nothing came for a while. */
  public Intake(Listeners listeners, WebhookStore store, KnownItems knownItems) {
    this(listeners, store, knownItems, oneThread());
  }

  /**
   * @param writer does one thing at a time
   */
  Intake(Listeners listeners, WebhookStore store, KnownItems knownItems, Executor writer) {
    this.listeners = listeners;
    this.store = store;
    this.knownItems = knownItems;
    this.writer = writer;
  }

  private static Executor oneThread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "webhook-intake");
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /**
   * Accepts an event, and returns once that is on the disk.
   *
   * @return {@link Result#ACCEPTED}, {@link Result#DUPLICATE}, or {@link Result#UNUSED} if it is
   *     about nothing that the hub reads
   * @throws RuntimeException if it could not be stored: then it is as if it had not come
   */
  Result accept(String system, WebhookEvent event) {
    if (event.subject() == null) {
      return Result.UNUSED;
    }
    Arrival arrival = new Arrival(system, event, new CompletableFuture<>());
    arrivals.add(arrival);
    writer.execute(this::writeTogether);
    try {
      return arrival.result().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Whoever comes first writes for all that have come; for the others nothing is left then. */
  private void writeTogether() {
    List<Arrival> together = taken();
    if (together.isEmpty()) {
      return;
    }
    try {
      write(together);
    } catch (RuntimeException e) {
      if (StoreTrouble.of(e).isPresent()) {
        // Those who came meanwhile would wait as long, for the same.
        together.addAll(taken());
        together.forEach(it -> it.result().completeExceptionally(e));
      } else {
        together.forEach(this::writeAlone);
      }
    }
  }

  private List<Arrival> taken() {
    List<Arrival> taken = new ArrayList<>();
    Arrival next = arrivals.poll();
    while (next != null) {
      taken.add(next);
      next = taken.size() < AT_ONCE ? arrivals.poll() : null;
    }
    return taken;
  }

  /** What is wrong with one event is no reason to refuse those that came with it. */
  private void writeAlone(Arrival arrival) {
    try {
      write(List.of(arrival));
    } catch (RuntimeException e) {
      arrival.result().completeExceptionally(e);
    }
  }

  private void write(List<Arrival> together) {
    Map<String, Set<String>> knowers = knowers(together);
    List<Arrival> asking = new ArrayList<>();
    List<Arrival> unused = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Arrival arrival : together) {
      List<WebhookWork> work = work(arrival, knowers);
      if (work.isEmpty()) {
        unused.add(arrival);
      } else {
        asking.add(arrival);
        events.add(new Event(arrival.system(), arrival.event().id(), work));
      }
    }
    List<Boolean> fresh = events.isEmpty() ? List.of() : store.accept(events);
    unused.forEach(it -> it.result().complete(Result.UNUSED));
    for (int i = 0; i < asking.size(); i++) {
      asking.get(i).result().complete(fresh.get(i) ? Result.ACCEPTED : Result.DUPLICATE);
    }
  }

  private Map<String, Set<String>> knowers(List<Arrival> together) {
    List<String> pages =
        together.stream()
            .filter(it -> isPage(it))
            .map(it -> NotionId.canonical(it.event().subject()))
            .distinct()
            .toList();
    return knownItems.knowing(listeners.notionSources().keySet(), pages);
  }

  /** What an event asks for; nothing if it is about nothing that the hub reads. */
  private List<WebhookWork> work(Arrival arrival, Map<String, Set<String>> knowers) {
    WebhookEvent event = arrival.event();
    if (arrival.system().equals(WebhookDoor.LINEAR)) {
      return event.type().equals("Issue")
          ? asked(arrival.system(), listeners.linearReaders(), Kind.ISSUE, event.subject())
          : List.of();
    }
    String subject = NotionId.canonical(event.subject());
    if (isPage(arrival)) {
      Set<String> concerned = listeners.concernedBy(event, knowers.getOrDefault(subject, Set.of()));
      return asked(arrival.system(), concerned, Kind.PAGE, subject);
    }
    return event.type().startsWith("data_source.")
        ? asked(arrival.system(), listeners.connectionsOf(subject), Kind.DATA_SOURCE, subject)
        : List.of();
  }

  private static boolean isPage(Arrival arrival) {
    return arrival.system().equals(WebhookDoor.NOTION)
        && arrival.event().type().startsWith("page.");
  }

  private static List<WebhookWork> asked(
      String system, Collection<String> workers, Kind kind, String subject) {
    return workers.stream().map(it -> WebhookWork.asked(system, it, kind, subject)).toList();
  }
}
