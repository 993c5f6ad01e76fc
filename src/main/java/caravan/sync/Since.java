package caravan.sync;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How far back a first start reaches: {@code all}, {@code now}, a date or a moment. */
public final class Since {

  private Since() {}

  /**
   * @return the moment, empty for everything
   * @throws IllegalArgumentException for any other text
   */
  public static Optional<Instant> parse(String text, Instant now) {
    switch (text.trim()) {
      case "all":
        return Optional.empty();
      case "now":
        return Optional.of(now);
      default:
        return Optional.of(moment(text.trim()));
    }
  }

  private static Instant moment(String text) {
    try {
      return text.length() <= 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "must be all, now, a date (2026-11-22) or a moment (2026-11-22T10:00:00Z), not \""
              + text
              + "\"",
          e);
    }
  }
}
