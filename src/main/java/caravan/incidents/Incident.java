package caravan.incidents;

/**
 * Something that people should know, while it lasts. Of one kind about one thing there is one
 * incident at a time.
 *
 * @param kind what sort it is, such as {@code drift}
 * @param severity how bad it is; {@code recovered} if it has ended
 * @param about what it is about, such as an integration or a data source
 * @param title a few words
 * @param text what happened, what the hub did, and what people can do
 */
public record Incident(String kind, String severity, String about, String title, String text) {

  /** The incident of that kind about that thing has ended. */
  public static Incident over(String kind, String about, String text) {
    return new Incident(kind, "recovered", about, "", text);
  }

  /** Title and text in one. */
  public String line() {
    return title.isBlank() ? text : title + ": " + text;
  }
}
