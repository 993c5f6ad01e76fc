package caravan.sandbox.wordpress;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the API does with posts (WordPress: REST API, posts). */
final class PostEndpoints {

  private static final Set<String> WRITABLE =
      Set.of("publish", "future", "draft", "pending", "private");
  private static final Set<String> ANY = Set.of("publish", "future", "draft", "pending", "private");

  private final WordPressSite site;
  private final ZoneId zone;

  PostEndpoints(WordPressSite site, ZoneId zone) {
    this.site = site;
    this.zone = zone;
  }

  /** The posts that a query asks for, the newest first. */
  List<WpPost> list(Map<String, String> query, boolean knownUser) throws WpFailure {
    List<String> statuses = words(query.getOrDefault("status", "publish"));
    if (!knownUser && !statuses.equals(List.of("publish"))) {
      throw new WpFailure(400, "rest_invalid_param", "Invalid parameter(s): status");
    }
    List<String> slugs = words(query.getOrDefault("slug", ""));
    List<WpPost> found = new ArrayList<>();
    for (WpPost post : site.posts()) {
      boolean wanted =
          statuses.contains(post.status())
              || statuses.contains("any") && ANY.contains(post.status());
      if (wanted && (slugs.isEmpty() || slugs.contains(post.slug())) && holds(post, query)) {
        found.add(0, post);
      }
    }
    return found;
  }

  private static boolean holds(WpPost post, Map<String, String> query) {
    String text = (post.title() + "\n" + post.excerpt() + "\n" + post.content());
    String small = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(query.getOrDefault("search", "").toLowerCase(Locale.ROOT).split("\\s+"))
        .allMatch(small::contains);
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  WpPost one(long id) throws WpFailure {
    return site.post(id)
        .orElseThrow(() -> new WpFailure(404, "rest_post_invalid_id", "Invalid post ID."));
  }

  WpPost create(JsonNode body) throws WpFailure {
    WpPost probe = changed(blank(0), body);
    if (probe.title().isEmpty() && probe.content().isEmpty() && probe.excerpt().isEmpty()) {
      throw new WpFailure(400, "empty_content", "Content, title, and excerpt are empty.");
    }
    return site.create(
        empty ->
            new WpPost(
                empty.id(),
                probe.status(),
                probe.slug(),
                probe.title(),
                probe.content(),
                probe.excerpt(),
                probe.date(),
                empty.modified(),
                body.has("categories") ? probe.categories() : empty.categories(),
                probe.tags(),
                probe.featuredMedia()));
  }

  WpPost update(long id, JsonNode body) throws WpFailure {
    return site.change(changed(one(id), body));
  }

  WpPost trash(long id) throws WpFailure {
    WpPost post = one(id);
    if (post.isIn("trash")) {
      throw new WpFailure(410, "rest_already_trashed", "The post has already been deleted.");
    }
    return site.change(post.trashed(site.now()));
  }

  private WpPost blank(long id) {
    return new WpPost(id, "draft", "", "", "", "", null, site.now(), List.of(), List.of(), 0);
  }

  private WpPost changed(WpPost post, JsonNode body) throws WpFailure {
    String status = body.path("status").asText(post.status());
    if (body.has("status") && !WRITABLE.contains(status)) {
      throw new WpFailure(400, "rest_invalid_param", "Invalid parameter(s): status");
    }
    boolean untrashed = post.isIn("trash") && !status.equals("trash");
    String slug =
        body.has("slug")
            ? Slugs.of(body.path("slug").asText())
            : untrashed ? post.slug().replace(WpPost.TRASHED, "") : post.slug();
    return new WpPost(
        post.id(),
        status,
        slug,
        text(body, "title", post.title()),
        text(body, "content", post.content()),
        text(body, "excerpt", post.excerpt()),
        date(body, post.date()),
        post.modified(),
        ids(body, "categories", post.categories()),
        ids(body, "tags", post.tags()),
        body.path("featured_media").asLong(post.featuredMedia()));
  }

  private static String text(JsonNode body, String field, String before) {
    JsonNode value = body.path(field);
    return value.isObject() ? value.path("raw").asText(before) : value.asText(before);
  }

  private static List<Long> ids(JsonNode body, String field, List<Long> before) {
    if (!body.has(field)) {
      return before;
    }
    List<Long> ids = new ArrayList<>();
    body.path(field).forEach(id -> ids.add(id.asLong()));
    return ids;
  }

  /** A null takes the date away; a date without an offset is the site's time, or UTC. */
  private Instant date(JsonNode body, Instant before) throws WpFailure {
    for (String field : List.of("date", "date_gmt")) {
      JsonNode value = body.path(field);
      if (value.isNull()) {
        return null;
      }
      if (!value.isMissingNode()) {
        return moment(field, value.asText());
      }
    }
    return before;
  }

  private Instant moment(String field, String text) throws WpFailure {
    try {
      var parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime moment
          ? moment.toInstant()
          : ((LocalDateTime) parsed)
              .atZone(field.equals("date") ? zone : ZoneOffset.UTC)
              .toInstant();
    } catch (DateTimeException e) {
      throw new WpFailure(400, "rest_invalid_param", "Invalid parameter(s): " + field);
    }
  }
}
