package caravan.sync;

import caravan.store.PauseStore.Pause;
import caravan.store.RunReport;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A run while it goes on: counts what happens, from any thread. */
public final class Run {

  private final long id;
  private final String integration;
  private final String cause;
  private final Instant startedAt;
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> notes = new TreeMap<>();
  private final Set<String> targets = new TreeSet<>();
  private int requests;
  private int rateLimited;
  private String stopped;
  private boolean asking;
  private Pause paused;

  Run(long id, String integration, String cause, Instant startedAt) {
    this.id = id;
    this.integration = integration;
    this.cause = cause;
    this.startedAt = startedAt;
  }

  public long id() {
    return id;
  }

  public String integration() {
    return integration;
  }

  /** When it began. */
  public Instant startedAt() {
    return startedAt;
  }

  public String cause() {
    return cause;
  }

  /** Counts a record. */
  public synchronized void count(Outcome outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /** Counts a request to Notion by its answer's status; 0 stands for no answer. */
  public synchronized void request(int status) {
    requests++;
    if (status == 429 || status == 529) {
      rateLimited++;
    }
  }

  /** How many requests to Notion were sent so far. */
  public synchronized int requests() {
    return requests;
  }

  /** Tallies something people should know, such as "people unknown in Notion". */
  public synchronized void note(String what, int times) {
    if (times > 0) {
      notes.merge(what, times, Integer::sum);
    }
  }

  /** The run writes to this data source. */
  public synchronized void writesTo(String target) {
    targets.add(target);
  }

  /** The data sources that the run wrote to so far. */
  public synchronized Set<String> targets() {
    return Set.copyOf(targets);
  }

  /** Stops the run before the next record; the first reason stays. */
  public synchronized void stop(String reason) {
    if (stopped == null) {
      stopped = reason;
    }
  }

  /** Stops the run before the next record, until a person decides; the reason says how. */
  public synchronized void ask(String reason) {
    asking = asking || stopped == null;
    stop(reason);
  }

  /** Stops the run before the next record, because its integration was paused. */
  public synchronized void pause(Pause why) {
    if (stopped == null) {
      paused = why;
    }
    stop(why.reason());
  }

  /** Whether it was stopped by {@link #pause}. */
  public synchronized boolean isPaused() {
    return paused != null;
  }

  /**
   * Nothing is written for a run whose integration was paused.
   *
   * @throws IntegrationPaused if it was
   */
  public synchronized void refuseIfPaused() {
    if (paused != null) {
      throw new IntegrationPaused(paused);
    }
  }

  /** Whether it was stopped by {@link #ask}. */
  public synchronized boolean isAsking() {
    return asking;
  }

  /** Whether the next record may be handled. */
  public boolean isGoing() {
    return stopped() == null;
  }

  /** Why the run was stopped; null if it was not. */
  public synchronized String stopped() {
    return stopped;
  }

  /** How many records were counted so far. */
  public synchronized int records() {
    return outcomes.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The counts as they stand. */
  public synchronized RunReport report(String state, Instant finishedAt, boolean complete) {
    String text =
        notes.entrySet().stream()
            .map(note -> note.getKey() + ": " + note.getValue())
            .collect(Collectors.joining("; "));
    if (stopped != null) {
      text = text.isEmpty() ? stopped : stopped + "; " + text;
    }
    return new RunReport(
        id,
        integration,
        cause,
        state,
        startedAt,
        finishedAt,
        records(),
        of(Outcome.CREATED),
        of(Outcome.UPDATED),
        of(Outcome.UNCHANGED),
        of(Outcome.DELETED),
        of(Outcome.SKIPPED),
        of(Outcome.FAILED),
        requests,
        rateLimited,
        complete,
        text);
  }

  private int of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }
}
