package caravan.sync;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Orders a source's versions: moments by time, everything else not at all. */
final class Versions {

  private Versions() {}

  /** Whether {@code offered} is certainly older than {@code done}; equal ones are not. */
  static boolean isOlder(String offered, String done) {
    Instant offeredAt = moment(offered);
    Instant doneAt = moment(done);
    return offeredAt != null && doneAt != null && offeredAt.isBefore(doneAt);
  }

  private static Instant moment(String version) {
    if (version == null || version.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(version).toInstant();
    } catch (DateTimeParseException e) {
      return null; // a revision number or the like: the source's order is not ours to guess
    }
  }
}
