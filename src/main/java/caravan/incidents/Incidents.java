package caravan.incidents;

import caravan.store.IncidentRow;
import caravan.store.IncidentRow.Message;
import caravan.store.IncidentStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents that last, and what people still have to be told of them.
 *
 * <p>Each is written to the log at once, and to the store before anybody is told. While the store
 * is away they are kept in memory and told all the same; what then changed is written down as soon
 * as the store answers. One hub keeps the incidents of a store.
 */
public final class Incidents {

  /** Why people could not be told of an incident, and when that is tried again. */
  private record Refusal(int attempts, String reason, Instant nextTry) {}

  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration STORE_LOOK = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 5;

  private final IncidentStore store;
  private final Clock clock;

  /** In the order in which they began. */
  private final Map<String, IncidentRow> rows = new LinkedHashMap<>();

  private final Map<String, Refusal> refusals = new HashMap<>();
  private final Set<String> unwritten = new LinkedHashSet<>();
  private final Map<String, IncidentRow> ended = new HashMap<>();
  private Instant nextWrite = Instant.MIN;

  public Incidents(IncidentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes up what the last hub left. What nobody could be told of is told if that is possible now.
   *
   * @param past which of them cannot last any longer, because what they are about is no more
   */
  public synchronized void takeUp(Predicate<Incident> past) {
    for (IncidentRow row : store.unfinished()) {
      boolean onlyInTheLog = row.isOpen() && !row.message().mayExist();
      rows.put(row.id(), onlyInTheLog ? row.told(0) : row);
    }
    store.forgetEndedBefore(clock.instant().minus(KEPT));
    for (IncidentRow row : List.copyOf(rows.values())) {
      if (row.isOpen() && past.test(incident(row))) {
        close(row, "The hub was started anew without it.");
      }
    }
  }

  /** An incident began, changed or ended; nothing happens if all that is known. */
  public synchronized void note(Incident incident) {
    Optional<IncidentRow> open = open(incident.fingerprint());
    if (incident.isOver()) {
      open.ifPresent(row -> close(row, incident.text()));
    } else if (open.isEmpty()) {
      begin(incident);
    } else if (!incident.equals(incident(open.get()))) {
      LOG.info("Alert changed: {}", incident.line());
      put(
          open.get()
              .changed(incident.severity(), incident.title(), incident.text(), clock.instant()));
      write();
    }
  }

  private void begin(Incident incident) {
    if (incident.severity().equals(Incident.NOTICE) && isKnown(incident.fingerprint())) {
      return;
    }
    LOG.warn("ALERT: {}", incident.line());
    put(begun(incident));
    write();
  }

  private IncidentRow begun(Incident incident) {
    Instant now = clock.instant();
    return new IncidentRow(
        UUID.randomUUID().toString(),
        incident.kind(),
        incident.severity(),
        incident.about(),
        incident.title(),
        incident.text(),
        null,
        now,
        now,
        null,
        1,
        0,
        Message.NONE);
  }

  /** People who have a message get a closing one; else the one that they will get says it all. */
  private void close(IncidentRow row, String how) {
    LOG.info("ALERT over: {}", how);
    put(row.closed(how, clock.instant()));
    if (row.message().mayExist()) {
      put(begun(new Incident(Incident.RECOVERED, Incident.NOTICE, row.id(), row.title(), how)));
    }
    write();
  }

  /** While the store is away, a notice may be told that it knows already: better than never. */
  private boolean isKnown(String fingerprint) {
    try {
      return store.knows(fingerprint);
    } catch (RuntimeException e) {
      LOG.warn("Whether this was told before cannot be looked up: {}", e.getMessage());
      return false;
    }
  }

  /** The oldest of those of which people can be told something now; empty if there is none. */
  public synchronized Optional<IncidentRow> next() {
    write();
    Instant now = clock.instant();
    return rows.values().stream()
        .filter(IncidentRow::isUntold)
        .filter(row -> !isWaiting(row.id(), now))
        .findFirst();
  }

  private boolean isWaiting(String id, Instant now) {
    Refusal refusal = refusals.get(id);
    return refusal != null && now.isBefore(refusal.nextTry());
  }

  /** How an incident stands now; empty if there is nothing more to do about it. */
  public synchronized Optional<IncidentRow> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** What is known of an incident's message. */
  public synchronized void messaged(String id, Message message) {
    IncidentRow row = rows.get(id);
    if (row != null) {
      put(row.with(message));
      write();
    }
  }

  /** People know this version of it. */
  public synchronized void told(String id, int version) {
    refusals.remove(id);
    IncidentRow row = rows.get(id);
    if (row != null) {
      boolean notice = row.severity().equals(Incident.NOTICE) && row.version() == version;
      put(notice ? row.done(clock.instant()) : row.told(version));
      write();
    }
  }

  /** People could not be told; that is tried again soon, and then less and less often. */
  public synchronized void notTold(String id, String reason) {
    if (!rows.containsKey(id)) {
      return;
    }
    int attempts = refusals.containsKey(id) ? refusals.get(id).attempts() : 0;
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, DOUBLINGS));
    Duration capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    refusals.put(id, new Refusal(attempts + 1, reason, clock.instant().plus(capped)));
    if (attempts == 0) {
      LOG.error("An alert did not reach Slack; it is kept and sent later: {}", reason);
    }
  }

  /** Those that last, oldest first. */
  public synchronized List<Incident> open() {
    return rows.values().stream()
        .filter(row -> row.isOpen() && !row.severity().equals(Incident.NOTICE))
        .map(Incidents::incident)
        .toList();
  }

  /** Those of which people still have to be told something, oldest first. */
  public synchronized List<Incident> untold() {
    return rows.values().stream().filter(IncidentRow::isUntold).map(Incidents::incident).toList();
  }

  /** Why people could not be told of what they still have to be told; empty if nothing failed. */
  public synchronized Optional<String> trouble() {
    return refusals.values().stream().map(Refusal::reason).findFirst();
  }

  private Optional<IncidentRow> open(String fingerprint) {
    return rows.values().stream()
        .filter(row -> row.isOpen() && row.fingerprint().equals(fingerprint))
        .findFirst();
  }

  private static Incident incident(IncidentRow row) {
    return new Incident(row.kind(), row.severity(), row.about(), row.title(), row.text());
  }

  /** Whatever is over and told is no longer held here, but for writing it down. */
  private void put(IncidentRow row) {
    unwritten.add(row.id());
    if (row.isOpen() || row.isUntold()) {
      rows.put(row.id(), row);
    } else {
      rows.remove(row.id());
      ended.put(row.id(), row);
    }
  }

  private void write() {
    if (unwritten.isEmpty() || clock.instant().isBefore(nextWrite)) {
      return;
    }
    List<IncidentRow> changed = new ArrayList<>();
    unwritten.forEach(id -> changed.add(rows.containsKey(id) ? rows.get(id) : ended.get(id)));
    try {
      store.save(changed);
      unwritten.clear();
      ended.clear();
      nextWrite = Instant.MIN;
    } catch (RuntimeException e) {
      nextWrite = clock.instant().plus(STORE_LOOK);
      LOG.warn(
          "Alerts are kept in memory until the store can take them: {}",
          String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }
}
