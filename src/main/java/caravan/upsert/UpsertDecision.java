package caravan.upsert;

import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a record needs, from what is known of its page. Decides only. */
public final class UpsertDecision {

  /** What to do. */
  public enum Action {
    /** No page exists: create it. */
    CREATE,
    /** The page exists, and something in it is not as the record says. */
    UPDATE,
    /** The page is in the trash, and the record is back. */
    RESTORE,
    /** The record is gone: put its page into the trash. */
    TRASH,
    /** The page is as the record says. */
    NOTHING,
    /** The record is gone and never had a page. */
    IGNORE,
    /** A create was sent and its outcome is not known: look the External ID up first. */
    LOOK_UP
  }

  private UpsertDecision() {}

  /**
   * Decides.
   *
   * @param link what is known of the page
   * @param hash the record's hashes
   * @param now the hub's clock
   * @param indexLag how long a page that was created may be missing from query results
   */
  public static Action of(
      Record record, Optional<Link> link, RecordHash hash, Instant now, Duration indexLag) {
    if (link.isEmpty()) {
      return record.deleted() ? Action.IGNORE : Action.CREATE;
    }
    Link known = link.get();
    switch (known.state()) {
      case PENDING:
        if (!wasLookedForLongEnough(known, indexLag)) {
          return Action.LOOK_UP;
        }
        return record.deleted() ? Action.IGNORE : Action.CREATE;
      case TRASHED:
        return record.deleted() ? Action.NOTHING : Action.RESTORE;
      default:
        if (record.deleted()) {
          return Action.TRASH;
        }
        boolean same =
            hash.properties().equals(known.propertiesHash()) && sameBody(record, hash, known);
        return same ? Action.NOTHING : Action.UPDATE;
    }
  }

  /** Whether the page's body needs nothing: it is the same, or the record leaves it alone. */
  static boolean sameBody(Record record, RecordHash hash, Link link) {
    return record.body() == null || hash.body().equals(link.bodyHash());
  }

  /** A page that was not found after the index had time to show it does not exist. */
  private static boolean wasLookedForLongEnough(Link link, Duration indexLag) {
    return link.lookedUpAt() != null
        && !link.lookedUpAt().isBefore(link.pendingSince().plus(indexLag));
  }
}
