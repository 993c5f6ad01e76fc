package caravan.changes;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be done about a row that a source met.
 *
 * <p>Notion floors last_edited_time to the minute: an edit after a read, within the same minute,
 * leaves the time as it was. So a page that was read before its minute had closed is read once more
 * after that.
 */
public enum RowDecision {
  /** It is new, changed, or back: it has to be handed over. */
  DUE,
  /** The same, but it was listed with nothing but its title, so it has to be read first. */
  UNREAD,
  /** It is no row of the data source any more: it has to be handed over as deleted. */
  GONE,
  /** There is nothing to do. */
  UNCHANGED;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * Decides about a row.
   *
   * @param known how the page was last handed over, if it was
   * @param state where it is now
   * @param lastEdited its last_edited_time now
   * @param rowHash the hash of its row now; null if it was listed with nothing but its title: then
   *     only a new row, another time or one that is back counts
   * @param now the hub's clock
   * @param margin by how much the hub's clock may be ahead of Notion's
   * @param named whether a webhook said that it changed: then its minute need not close first
   */
  static RowDecision of(
      Optional<KnownItem> known,
      State state,
      Instant lastEdited,
      String rowHash,
      Instant now,
      Duration margin,
      boolean named) {
    if (state != State.PRESENT) {
      return known.map(KnownItem::state).filter(state::equals).isPresent() ? UNCHANGED : GONE;
    }
    boolean changed =
        known.isEmpty()
            || known.get().state() != State.PRESENT
            || known.get().isOnlyMet()
            || !known.get().lastEdited().equals(lastEdited);
    if (rowHash == null) {
      return changed ? UNREAD : UNCHANGED;
    }
    if (changed || !known.get().rowHash().equals(rowHash)) {
      return DUE;
    }
    Instant minuteCloses = lastEdited.plus(MINUTE).plus(margin);
    boolean readAfterwards = !known.get().readAt().isBefore(minuteCloses);
    return !readAfterwards && (named || !now.isBefore(minuteCloses)) ? DUE : UNCHANGED;
  }
}
