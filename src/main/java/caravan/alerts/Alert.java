package caravan.alerts;

import caravan.incidents.Incident;
import caravan.slack.Mrkdwn;
import caravan.store.IncidentRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What people are to be told of an incident now. Its texts are escaped for Slack, so that a route
 * may put Slack's own marks around them.
 *
 * @param id the incident's
 * @param version which of its changes this is
 * @param kind what sort it is; see {@link Incident}
 * @param severity how bad it is
 * @param about what it is about
 * @param title a few words
 * @param text what happened, and what people can do
 * @param over whether it has ended
 * @param ending how it ended; blank while it lasts
 * @param since when it began, for people
 * @param until when it ended; blank while it lasts
 */
public record Alert(
    String id,
    int version,
    String kind,
    String severity,
    String about,
    String title,
    String text,
    boolean over,
    String ending,
    String since,
    String until) {

  /** Slack takes 40,000 characters; nobody reads them (Slack: chat.postMessage). */
  private static final int READABLE = 3_000;

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static Alert of(IncidentRow row) {
    boolean over = !row.isOpen() && !row.severity().equals(Incident.NOTICE);
    return new Alert(
        row.id(),
        row.version(),
        row.kind(),
        row.severity(),
        escaped(row.about()),
        escaped(row.title()),
        escaped(row.text()),
        over,
        over ? escaped(row.ending()) : "",
        shown(row.since()),
        over ? shown(row.closedAt()) : "");
  }

  private static String escaped(String text) {
    return Mrkdwn.cut(Mrkdwn.escape(text), READABLE);
  }

  private static String shown(Instant moment) {
    return SHOWN.format(moment);
  }
}
