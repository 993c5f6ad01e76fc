package caravan.changes;

import caravan.store.SeenPages.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a row that a poll met again has to be read.
 *
 * <p>Notion floors last_edited_time to the minute: an edit after a read, within the same minute,
 * leaves the time as it was. So a page that was read before its minute had closed is read once more
 * after that.
 */
public final class ChangeDecision {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private ChangeDecision() {}

  /**
   * @param seen how the page was last read, if it was
   * @param lastEdited its last_edited_time now
   * @param rowHash the hash of its row now
   * @param now the hub's clock
   * @param margin by how much the hub's clock may be ahead of Notion's
   */
  public static boolean isDue(
      Optional<Seen> seen, Instant lastEdited, String rowHash, Instant now, Duration margin) {
    if (seen.isEmpty()
        || !seen.get().lastEdited().equals(lastEdited)
        || !seen.get().rowHash().equals(rowHash)) {
      return true;
    }
    Instant minuteCloses = lastEdited.plus(MINUTE).plus(margin);
    boolean readAfterwards = !seen.get().readAt().isBefore(minuteCloses);
    return !readAfterwards && !now.isBefore(minuteCloses);
  }
}
