package caravan.store;

import java.time.Instant;

/**
 * An incident as it is kept.
 *
 * @param id one for each incident, also of those with the same kind and subject
 * @param kind what sort it is
 * @param severity how bad it is
 * @param about what it is about
 * @param title a few words
 * @param text what happened, and what people can do
 * @param ending how it ended; null while it lasts
 * @param since when it began
 * @param updatedAt when it last changed
 * @param closedAt when it ended; null while it lasts
 * @param version counts its changes, from 1
 * @param told the version that people were last told
 * @param message the message that tells of it
 */
public record IncidentRow(
    String id,
    String kind,
    String severity,
    String about,
    String title,
    String text,
    String ending,
    Instant since,
    Instant updatedAt,
    Instant closedAt,
    int version,
    int told,
    Message message) {

  /**
   * A message in Slack.
   *
   * @param channel the channel's id; null if nothing was ever sent
   * @param ts what names the message in its channel; null if that is not known
   * @param pendingSince when it was about to be posted; null unless nobody knows whether it was
   * @param hash how it reads; null if that is not known
   */
  public record Message(String channel, String ts, Instant pendingSince, String hash) {

    /** No message. */
    public static final Message NONE = new Message(null, null, null, null);

    /** Whether people have a message, or may have one. */
    public boolean mayExist() {
      return ts != null || pendingSince != null;
    }
  }

  /** What incidents have in common that are one and the same. */
  public static String fingerprint(String kind, String about) {
    return kind + " " + about;
  }

  /** What it has in common with incidents of the same kind about the same thing. */
  public String fingerprint() {
    return fingerprint(kind, about);
  }

  /** Whether it lasts. */
  public boolean isOpen() {
    return closedAt == null;
  }

  /** Whether people still have to be told something. */
  public boolean isUntold() {
    return told < version;
  }

  /** The same incident, which now reads otherwise. */
  public IncidentRow changed(String newSeverity, String newTitle, String newText, Instant now) {
    return new IncidentRow(
        id,
        kind,
        newSeverity,
        about,
        newTitle,
        newText,
        ending,
        since,
        now,
        closedAt,
        version + 1,
        told,
        message);
  }

  /** The same incident, ended. */
  public IncidentRow closed(String how, Instant now) {
    return new IncidentRow(
        id, kind, severity, about, title, text, how, since, now, now, version + 1, told, message);
  }

  /** The same incident of which people know this version. */
  public IncidentRow told(int known) {
    return new IncidentRow(
        id, kind, severity, about, title, text, ending, since, updatedAt, closedAt, version, known,
        message);
  }

  /** The same incident, of which there is nothing more to say; it has no end of its own. */
  public IncidentRow done(Instant now) {
    return new IncidentRow(
        id, kind, severity, about, title, text, ending, since, updatedAt, now, version, version,
        message);
  }

  /** The same incident with that message. */
  public IncidentRow with(Message another) {
    return new IncidentRow(
        id, kind, severity, about, title, text, ending, since, updatedAt, closedAt, version, told,
        another);
  }
}
