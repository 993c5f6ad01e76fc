package caravan.sweep;

import caravan.store.KnownItem;
import caravan.store.KnownItems;
import caravan.store.StoreTrouble;
import caravan.store.SweepStore;
import caravan.store.SweepStore.Standing;
import caravan.sync.Listing;
import caravan.sync.Poll;
import caravan.sync.Poll.Kind;
import caravan.sync.Polls;
import caravan.sync.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, at the end of each poll, whether the source is to be read whole as well, and which rows
 * are missing from that reading.
 *
 * <p>A sweep lists the rows and so finds those that are gone or back; a reconcile reads their
 * values too, because formulas, rollups and relations change without Notion telling. A reconcile is
 * a sweep as well.
 */
public final class Sweeps {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

  private final Polls polls;
  private final SweepStore store;
  private final KnownItems knownItems;
  private final Clock clock;
  private final SweepSettings settings;

  /**
   * The settings of sweeps.
   *
   * @param cron {@code sync.sweep.cron}; blank for never
   * @param reconcileCrons {@code <integration>.reconcile.cron} by integration; blank for never
   * @param maxDeletes {@code sync.max-deletes}
   */
  public record SweepSettings(
      String cron, Map<String, String> reconcileCrons, MaxDeletes maxDeletes) {

    /** Keeps its own copy of the map. */
    public SweepSettings {
      reconcileCrons = Map.copyOf(reconcileCrons);
    }

    /** Whether the integration's source is ever read whole after its first poll. */
    public boolean isSwept(String integration) {
      return !cron(integration, Kind.SWEEP).isBlank()
          || !cron(integration, Kind.RECONCILE).isBlank();
    }

    String cron(String integration, Kind kind) {
      return kind == Kind.SWEEP ? cron : reconcileCrons.getOrDefault(integration, "");
    }
  }

  public Sweeps(
      Polls polls, SweepStore store, KnownItems knownItems, Clock clock, SweepSettings settings) {
    this.polls = polls;
    this.store = store;
    this.knownItems = knownItems;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * What is to be read after a reading that has ended.
   *
   * @return null for nothing, also while the store does not answer: then the next poll decides
   */
  public Poll after(Poll ended) {
    try {
      return next(ended);
    } catch (RuntimeException e) {
      StoreTrouble trouble = StoreTrouble.of(e).orElseThrow(() -> e);
      LOG.warn(
          "{}: whether a sweep is due is decided after the next poll: {}",
          ended.run().integration(),
          trouble.sentence());
      return null;
    }
  }

  private Poll next(Poll ended) {
    if (ended.isComplete()) {
      note(ended);
      return null;
    }
    if (ended.run().stopped() != null) {
      return null;
    }
    String integration = ended.run().integration();
    Standing sweep = standing(ended, Kind.SWEEP);
    Standing reconcile = standing(ended, Kind.RECONCILE);
    if (isDue(integration, Kind.RECONCILE, reconcile)) {
      return polls.beginComplete(integration, Kind.RECONCILE, false);
    }
    if (isDue(integration, Kind.SWEEP, sweep)) {
      // What was never listed before is mostly unknown: reading each by itself would cost more than
      // listing all with their values.
      return polls.beginComplete(integration, Kind.SWEEP, sweep.listedAt() != null);
    }
    return null;
  }

  /**
   * The known items that a complete reading did not list; none if it is not complete. If they are
   * more than people allowed, none either: the run stops and asks, before anything is taken for
   * gone and before any of them is read.
   */
  public List<KnownItem> missing(Poll reading, Listing listing) {
    if (!reading.isComplete() || reading.run().stopped() != null || listing.isUnfinished()) {
      return List.of();
    }
    String integration = reading.run().integration();
    List<String> known = knownItems.present(integration);
    List<String> missing = known.stream().filter(id -> !listing.contains(id)).toList();
    int allowed = settings.maxDeletes().of(known.size());
    if (missing.size() > allowed) {
      reading.run().ask(question(reading, missing.size(), known.size(), allowed));
      return List.of();
    }
    return List.copyOf(knownItems.find(integration, missing).values());
  }

  private String question(Poll reading, int missing, int known, int allowed) {
    return ("%s: %d of %d known items are missing from the source; sync.max-deletes=%s allows"
            + " %d. Nothing was taken for gone. If they are meant to be gone, set sync.max-deletes"
            + " (SYNC_MAX_DELETES) to %d or more and start the hub again: the first poll repeats"
            + " the %s, which then goes on; set it back afterwards. If not, restore them, or give"
            + " the connection access to them again, before the next one.")
        .formatted(
            reading.run().integration(),
            missing,
            known,
            settings.maxDeletes().setting(),
            allowed,
            missing,
            reading.kind().cause());
  }

  private boolean isDue(String integration, Kind kind, Standing standing) {
    return SweepSchedule.isDue(
        settings.cron(integration, kind),
        standing,
        settings.maxDeletes().setting(),
        clock.instant());
  }

  /** How a kind of reading stands; its schedule counts from the first poll that ends well. */
  private Standing standing(Poll ended, Kind kind) {
    String integration = ended.run().integration();
    return store
        .find(integration, kind.name())
        .orElseGet(
            () -> {
              boolean whole = Objects.equals(ended.since(), ended.firstFrom());
              Instant start = ended.start();
              Standing first = new Standing(start, null, whole ? start : null, null);
              store.save(integration, kind.name(), first);
              return first;
            });
  }

  private void note(Poll ended) {
    String stopped = ended.run().stopped();
    String integration = ended.run().integration();
    Kind kind = ended.kind();
    Instant now = clock.instant();
    Standing before = store.find(integration, kind.name()).orElseThrow();
    if (stopped == null) {
      Standing done = new Standing(now, null, now, null);
      store.save(integration, kind.name(), done);
      store.save(integration, Kind.SWEEP.name(), done);
    } else if (ended.run().isAsking()) {
      store.save(
          integration, kind.name(), new Standing(now, null, now, settings.maxDeletes().setting()));
    } else if (!stopped.equals(Runs.HUB_STOPPED)) {
      store.save(
          integration,
          kind.name(),
          new Standing(before.countsFrom(), now, before.listedAt(), before.askedWith()));
    }
  }
}
