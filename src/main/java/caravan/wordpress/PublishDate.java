package caravan.wordpress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;

/**
 * When a post is published. WordPress knows its site's own time ({@code date}) and UTC ({@code
 * date_gmt}), both without a zone.
 *
 * @param field {@code date} for a day without a time: it begins at midnight where the site is;
 *     {@code date_gmt} for a moment
 * @param value as WordPress takes it
 */
record PublishDate(String field, String value) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  /**
   * The date in a record: an ISO date, a time with its offset, or {@code {start, timeZone?}}.
   *
   * @param value null or blank for none
   * @throws IllegalArgumentException if it is no date
   */
  static Optional<PublishDate> of(Object value) {
    Object start = value instanceof Map<?, ?> range ? range.get("start") : value;
    Object zone = value instanceof Map<?, ?> range ? range.get("timeZone") : null;
    if (start == null || start.toString().isBlank()) {
      return Optional.empty();
    }
    String text = start.toString().strip();
    try {
      return Optional.of(
          text.contains("T")
              ? new PublishDate("date_gmt", FORMAT.format(utc(text, zone)))
              : new PublishDate("date", FORMAT.format(LocalDate.parse(text).atStartOfDay())));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "the post's date is \"%s\", which is no date such as 2026-11-22, or 2026-11-22T09:00:00+01:00 with its offset"
              .formatted(text),
          e);
    }
  }

  private static LocalDateTime utc(String text, Object zone) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (time instanceof LocalDateTime local && zone != null) {
      return local
          .atZone(ZoneId.of(zone.toString()))
          .withZoneSameInstant(ZoneOffset.UTC)
          .toLocalDateTime();
    }
    return OffsetDateTime.from(time).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  void addTo(ObjectNode body) {
    body.put(field, value);
  }
}
