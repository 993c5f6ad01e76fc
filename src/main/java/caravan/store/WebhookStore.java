package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of accepted webhooks, of what they ask for, and of how their senders stand. */
public final class WebhookStore {

  /** The longest id of an event, and of what it is about, that fits. */
  public static final int LONGEST_ID = 100;

  private static final String ID =
      " WHERE worker = :worker AND kind = :kind AND subject = :subject";

  /**
   * How a sender stands.
   *
   * @param heardAt when its latest correctly signed event came; null if none did
   * @param token the token that it posted for its handshake; null if it posted none
   * @param tokenAt when; null if it posted none
   * @param silentSince since when people know that it is silent; null if it is not
   */
  public record Sender(Instant heardAt, String token, Instant tokenAt, Instant silentSince) {}

  /**
   * On whose behalf something is looked at.
   *
   * @param name an integration, or for data sources a connection
   */
  public record Worker(String name, WebhookWork.Kind kind) {}

  /**
   * What waits of a sender's events.
   *
   * @param count how many subjects
   * @param oldest when the first of them was named; null if none waits
   */
  public record Waiting(int count, Instant oldest) {}

  /**
   * An event, and what it asks for.
   *
   * @param system who sent it: notion or linear
   * @param id the sender's id of it
   */
  public record Event(String system, String id, List<WebhookWork> work) {

    /** Keeps its own copy of the list. */
    public Event {
      work = List.copyOf(work);
    }
  }

