package caravan.sandbox.wordpress;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A site's posts, media, categories and tags in memory. Safe for use by several threads. */
public final class WordPressSite {

  private static final WpTerm UNCATEGORISED =
      new WpTerm(1, "categories", "Uncategorized", "uncategorized");

  private final Clock clock;
  private final Map<Long, WpPost> posts = new LinkedHashMap<>();
  private final Map<Long, WpMedia> media = new LinkedHashMap<>();
  private final Map<Long, WpTerm> terms = new LinkedHashMap<>(Map.of(1L, UNCATEGORISED));
  private long lastId;

  public WordPressSite(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** All posts, those in the trash too; what was scheduled is published once its time has come. */
  public synchronized List<WpPost> posts() {
    posts.replaceAll(
        (id, post) -> post.isIn("future") && !post.date().isAfter(now()) ? post.published() : post);
    return List.copyOf(posts.values());
  }

  /** The media library. */
  public synchronized List<WpMedia> media() {
    return List.copyOf(media.values());
  }

  /** The categories or tags. */
  public synchronized List<WpTerm> terms(String taxonomy) {
    return terms.values().stream().filter(it -> it.taxonomy().equals(taxonomy)).toList();
  }

  synchronized Optional<WpPost> post(long id) {
    return posts().stream().filter(it -> it.id() == id).findFirst();
  }

  synchronized Optional<WpMedia> media(long id) {
    return Optional.ofNullable(media.get(id));
  }

  synchronized Optional<WpTerm> term(long id) {
    return Optional.ofNullable(terms.get(id));
  }

  /** Somebody removes a post for good. */
  public synchronized void removePost(long id) {
    posts.remove(id);
  }

  /** Somebody removes a file for good. */
  public synchronized void removeMedia(long id) {
    media.remove(id);
  }

  /** Somebody removes a category or tag. */
  public synchronized void removeTerm(long id) {
    terms.remove(id);
    posts.replaceAll((key, post) -> without(post, id));
  }

  private static WpPost without(WpPost post, long term) {
    return new WpPost(
        post.id(),
        post.status(),
        post.slug(),
        post.title(),
        post.content(),
        post.excerpt(),
        post.date(),
        post.modified(),
        post.categories().stream().filter(id -> id != term).toList(),
        post.tags().stream().filter(id -> id != term).toList(),
        post.featuredMedia());
  }

  /** Creates a post; one for which no category is named gets the site's own. */
  synchronized WpPost create(UnaryOperator<WpPost> make) {
    Instant now = now();
    WpPost empty =
        new WpPost(
            ++lastId,
            "draft",
            "",
            "",
            "",
            "",
            null,
            now,
            List.of(UNCATEGORISED.id()),
            List.of(),
            0);
    return store(make.apply(empty));
  }

  synchronized WpPost change(WpPost post) {
    return store(post);
  }

  /** Settles what depends on everything else: status by date, the slug, known terms. */
  private WpPost store(WpPost wanted) {
    boolean live = wanted.isIn("publish") || wanted.isIn("future");
    Instant date = live && wanted.date() == null ? now() : wanted.date();
    String status = live ? (date.isAfter(now()) ? "future" : "publish") : wanted.status();
    String slug = wanted.slug();
    if (slug.isEmpty() && (live || status.equals("private"))) {
      slug = Slugs.of(wanted.title());
      slug = slug.isEmpty() ? Long.toString(wanted.id()) : slug;
    }
    if (!slug.isEmpty()) {
      slug = Slugs.unique(slug, it -> isTaken(it, wanted.id()));
    }
    WpPost post =
        new WpPost(
            wanted.id(),
            status,
            slug,
            wanted.title(),
            wanted.content(),
            wanted.excerpt(),
            date,
            now(),
            known("categories", wanted.categories()),
            known("tags", wanted.tags()),
            media.containsKey(wanted.featuredMedia()) ? wanted.featuredMedia() : 0);
    posts.put(post.id(), post);
    return post;
  }

  /** Ids of terms that do not exist are left out without a word. */
  private List<Long> known(String taxonomy, List<Long> ids) {
    return ids.stream()
        .filter(id -> terms.containsKey(id) && terms.get(id).taxonomy().equals(taxonomy))
        .distinct()
        .toList();
  }

  private boolean isTaken(String slug, long by) {
    return posts.values().stream().anyMatch(it -> it.id() != by && it.slug().equals(slug))
        || media.values().stream().anyMatch(it -> it.id() != by && it.slug().equals(slug));
  }

  synchronized WpMedia upload(
      String fileName, String slug, String title, String type, Buffer content) {
    var month = now().atZone(ZoneOffset.UTC);
    String folder = "%d/%02d/".formatted(month.getYear(), month.getMonthValue());
    int dot = fileName.lastIndexOf('.');
    String base = fileName.substring(0, dot);
    String path = folder + fileName;
    for (int number = 1; isStored(path); number++) {
      path = folder + base + "-" + number + fileName.substring(dot);
    }
    String own = Slugs.of(slug.isEmpty() ? base : slug);
    long id = ++lastId;
    WpMedia item =
        new WpMedia(
            id,
            Slugs.unique(own, it -> isTaken(it, id)),
            title.isEmpty() ? base : title,
            path,
            type,
            content);
    media.put(id, item);
    return item;
  }

  private boolean isStored(String path) {
    return media.values().stream().anyMatch(it -> it.path().equals(path));
  }

  /**
   * Creates a category or tag.
   *
   * @throws WpFailure if there is one of that name, or the name is none
   */
  synchronized WpTerm createTerm(String taxonomy, String given) throws WpFailure {
    String name = given.replaceAll("<[^>]*>", "").strip();
    if (name.isEmpty()) {
      throw new WpFailure(500, "empty_term_name", "A name is required for this term.");
    }
    for (WpTerm term : new ArrayList<>(terms.values())) {
      if (term.taxonomy().equals(taxonomy)
          && term.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        throw WpFailure.termExists(term.id());
      }
    }
    long id = terms.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
    String slug =
        Slugs.unique(
            Slugs.of(name), it -> terms.values().stream().anyMatch(term -> term.slug().equals(it)));
    WpTerm term = new WpTerm(id, taxonomy, name, slug);
    terms.put(id, term);
    return term;
  }
}
