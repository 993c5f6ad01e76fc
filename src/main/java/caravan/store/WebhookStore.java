package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

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
   * Accepts an event with what it asks for, all or nothing; on the disk when this returns.
   *
   * @return false if the event was accepted before: then it asks for nothing
   */
  public boolean accept(String system, String eventId, Collection<WebhookWork> work) {
    boolean[] fresh = new boolean[1];
    Instant now = clock.instant();
    contended.transact(
        handle -> {
          fresh[0] = remember(handle, system, eventId, now);
          if (fresh[0]) {
            work.forEach(one -> put(handle, one, now));
          }
        });
    return fresh[0];
  }

  private static boolean remember(Handle handle, String system, String eventId, Instant now) {
    return handle.execute(
            "INSERT INTO webhook_events (system, event_id, received_at)"
                + " SELECT CAST(? AS VARCHAR(20)), CAST(? AS VARCHAR(100)),"
                + " CAST(? AS TIMESTAMP(3) WITH TIME ZONE)"
                + " WHERE NOT EXISTS (SELECT 1 FROM webhook_events WHERE system = ? AND event_id = ?)",
            system,
            eventId,
            now,
            system,
            eventId)
        > 0;
  }

  private static void put(Handle handle, WebhookWork work, Instant now) {
    int known =
        handle
            .createUpdate("UPDATE webhook_work SET mark = mark + 1, next_at = :now" + ID)
            .bind("now", now)
            .bindMethods(work)
            .execute();
    if (known == 0) {
      handle
          .createUpdate(
              "INSERT INTO webhook_work (system, worker, kind, subject, mark, attempts, first_at,"
                  + " next_at) VALUES (:system, :worker, :kind, :subject, 1, 0, :now, :now)")
          .bind("now", now)
          .bindMethods(work)
          .execute();
    }
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
