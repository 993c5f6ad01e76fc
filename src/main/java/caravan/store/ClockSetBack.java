package caravan.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back to now what the store says of a time that is yet to come, further ahead than anything
 * waits: the clock was ahead when it was written down, and was set back. Otherwise it would wait
 * until the clock is there again.
 */
public final class ClockSetBack {

  private static final Logger LOG = LoggerFactory.getLogger(ClockSetBack.class);

  /** Kept failures, and relations that could not be set, are tried at least so often. */
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);

  /** Pages that relations wait for are looked up at least so often. */
  private static final Duration LONGEST_LOOK_UP = Duration.ofDays(1);

  private final Store store;

  public ClockSetBack(Store store) {
    this.store = store;
  }

  /**
   * Does so, before anything runs.
   *
   * @param now the hub's clock
   * @return how many entries lay in the future
   */
  public int bringBack(Instant now) {
    Map<String, Integer> changed = new LinkedHashMap<>();
    store
        .jdbi()
        .useTransaction(
            handle ->
                statements(now)
                    .forEach(
                        (what, statement) ->
                            changed.merge(
                                what,
                                handle.execute(statement.sql(), statement.values()),
                                Integer::sum)));
    changed.values().removeIf(count -> count == 0);
    if (!changed.isEmpty()) {
      LOG.warn(
          "The store speaks of times that are yet to come, so the clock was ahead and was set back."
              + " These are brought back to now, so that nothing waits for them: {}.",
          changed);
    }
    return changed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private record Statement(String sql, Object... values) {}

  private static Map<String, Statement> statements(Instant now) {
    Instant retry = now.plus(LONGEST_RETRY);
    Instant lookUp = now.plus(LONGEST_LOOK_UP);
    Map<String, Statement> all = new LinkedHashMap<>();
    // What was looked up in the future was not looked up long enough.
    all.put(
        "look-ups of creates",
        new Statement("UPDATE links SET looked_up_at = NULL WHERE looked_up_at > ?", now));
    all.put(
        "creates without a known outcome",
        new Statement("UPDATE links SET pending_since = ? WHERE pending_since > ?", now, now));
    all.put(
        "alerts without a known outcome",
        new Statement("UPDATE incidents SET pending_since = ? WHERE pending_since > ?", now, now));
    all.put(
        "what webhooks ask for",
        new Statement("UPDATE webhook_work SET next_at = ? WHERE next_at > ?", now, retry));
    all.put(
        "kept failures",
        new Statement(
            "UPDATE failures SET next_at = ? WHERE next_at > ? OR next_at > ? AND last_at > ?",
            now,
            retry,
            now,
            now));
    all.put(
        "relations to be set",
        new Statement("UPDATE waiting_relations SET next_at = ? WHERE next_at > ?", now, retry));
    all.put(
        "related pages to be looked up",
        new Statement(
            "UPDATE waiting_related SET look_up_at = ? WHERE look_up_at > ?", now, lookUp));
    all.put(
        "failed sweeps",
        new Statement("UPDATE sweeps SET tried_at = ? WHERE tried_at > ?", now, now));
    all.put(
        "sweeps",
        new Statement("UPDATE sweeps SET counts_from = ? WHERE counts_from > ?", now, now));
    // It is not known whether their minute had closed: they are read once more when they are met.
    all.put(
        "known items",
        new Statement("UPDATE known_items SET read_at = last_edited WHERE read_at > ?", now));
    return all;
  }
}
