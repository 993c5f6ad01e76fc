package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Set;

/**
 * Writes dates and times as they are: a day stays that day, a time that instant.
 *
 * <p>Notion's rules (changelog "Time zone support"): with a time zone, start and end carry a time
 * and no offset; a time without either would be taken as UTC, so it is refused here. Read back, a
 * time carries the offset of its zone and never the zone. The JVM's own zone plays no part.
 */
final class DateEncoder {
  private static final Set<String> FIELDS = Set.of("start", "end", "timeZone");
  private static final String WANTED =
      "a date such as 2026-11-22, a time such as 2026-11-22T10:00:00+01:00, or"
          + " {start, end, timeZone} of these";

  private DateEncoder() {}

  static JsonNode encode(WriteTarget target, Object value) {
    if (value == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    Map<?, ?> date = value instanceof Map<?, ?> map ? map : Map.of("start", value);
    if (!FIELDS.containsAll(date.keySet())) {
      throw target.wrongType(value, WANTED);
    }
    ZoneId zone = zone(target, date.get("timeZone"));
    Moment start = moment(target, date.get("start"), zone);
    Moment end = date.get("end") == null ? null : moment(target, date.get("end"), zone);
    if (end != null && (start.day() != end.day() || end.order().isBefore(start.order()))) {
      throw target.refused(
          "has the start %s and the end %s, which are no range"
              .formatted(start.exact(), end.exact()),
          "Map both to dates or both to times, the earlier one first");
    }
    // Where a local time would mean another instant, the instant counts and the zone is left out.
    boolean local = zone != null && start.localIsExact() && (end == null || end.localIsExact());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("start", local ? start.local() : start.exact());
    if (end != null) {
      json.put("end", local ? end.local() : end.exact());
    }
    if (local) {
      json.put("time_zone", zone.getId());
    }
    return json;
  }

  /**
   * A day or a time.
   *
   * @param exact the day, or the time with its offset
   * @param local the time on the clocks of its zone; null for a day, or without a zone
   * @param localIsExact whether that clock time means this instant; it does not in the hour that
   *     clocks show twice, the second time
   */
  private record Moment(
      String exact, String local, boolean localIsExact, boolean day, Instant order) {}

  private static Moment moment(WriteTarget target, Object value, ZoneId zone) {
    String text = target.text(value, WANTED);
    try {
      if (text.indexOf('T') < 0) {
        LocalDate day = LocalDate.parse(text);
        if (zone != null) {
          throw target.refused(
              "has a timeZone with the day " + text + ", but Notion takes one only with a time",
              "Leave out the timeZone, or map a time");
        }
        Instant order = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Moment(text, null, false, true, order);
      }
      return zone == null ? instant(target, text) : zoned(target, text, zone);
    } catch (DateTimeException e) {
      throw target.refused(
          "got %s, which is no ISO date".formatted(WriteTarget.quoted(text)),
          "Map it to " + WANTED);
    }
  }

  private static Moment instant(WriteTarget target, String text) {
    if (!(parsed(text) instanceof OffsetDateTime time)) {
      throw target.refused(
          "got the time %s without an offset, which Notion would take as UTC".formatted(text),
          "Add the offset (Z for UTC), or map {start, timeZone}");
    }
    return new Moment(withOffset(time), null, false, false, time.toInstant());
  }

  private static Moment zoned(WriteTarget target, String text, ZoneId zone) {
    TemporalAccessor parsed = parsed(text);
    if (!(parsed instanceof OffsetDateTime given)) {
      LocalDateTime local = LocalDateTime.from(parsed);
      if (zone.getRules().getValidOffsets(local).isEmpty()) {
        throw target.refused(
            "got the time %s, which the clocks of %s skip".formatted(text, zone.getId()),
            "Map a time that exists there, or a time with its offset");
      }
      return zoned(local.atZone(zone), local);
    }
    return zoned(given.atZoneSameInstant(zone), given.atZoneSameInstant(zone).toLocalDateTime());
  }

  private static Moment zoned(ZonedDateTime time, LocalDateTime local) {
    return new Moment(
        withOffset(time.toOffsetDateTime()),
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local),
        local.atZone(time.getZone()).toInstant().equals(time.toInstant()),
        false,
        time.toInstant());
  }

  private static TemporalAccessor parsed(String text) {
    return DateTimeFormatter.ISO_DATE_TIME.parseBest(
        text, OffsetDateTime::from, LocalDateTime::from);
  }

  private static String withOffset(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  private static ZoneId zone(WriteTarget target, Object timeZone) {
    if (timeZone == null) {
      return null;
    }
    String name = target.text(timeZone, "an IANA time zone such as Europe/Berlin");
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw target.refused(
          "got %s, which is no IANA time zone".formatted(WriteTarget.quoted(name)),
          "Map a zone such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }
}
