package caravan.incidents;

import caravan.store.IncidentRow;

/**
 * Something that people should know, while it lasts. Of one kind about one thing there is one
 * incident at a time: whoever sees it sends it to {@code direct:incident} as often as it likes, and
 * {@link #over} once it has ended, whether or not there was one.
 *
 * @param kind what sort it is: {@code run}, {@code drift}, {@code failures}, {@code blocked},
 *     {@code starved}, {@code sweep}, {@code silent}, {@code store}, {@code bodies}; {@code
 *     recovered} tells that another one has ended
 * @param severity {@link #ERROR}, {@link #WARNING}, {@link #NOTICE} (told once, it has no end), or
 *     {@link #RECOVERED}
 * @param about what it is about, such as an integration or a connection; at most 400 characters
 * @param title a few words
 * @param text what happened, what the hub did about it, and what people can do
 */
public record Incident(String kind, String severity, String about, String title, String text) {

  /** Something stands still. */
  public static final String ERROR = "error";

  /** It goes on, but people have to look at it. */
  public static final String WARNING = "warning";

  /** People are told once; it has no end. */
  public static final String NOTICE = "notice";

  /** It has ended. */
  public static final String RECOVERED = "recovered";

  /** The incident of that kind about that thing has ended, if there was one. */
  public static Incident over(String kind, String about, String text) {
    return new Incident(kind, RECOVERED, about, "", text);
  }

  /** What incidents have in common that are one and the same. */
  public String fingerprint() {
    return IncidentRow.fingerprint(kind, about);
  }

  /** Whether it tells of the end. */
  public boolean isOver() {
    return RECOVERED.equals(severity);
  }

  /** Title and text in one. */
  public String line() {
    return title.isBlank() ? text : title + ": " + text;
  }
}
