package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.record.Record;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dates and times arrive on the day and at the instant that was meant, wherever the hub runs. The
 * test stands between writer and reader as Notion does: a zone comes back as an offset (Notion:
 * changelog "Time zone support").
 */
class DateRoundTripTest {

  /** Far west, far east, half hours, and zones whose clocks change on the days used here. */
  private static final List<String> ZONES =
      List.of(
          "Pacific/Pago_Pago",
          "America/New_York",
          "UTC",
          "Europe/Berlin",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Pacific/Kiritimati");

  /** The days on which clocks change in Berlin, New York and Lord Howe, and the turn of a year. */
  private static final List<String> DAYS =
      List.of(
          "2026-03-29",
          "2026-10-25",
          "2026-03-08",
          "2026-11-01",
          "2026-04-05",
          "2026-10-04",
          "2024-02-29",
          "2026-12-31");

  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void theJvmsZoneIsAsBefore() {
    TimeZone.setDefault(before);
  }

  static List<Arguments> everyDayInEveryZone() {
    List<Arguments> all = new ArrayList<>();
    ZONES.forEach(zone -> DAYS.forEach(day -> all.add(Arguments.of(zone, day))));
    return all;
  }

  @ParameterizedTest
  @MethodSource("everyDayInEveryZone")
  void dayStaysThatDayWhereverTheHubRuns(String zone, String day) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    assertThat(roundTrip(day)).isEqualTo(day);
    String next = LocalDate.parse(day).plusDays(1).toString();
    assertThat(roundTrip(Map.of("start", day, "end", next)))
        .isEqualTo(Map.of("start", day, "end", next));
  }

  @ParameterizedTest
  @MethodSource("everyDayInEveryZone")
  void timeStaysThatInstantWithItsOffsetWhereverTheHubRuns(String zone, String day) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    for (String time : List.of("T00:00:00Z", "T23:59:59+14:00", "T00:30:00-11:00", "T12:00:00Z")) {
      OffsetDateTime written = OffsetDateTime.parse(day + time);
      assertThat(OffsetDateTime.parse((String) roundTrip(day + time))).isEqualTo(written);
      String later = written.plusHours(30).toString();
      assertThat(roundTrip(Map.of("start", day + time, "end", later)))
          .extracting("end")
          .isEqualTo(shown(OffsetDateTime.parse(later)));
    }
  }

  @ParameterizedTest
  @MethodSource("everyDayInEveryZone")
  void clockTimeOfAZoneStaysThatInstantWhereverTheHubRuns(String zone, String day) {
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    ZoneId named = ZoneId.of(zone);

    for (int hour = 0; hour < 24; hour++) {
      LocalDateTime clock = LocalDate.parse(day).atTime(hour, 15);
      if (!named.getRules().getValidOffsets(clock).isEmpty()) {
        Object read = roundTrip(Map.of("start", clock.toString(), "timeZone", zone));
        assertThat(instant(read)).isEqualTo(clock.atZone(named).toInstant());
        assertThat((String) read).startsWith(day);
      }
      Instant meant = clock.toInstant(ZoneOffset.UTC);
      assertThat(instant(roundTrip(Map.of("start", meant.toString(), "timeZone", zone))))
          .as("an instant that is to be shown in %s", zone)
          .isEqualTo(meant);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T02:30:00+01:00",
    "America/New_York, 2026-11-01T01:30:00-05:00",
    "Australia/Lord_Howe, 2026-04-05T01:45:00+10:30"
  })
  void theHourThatClocksShowTwiceKeepsItsInstantRatherThanItsZone(String zone, String second) {
    ObjectNode date = written(Map.of("start", second, "timeZone", zone));

    assertThat(date.has("time_zone")).isFalse();
    assertThat(instant(date.path("start").asText()))
        .isEqualTo(OffsetDateTime.parse(second).toInstant());
    String before = OffsetDateTime.parse(second).minusHours(20).toInstant().toString();
    ObjectNode range = written(Map.of("start", before, "end", second, "timeZone", zone));
    assertThat(range.has("time_zone")).isFalse();
    assertThat(instant(range.path("start").asText())).isEqualTo(Instant.parse(before));
    assertThat(instant(range.path("end").asText()))
        .isEqualTo(OffsetDateTime.parse(second).toInstant());
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29T02:30",
    "America/New_York, 2026-03-08T02:30",
    "Australia/Lord_Howe, 2026-10-04T02:15"
  })
  void clockTimeThatTheZoneSkipsIsRefused(String zone, String skipped) {
    assertThatThrownBy(() -> written(Map.of("start", skipped, "timeZone", zone)))
        .isInstanceOf(RecordRefused.class)
        .hasMessageContaining("which the clocks of " + zone + " skip");
  }

  private static Object roundTrip(Object value) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("type", "date");
    ObjectNode date = written(value);
    ZoneId zone = date.has("time_zone") ? ZoneId.of(date.path("time_zone").asText()) : null;
    ObjectNode stored = answer.putObject("date");
    stored.put("start", stored(date.path("start"), zone));
    stored.put("end", date.has("end") ? stored(date.path("end"), zone) : null);
    stored.putNull("time_zone");
    PlainValue read = PropertyReader.read(answer);
    assertThat(read.doubt()).isNull();
    return read.value();
  }

  private static String stored(JsonNode text, ZoneId zone) {
    if (text.asText().length() <= 10) {
      return text.asText();
    }
    return shown(
        zone == null
            ? OffsetDateTime.parse(text.asText())
            : LocalDateTime.parse(text.asText()).atZone(zone).toOffsetDateTime());
  }

  private static String shown(OffsetDateTime time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").format(time);
  }

  private static ObjectNode written(Object value) {
    return (ObjectNode)
        new PropertyWriter(SampleSchema.contract())
            .write(
                new Record("R-1", Map.of("Due", value), null, false, null, null),
                SampleSchema.schema(),
                email -> Optional.empty(),
                (dataSource, id) -> Optional.empty())
            .properties()
            .path("dat")
            .path("date");
  }

  private static Instant instant(Object time) {
    return OffsetDateTime.parse((String) time).toInstant();
  }
}
