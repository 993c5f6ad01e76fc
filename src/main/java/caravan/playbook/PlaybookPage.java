package caravan.playbook;

import caravan.record.Record;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One page on its way into the read model: what its row says, once its images are there.
 *
 * <p>Takes a Record with the properties {@code title}, {@code section}, {@code position}, {@code
 * slug}, {@code html} and {@code text}, and Markdown as body.
 */
public final class PlaybookPage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ID_SHOWN = 8;

  private final Record record;
  private final String imagePrefix;
  private final Set<String> sources;
  private final Map<String, String> images = new LinkedHashMap<>();
  private final Deque<String> lacking = new ArrayDeque<>();
  private String slug = "";

  PlaybookPage(Record record, String imagePrefix) {
    this.record = record;
    this.imagePrefix = imagePrefix;
    this.sources = record.deleted() ? Set.of() : HostedImages.in(body());
    lacking.addAll(sources);
  }

  /**
   * Takes what the read model knows.
   *
   * @param row {@code {slug, slug_taken, wanted_taken, images}}
   * @throws PlaybookRefused if people gave two pages the same slug
   */
  void known(Map<String, Object> row) {
    images.putAll(addresses((String) row.get("images")));
    images.keySet().retainAll(sources);
    lacking.removeAll(images.keySet());
    String own = (String) row.get("slug");
    boolean wantedTaken = Boolean.TRUE.equals(row.get("wanted_taken"));
    if (!given().isEmpty() && wantedTaken) {
      throw new PlaybookRefused(
          "the slug \"%s\" is used by another page of the playbook; give one of them another Slug"
              .formatted(given()));
    }
    boolean keepsOwn =
        given().isEmpty() && own != null && !Boolean.TRUE.equals(row.get("slug_taken"));
    if (keepsOwn) {
      slug = own;
    } else {
      slug = wantedTaken ? getWantedSlug() + "-" + idShown() : getWantedSlug();
    }
  }

  private static Map<String, String> addresses(String json) {
    try {
      return json == null
          ? Map.of()
          : JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the read model gave images that are not JSON", e);
    }
  }

  /** Whether an image has to be fetched. */
  public boolean isLacksImages() {
    return !lacking.isEmpty();
  }

  /** The next image, as {@code direct:notion-file} takes it. */
  public Map<String, String> getNextImage() {
    return Map.of("pageId", record.externalId(), "url", lacking.element());
  }

  /** The image of {@link #getNextImage} is there. */
  void stored(String sha256) {
    images.put(lacking.remove(), sha256);
  }

  /** Whether its row is to be marked as deleted. */
  public boolean isDeleted() {
    return record.deleted();
  }

  public String getId() {
    return record.externalId();
  }

  /** The slug that people gave it, else one of its title, which may be taken. */
  public String getWantedSlug() {
    if (!given().isEmpty()) {
      return given();
    }
    String ofTitle = Slug.of(getTitle());
    return ofTitle.isEmpty() ? "page-" + idShown() : ofTitle;
  }

  private String given() {
    return text("slug").strip();
  }

  private String idShown() {
    return record.externalId().replace("-", "").substring(0, ID_SHOWN);
  }

  public String getSlug() {
    return slug;
  }

  /** Null if it has none. */
  public String getSection() {
    return text("section").isBlank() ? null : text("section");
  }

  /** Null if it has none. */
  public BigDecimal getPosition() {
    Object position = record.properties().get("position");
    return position == null ? null : new BigDecimal(position.toString());
  }

  public String getTitle() {
    return text("title");
  }

  public String getHtml() {
    return HostedImages.inHtml(text("html"), rewritten());
  }

  public String getMarkdown() {
    return HostedImages.inMarkdown(body(), rewritten());
  }

  public String getText() {
    return text("text");
  }

  public String getSource() {
    return record.source();
  }

  /** When it was last edited, ISO 8601. */
  public String getUpdatedAt() {
    return record.version();
  }

  /** The addresses of its images at Notion, as a JSON array. */
  public String getSources() {
    return json(sources);
  }

  /** What the read model would know if it had all images of the page, as a JSON object. */
  public String imagesAsIfStored() {
    Map<String, String> all = new LinkedHashMap<>();
    sources.forEach(source -> all.put(source, "sha256"));
    return json(all);
  }

  /** The SHA-256 of its images by their addresses, as a JSON object. */
  public String getImagesJson() {
    return json(images);
  }

  private Map<String, String> rewritten() {
    Map<String, String> addresses = new LinkedHashMap<>();
    images.forEach((source, sha256) -> addresses.put(source, imagePrefix + sha256));
    return addresses;
  }

  private String body() {
    return record.body() == null ? "" : plain(record.body());
  }

  private String text(String property) {
    Object value = record.properties().get(property);
    return value == null ? "" : plain(value.toString());
  }

  /** PostgreSQL's text holds no NUL (PostgreSQL: character types). */
  private static String plain(String text) {
    return text.replace("\u0000", "");
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("addresses cannot be written as JSON", e);
    }
  }
}