  /** Rows are locked in the same order by everybody, so that nobody waits in a circle. */
  private static final Comparator<WebhookWork> IN_ORDER =
      Comparator.comparing(WebhookWork::worker)
          .thenComparing(WebhookWork::kind)
          .thenComparing(WebhookWork::subject);

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public WebhookStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.clock = clock;
    this.jdbi.registerRowMapper(WebhookWork.class, ConstructorMapper.of(WebhookWork.class));
    this.jdbi.registerRowMapper(Worker.class, ConstructorMapper.of(Worker.class));
    this.jdbi.registerRowMapper(Sender.class, ConstructorMapper.of(Sender.class));
    this.jdbi.registerRowMapper(Waiting.class, ConstructorMapper.of(Waiting.class));
  }

  /**
   * Accepts events with what they ask for, all or nothing: one commit, however many they are. On
   * the disk when this returns.
   *
   * @return for each of them, in their order, whether it is new; one that was accepted before, or
   *     that stands twice among these, asks for nothing
   */
  public List<Boolean> accept(List<Event> events) {
    Instant now = clock.instant();
    List<Boolean> fresh = new ArrayList<>();
    contended.transact(
        handle -> {
          fresh.clear();
          fresh.addAll(remember(handle, events, now));
          Map<WebhookWork, Integer> named = new TreeMap<>(IN_ORDER);
          for (int i = 0; i < events.size(); i++) {
            if (fresh.get(i)) {
              events.get(i).work().forEach(it -> named.merge(it, 1, Integer::sum));
            }
          }
          put(handle, named, now);
        });
    return fresh;
  }

  private static List<Boolean> remember(Handle handle, List<Event> events, Instant now) {
    Map<List<String>, Integer> firsts = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      firsts.putIfAbsent(List.of(events.get(i).system(), events.get(i).id()), i);
    }
    // None of them twice in one batch: H2 would take its answer to the first NOT EXISTS for the
    // second.
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO webhook_events (system, event_id, received_at)"
                + " SELECT CAST(:system AS VARCHAR(20)), CAST(:id AS VARCHAR(100)),"
                + " CAST(:now AS TIMESTAMP(3) WITH TIME ZONE) WHERE NOT EXISTS"
                + " (SELECT 1 FROM webhook_events WHERE system = :system AND event_id = :id)");
    firsts.values().forEach(i -> batch.bind("now", now).bindMethods(events.get(i)).add());
    int[] inserted = batch.execute();
    Boolean[] fresh = new Boolean[events.size()];
    Arrays.fill(fresh, false);
    int place = 0;
    for (int first : firsts.values()) {
      fresh[first] = inserted[place++] > 0;
    }
    return List.of(fresh);
  }

  private static void put(Handle handle, Map<WebhookWork, Integer> named, Instant now) {
    if (named.isEmpty()) {
      return;
    }
    List<WebhookWork> work = List.copyOf(named.keySet());
    PreparedBatch update =
        handle.prepareBatch("UPDATE webhook_work SET mark = mark + :times, next_at = :now" + ID);
    work.forEach(it -> update.bind("now", now).bind("times", named.get(it)).bindMethods(it).add());
    int[] known = update.execute();
    PreparedBatch insert =
        handle.prepareBatch(
            "INSERT INTO webhook_work (system, worker, kind, subject, mark, attempts, first_at,"
                + " next_at) VALUES (:system, :worker, :kind, :subject, :times, 0, :now, :now)");
    for (int i = 0; i < known.length; i++) {
      if (known[i] == 0) {
        WebhookWork one = work.get(i);
        insert.bind("now", now).bind("times", named.get(one)).bindMethods(one).add();
      }
    }
    insert.execute();
  }

  /** Those for whom work is due now, the one that waits longest first. */
  public List<Worker> dueWorkers() {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT worker AS name, kind FROM webhook_work WHERE next_at <= ?"
                        + " GROUP BY worker, kind ORDER BY MIN(first_at)",
                    clock.instant())
                .mapTo(Worker.class)
                .list());
  }

  /** What is due now for one of them, the longest waiting first. */
  public List<WebhookWork> due(Worker worker, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT system, worker, kind, subject, mark, attempts, first_at"
                        + " FROM webhook_work WHERE worker = ? AND kind = ? AND next_at <= ?"
                        + " ORDER BY first_at, subject LIMIT ?",
                    worker.name(),
                    worker.kind(),
                    clock.instant(),
                    limit)
                .mapTo(WebhookWork.class)
                .list());
  }

  /** It was done, unless an event has named it again since it was taken: then it stays. */
  public void done(WebhookWork work) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("DELETE FROM webhook_work" + ID + " AND mark = :mark")
                .bindMethods(work)
                .execute());
  }

  /** It could not be done and is tried again then. */
  public void postpone(WebhookWork work, Instant next) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE webhook_work SET attempts = attempts + 1, next_at = :next" + ID)
                .bind("next", next)
                .bindMethods(work)
                .execute());
  }

  /** Nothing of this worker is looked at before then, unless a new event asks for it. */
  public void rest(Worker worker, Instant until) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE webhook_work SET next_at = ? WHERE worker = ? AND kind = ? AND next_at < ?",
                until,
                worker.name(),
                worker.kind(),
                until));
  }

  /** What waits of a sender's events. */
  public Waiting waiting(String system) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) AS count, MIN(first_at) AS oldest FROM webhook_work"
                        + " WHERE system = ?",
                    system)
                .mapTo(Waiting.class)
                .one());
  }

  /** Drops the ids of events that came before that; what they asked for stays. */
  public int forgetBefore(Instant moment) {
    return jdbi.withHandle(
        handle -> handle.execute("DELETE FROM webhook_events WHERE received_at < ?", moment));
  }

  /** How a sender stands; empty if nothing was ever heard of it. */
  public Optional<Sender> sender(String system) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT heard_at, token, token_at, silent_since FROM webhook_senders"
                        + " WHERE system = ?",
                    system)
                .mapTo(Sender.class)
                .findOne());
  }

  /** A correctly signed event came. */
  public void heard(String system, Instant moment) {
    set(system, "heard_at = :moment", moment, null);
  }

  /** The sender posted a token for its handshake; it takes the place of an earlier one. */
  public void keepToken(String system, String token) {
    set(system, "token = :token, token_at = :moment", clock.instant(), token);
  }

  /**
   * People were told that the sender is silent, or that it is not any more.
   *
   * @param since null if it is not silent
   */
  public void silent(String system, Instant since) {
    set(system, "silent_since = :moment", since, null);
  }

  private void set(String system, String change, Instant moment, String token) {
    contended.transact(
        handle -> {
          String update = "UPDATE webhook_senders SET " + change + " WHERE system = :system";
          if (update(handle, update, system, moment, token) == 0) {
            handle.execute("INSERT INTO webhook_senders (system) VALUES (?)", system);
            update(handle, update, system, moment, token);
          }
        });
  }

  private static int update(
      Handle handle, String sql, String system, Instant moment, String token) {
    var update = handle.createUpdate(sql).bind("system", system).bind("moment", moment);
    return (sql.contains(":token") ? update.bind("token", token) : update).execute();
  }
}
