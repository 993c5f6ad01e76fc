package caravan.record;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Orders a source's versions: moments by time, everything else not at all. */
public final class Versions {

  private Versions() {}

  /**
   * Whether {@code offered} is certainly older than {@code known}; equal ones are not, nor is one
   * that is null, blank or no moment.
   */
  public static boolean isOlder(String offered, String known) {
    Instant offeredAt = moment(offered);
    Instant knownAt = moment(known);
    return offeredAt != null && knownAt != null && offeredAt.isBefore(knownAt);
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
