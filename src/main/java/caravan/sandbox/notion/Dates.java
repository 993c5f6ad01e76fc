package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Dates as Notion writes them: a day, or a time with milliseconds and an offset. */
final class Dates {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");
  private static final int DAY_LENGTH = 10;

  private Dates() {}

  /** A stretch of time: a day, or a moment that is its own end. */
  record Span(Instant start, Instant end) {}

  static ObjectNode read(In in) {
    in.only("start", "end", "time_zone");
    String zone = in.at("time_zone").given() ? in.at("time_zone").text() : null;
    ObjectNode date = World.JSON.objectNode();
    date.put("start", text(in.at("start"), zone));
    date.put("end", in.at("end").given() ? text(in.at("end"), zone) : null);
    // A zone is shown as the offset that it has then (Notion: changelog "Time zone support").
    return date.putNull("time_zone");
  }

  private static String text(In in, String zone) {
    String text = in.text();
    try {
      if (text.length() <= DAY_LENGTH) {
        if (zone != null) {
          throw in.should("have a time where time_zone is given");
        }
        return LocalDate.parse(text).toString();
      }
      if (zone != null && hasOffset(text)) {
        throw in.should("have no UTC offset where time_zone is given");
      }
      return TIME.format(moment(text, zone == null ? ZoneOffset.UTC : ZoneId.of(zone)));
    } catch (DateTimeException e) {
      throw in.should("be a valid ISO 8601 date string");
    }
  }

  private static boolean hasOffset(String text) {
    return DateTimeFormatter.ISO_DATE_TIME
        .parse(text)
        .isSupported(java.time.temporal.ChronoField.OFFSET_SECONDS);
  }

  private static OffsetDateTime moment(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeParseException e) {
      return LocalDateTime.parse(text).atZone(zone).toOffsetDateTime();
    }
  }

  /** The stretch that a date in a filter or a value covers, in UTC where it names no zone. */
  static Span span(In in) {
    try {
      return span(in.text());
    } catch (DateTimeException e) {
      throw in.should("be a valid ISO 8601 date string");
    }
  }

  static Span span(String text) {
    if (text.length() <= DAY_LENGTH) {
      LocalDate day = LocalDate.parse(text);
      return new Span(
          day.atStartOfDay(ZoneOffset.UTC).toInstant(),
          day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1));
    }
    Instant moment = moment(text, ZoneOffset.UTC).toInstant();
    return new Span(moment, moment);
  }

  /** With milliseconds and the offset of UTC. */
  static String precise(Instant instant) {
    return TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** The start of a stored date value. */
  static Instant start(JsonNode date) {
    return span(date.path("start").asText()).start();
  }
}
