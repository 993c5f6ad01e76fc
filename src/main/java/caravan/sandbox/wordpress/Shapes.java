package caravan.sandbox.wordpress;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** Objects as WordPress shows them. */
final class Shapes {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private final ZoneId zone;
  private final String root;

  /**
   * @param zone the site's time
   * @param root the site's address
   */
  Shapes(ZoneId zone, String root) {
    this.zone = zone;
    this.root = root;
  }

  /**
   * A post.
   *
   * @param editing whether texts are shown as they are stored, too
   */
  ObjectNode post(WpPost post, boolean editing) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", post.id());
    Instant date = post.date() == null ? post.modified() : post.date();
    times(node, "date", date);
    times(node, "modified", post.modified());
    node.put("slug", post.slug()).put("status", post.status()).put("type", "post");
    node.put("link", root + "/" + (post.slug().isEmpty() ? "?p=" + post.id() : post.slug() + "/"));
    text(node, "title", post.title(), post.title(), editing);
    // Comments of blocks are for editors; readers do not get them.
    text(
        node,
        "content",
        post.content(),
        post.content().replaceAll("<!-- /?wp:.*? -->", ""),
        editing);
    text(node, "excerpt", post.excerpt(), post.excerpt(), editing);
    node.put("featured_media", post.featuredMedia());
    numbers(node.putArray("categories"), post.categories());
    numbers(node.putArray("tags"), post.tags());
    return node;
  }

  ObjectNode media(WpMedia item) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", item.id());
    node.put("slug", item.slug()).put("status", "inherit").put("type", "attachment");
    node.putObject("title").put("raw", item.title()).put("rendered", item.title());
    node.put("mime_type", item.type());
    return node.put("source_url", root + "/wp-content/uploads/" + item.path());
  }

  ObjectNode term(WpTerm term) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", term.id());
    node.put("name", term.name()).put("slug", term.slug());
    return node.put("taxonomy", term.taxonomy().equals("tags") ? "post_tag" : "category");
  }

  /** Only the fields that were asked for; all if none were. */
  static ObjectNode only(ObjectNode node, String fields) {
    if (fields != null) {
      node.retain(Set.of(fields.split(",")));
    }
    return node;
  }

  private void times(ObjectNode node, String field, Instant moment) {
    node.put(field, TIME.format(moment.atZone(zone)));
    node.put(field + "_gmt", TIME.format(moment.atZone(ZoneOffset.UTC)));
  }

  private static void text(
      ObjectNode node, String field, String raw, String rendered, boolean editing) {
    ObjectNode text = node.putObject(field);
    if (editing) {
      text.put("raw", raw);
    }
    text.put("rendered", rendered);
  }

  private static void numbers(ArrayNode array, List<Long> numbers) {
    numbers.forEach(array::add);
  }
}
