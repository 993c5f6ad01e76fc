package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

/**
 * Writes dates and times as they are: a day stays that day, a time that instant.
 *
 * <p>Notion's rules (changelog "Time zone support"): with a time zone, start and end carry a time
 * and no offset; a time without either would be taken as UTC, so it is refused here.
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
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Moment start = moment(target, date.get("start"), zone);
    json.put("start", start.json());
    if (date.get("end") != null) {
      Moment end = moment(target, date.get("end"), zone);
      if (start.day() != end.day() || end.order().isBefore(start.order())) {
        throw target.refused(
            "has the start %s and the end %s, which are no range"
                .formatted(start.json(), end.json()),
            "Map both to dates or both to times, the earlier one first");
      }
      json.put("end", end.json());
    }
    if (zone != null) {
      json.put("time_zone", zone.getId());
    }
    return json;
  }

  private record Moment(String json, boolean day, LocalDateTime order) {}

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
        return new Moment(text, true, day.atStartOfDay());
      }
      return zone == null ? instant(target, text) : local(text, zone);
    } catch (DateTimeException e) {
      throw target.refused(
          "got %s, which is no ISO date".formatted(WriteTarget.quoted(text)),
          "Map it to " + WANTED);
    }
  }

  private static Moment instant(WriteTarget target, String text) {
    var parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (!(parsed instanceof OffsetDateTime time)) {
      throw target.refused(
          "got the time %s without an offset, which Notion would take as UTC".formatted(text),
          "Add the offset (Z for UTC), or map {start, timeZone}");
    }
    return new Moment(
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time),
        false,
        time.toInstant().atOffset(ZoneOffset.UTC).toLocalDateTime());
  }

  private static Moment local(String text, ZoneId zone) {
    var parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    LocalDateTime time =
        parsed instanceof OffsetDateTime offset
            ? offset.atZoneSameInstant(zone).toLocalDateTime()
            : LocalDateTime.from(parsed);
    return new Moment(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time), false, time);
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
