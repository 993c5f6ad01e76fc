package caravan.sandbox.wordpress;

import java.time.Instant;
import java.util.List;

/**
 * A post.
 *
 * @param id shared with media
 * @param status publish, future, draft, pending, private or trash
 * @param slug the last part of its address; blank for a draft that has none yet
 * @param title HTML, as it is stored
 * @param content HTML with the comments of blocks, as it is stored
 * @param excerpt as it is stored
 * @param date when it was, or will be, published; null for a draft that has no date yet
 * @param modified when it was last changed
 * @param categories ids
 * @param tags ids
 * @param featuredMedia the id of an image; 0 for none
 */
public record WpPost(
    long id,
    String status,
    String slug,
    String title,
    String content,
    String excerpt,
    Instant date,
    Instant modified,
    List<Long> categories,
    List<Long> tags,
    long featuredMedia) {

  static final String TRASHED = "__trashed";

  /** Keeps its own copies of the lists. */
  public WpPost {
    categories = List.copyOf(categories);
    tags = List.copyOf(tags);
  }

  boolean isIn(String status) {
    return this.status.equals(status);
  }

  WpPost published() {
    return with("publish", slug);
  }

  WpPost trashed(Instant now) {
    return new WpPost(
        id,
        "trash",
        slug + TRASHED,
        title,
        content,
        excerpt,
        date,
        now,
        categories,
        tags,
        featuredMedia);
  }

  private WpPost with(String newStatus, String newSlug) {
    return new WpPost(
        id,
        newStatus,
        newSlug,
        title,
        content,
        excerpt,
        date,
        modified,
        categories,
        tags,
        featuredMedia);
  }
}
