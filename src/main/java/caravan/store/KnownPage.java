package caravan.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A row of a Notion source as it was last handed over to its integration, or how it left.
 *
 * @param id the page's id
 * @param state see {@link State}
 * @param titleProperty the name of its title property; null if it is not known
 * @param title its title; null if it is not known
 * @param url where people open it; null if it is not known
 * @param lastEdited Notion's last_edited_time then
 * @param rowHash the hash of its row then
 * @param readAt when its body (or its row, where no body is needed) was read
 */
public record KnownPage(
    String id,
    State state,
    String titleProperty,
    String title,
    String url,
    Instant lastEdited,
    String rowHash,
    Instant readAt) {

  /** The most characters of a text that are remembered. */
  static final int LONGEST_TEXT = 2000;

  /** Where the page is. */
  public enum State {
    /** It is a row of the data source. */
    PRESENT,
    /** It is in the trash. */
    TRASHED,
    /** It is archived, which is not the trash (Notion: archived pages). */
    ARCHIVED,
    /** It is a row of another data source, or no row any more. */
    MOVED,
    /** It was deleted for good or is no longer shared: Notion answers both alike. */
    UNSHARED
  }

  /** Cuts texts to what is remembered. */
  public KnownPage {
    titleProperty = cut(titleProperty);
    title = cut(title);
    url = cut(url);
  }

  /** The same page in another state. */
  public KnownPage in(State other) {
    return new KnownPage(id, other, titleProperty, title, url, lastEdited, rowHash, readAt);
  }

  /** The same page with the title and address of another reading of it. */
  public KnownPage named(KnownPage as) {
    return new KnownPage(
        id, state, as.titleProperty, as.title, as.url, lastEdited, rowHash, readAt);
  }

  /**
   * The same page, found by the name that its title property had before: in another data source it
   * has another one.
   */
  public KnownPage titledAs(KnownPage before) {
    return before.titleProperty == null
        ? this
        : new KnownPage(id, state, before.titleProperty, title, url, lastEdited, rowHash, readAt);
  }

  /** PostgreSQL takes neither NUL nor half a surrogate pair. */
  private static String cut(String text) {
    if (text == null) {
      return null;
    }
    byte[] utf8 = text.replace("\u0000", "").getBytes(StandardCharsets.UTF_8);
    String plain = new String(utf8, StandardCharsets.UTF_8);
    if (plain.length() <= LONGEST_TEXT) {
      return plain;
    }
    boolean pair = Character.isHighSurrogate(plain.charAt(LONGEST_TEXT - 1));
    return plain.substring(0, pair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }
}
