package caravan.incidents;

/**
 * Something that people should know, while it lasts. Of one kind about one thing there is one
 * incident at a time.
 *
 * @param kind what sort it is, such as {@code silent}
 * @param severity how bad it is; {@code recovered} if it has ended
 * @param about what it is about, such as an integration
 * @param title a few words
 * @param text what happened, what the hub did, and what people can do
 */
public record Incident(String kind, String severity, String about, String title, String text) {

  /** The incident of that kind about that thing has ended. */
  public static Incident over(String kind, String about, String text) {
    return new Incident(kind, "recovered", about, about + " recovered", text);
  }
}
