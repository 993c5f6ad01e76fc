package caravan.wordpress;

import caravan.wordpress.TermIds.Term;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is sent of a record's post, once its images, categories and tags are there. */
final class PostBody {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TAGS = "tags";

  private final PostContent content;
  private final PageMark mark;
  private final TermIds ids;
  private final Map<String, KeptImage> kept = new HashMap<>();

  PostBody(PostContent content, PageMark mark, TermIds ids) {
    this.content = content;
    this.mark = mark;
    this.ids = ids;
  }

  /** The addresses of the images that have to be kept, each once. */
  Set<String> images() {
    Set<String> wanted = new LinkedHashSet<>(PostHtml.hostedImages(content.html()));
    if (KeptImage.canBeKept(content.cover())) {
      wanted.add(content.cover());
    }
    return wanted;
  }

  /** Whether an image stands in the text; otherwise it is the cover. */
  boolean isInText(String address) {
    return PostHtml.hostedImages(content.html()).contains(address);
  }

  /** Whether there is a cover that cannot be shown, because it lies elsewhere. */
  boolean isLackingCover() {
    return !content.cover().isEmpty() && !KeptImage.canBeKept(content.cover());
  }

  void kept(String address, KeptImage image) {
    kept.put(address, image);
  }

  /** The categories and tags whose ids are not known yet. */
  List<Term> unknownTerms() {
    return terms().stream().filter(term -> ids.find(term).isEmpty()).toList();
  }

  /** What WordPress left out of an answer, as it does without a word where an id is none. */
  List<Term> lostTerms(JsonNode answer) {
    Set<Long> categories = numbers(answer.path("categories"));
    Set<Long> tags = numbers(answer.path(TAGS));
    return terms().stream()
        .filter(
            term ->
                !(term.taxonomy().equals(TAGS) ? tags : categories)
                    .contains(ids.find(term).orElseThrow()))
        .toList();
  }

  private static Set<Long> numbers(JsonNode array) {
    Set<Long> numbers = new HashSet<>();
    array.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private List<Term> terms() {
    List<Term> all = new ArrayList<>();
    content.categories().forEach(name -> all.add(new Term("categories", name)));
    content.tags().forEach(name -> all.add(new Term(TAGS, name)));
    return all;
  }

  /** A draft that can be found by its slug, and that readers do not see. */
  ObjectNode draft() {
    return texts().put("status", "draft").put("slug", mark.name());
  }

  /** What makes a post into what the record says. */
  ObjectNode change(Post present, Instant now) {
    if (!content.isLive()) {
      return JSON.objectNode().put("status", "draft");
    }
    ObjectNode body = texts().put("status", "publish");
    body.put("slug", isSlugFixed(present) ? present.ownSlug() : content.slug());
    date(body, present, now);
    KeptImage cover = kept.get(content.cover());
    body.put("featured_media", cover == null ? 0 : cover.id());
    ArrayNode categories = body.putArray("categories");
    ArrayNode tags = body.putArray(TAGS);
    for (Term term : terms()) {
      (term.taxonomy().equals(TAGS) ? tags : categories).add(ids.find(term).orElseThrow());
    }
    return body;
  }

  private ObjectNode texts() {
    Map<String, String> addresses = new HashMap<>();
    kept.forEach((address, image) -> addresses.put(address, image.url()));
    String html = PostHtml.verbatim(PostHtml.withImages(content.html(), addresses));
    return JSON.objectNode()
        .put("title", PostHtml.escaped(content.title()))
        .put("content", mark.around(html))
        .put("excerpt", PostHtml.escaped(content.excerpt()));
  }

  /** A slug that readers may know stays; WordPress makes one of the title if it is blank. */
  private boolean isSlugFixed(Post present) {
    String own = present.ownSlug();
    return !own.isEmpty() && !own.equals(mark.name()) && !present.isScheduled();
  }

  /** Whether the record asks for another slug than the one that stays. */
  boolean isLeavingSlug(Post present) {
    return content.isLive()
        && isSlugFixed(present)
        && !content.slug().isEmpty()
        && !plain(content.slug()).equals(plain(present.ownSlug()));
  }

  private static String plain(String slug) {
    return slug.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Without a date a post is published at once, also one that was scheduled. */
  private void date(ObjectNode body, Post present, Instant now) {
    if (content.date().isPresent()) {
      content.date().get().addTo(body);
    } else if (present.isScheduled() || present.date() != null && present.date().isAfter(now)) {
      body.putNull("date");
    }
  }
}
