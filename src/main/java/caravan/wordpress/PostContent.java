package caravan.wordpress;

import caravan.record.Record;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a record says of its post. All texts are plain, but for the HTML.
 *
 * @param state what is to become of it
 * @param title its title
 * @param html its content; null leaves a post's content alone
 * @param excerpt its excerpt; blank lets WordPress make one
 * @param slug its last part of the address; blank lets WordPress make one of the title
 * @param date when it is published; empty for at once
 * @param categories names
 * @param tags names
 * @param cover the address of its featured image; blank for none
 */
record PostContent(
    State state,
    String title,
    String html,
    String excerpt,
    String slug,
    Optional<PublishDate> date,
    List<String> categories,
    List<String> tags,
    String cover) {

  /** What becomes of a post. */
  enum State {
    /** Published at its date, or at once. */
    PUBLISH,
    /** Published at its date, which must be there. */
    SCHEDULE,
    /** Not published: a post that exists becomes a draft. */
    DRAFT
  }

  PostContent {
    categories = List.copyOf(categories);
    tags = List.copyOf(tags);
  }

  /**
   * Reads the properties {@code state} (publish, schedule or draft), {@code title}, {@code html},
   * {@code excerpt}, {@code slug}, {@code date}, {@code categories}, {@code tags}, {@code cover}.
   *
   * @throws IllegalArgumentException if a value is wrong, or a date is missing
   */
  static PostContent of(Record record) {
    State state = record.deleted() ? State.DRAFT : state(text(record, "state"));
    Optional<PublishDate> date =
        state == State.DRAFT ? Optional.empty() : PublishDate.of(record.properties().get("date"));
    if (state == State.SCHEDULE && date.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is to be published at a date, but has none; give it one, or let it be published at once. Nothing was written."
              .formatted(text(record, "title")));
    }
    if (state != State.DRAFT && record.properties().get("html") == null) {
      throw new IllegalArgumentException(
          "a post that is published needs \"html\" in its record; let the source read the page's body as HTML");
    }
    Object html = record.properties().get("html");
    return new PostContent(
        state,
        text(record, "title"),
        html == null ? null : html.toString(),
        text(record, "excerpt"),
        text(record, "slug"),
        date,
        names(record, "categories"),
        names(record, "tags"),
        text(record, "cover"));
  }

  /** Whether it is, or will be, there for readers. */
  boolean isLive() {
    return state != State.DRAFT;
  }

  private static State state(String text) {
    try {
      return State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a post's \"state\" is publish, schedule or draft, not \"%s\"".formatted(text), e);
    }
  }

  private static String text(Record record, String property) {
    Object value = record.properties().get(property);
    return value == null ? "" : value.toString().strip();
  }

  private static List<String> names(Record record, String property) {
    Object value = record.properties().get(property);
    List<?> names =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    return names.stream()
        .filter(Objects::nonNull)
        .map(name -> name.toString().strip())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }
}
