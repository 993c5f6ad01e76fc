package caravan.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a source handed over, such as a Notion page or a Linear issue: as it was then, or how it
 * left the source.
 *
 * @param id its id in the source
 * @param state see {@link State}
 * @param titleProperty the name of a page's title property; null if it has none or it is not known
 * @param title its title; null if it is not known
 * @param url where people open it; null if it is not known
 * @param lastEdited when it was last edited then, as the source said
 * @param rowHash the hash of its values then; empty if there is no need for one; see {@link
 *     #isOnlyMet}
 * @param readAt when its body (or its values, where no body is needed) was read
 */
public record KnownItem(
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

  /** In the place of a hash: equal to none. */
  private static final String ONLY_MET = "only met";

  /** Where it is. */
  public enum State {
    /** In the source. */
    PRESENT,
    /** In the trash. */
    TRASHED,
    /** Archived, which is not the trash (Notion: archived pages). */
    ARCHIVED,
    /** In another data source, no row any more, or in another team. */
    MOVED,
    /** Deleted for good or no longer shared: the source answers both alike. */
    UNSHARED
  }

  /** Cuts texts to what is remembered. */
  public KnownItem {
    titleProperty = cut(titleProperty);
    title = cut(title);
    url = cut(url);
  }

  /** Whether an item is known and in the source; it is null if it is not known. */
  public static boolean isPresent(KnownItem item) {
    return item != null && item.state == State.PRESENT;
  }

  /** The same as long as nothing of it was handed over. */
  public KnownItem onlyMet() {
    return new KnownItem(id, state, titleProperty, title, url, lastEdited, ONLY_MET, readAt);
  }

  /** Whether nothing of it was handed over yet, as far as is known. */
  public boolean isOnlyMet() {
    return ONLY_MET.equals(rowHash);
  }

  /** The same in another state. */
  public KnownItem in(State other) {
    return new KnownItem(id, other, titleProperty, title, url, lastEdited, rowHash, readAt);
  }

  /** The same with the title and address of another reading of it. */
  public KnownItem named(KnownItem as) {
    return new KnownItem(
        id, state, as.titleProperty, as.title, as.url, lastEdited, rowHash, readAt);
  }

  /**
   * The same page, found by the name that its title property had before: in another data source it
   * has another one.
   */
  public KnownItem titledAs(KnownItem before) {
    return before.titleProperty == null
        ? this
        : new KnownItem(id, state, before.titleProperty, title, url, lastEdited, rowHash, readAt);
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
