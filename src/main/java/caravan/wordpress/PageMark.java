package caravan.wordpress;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What tells in WordPress that a post is a record's. WordPress cannot be asked for a post by meta
 * data without a plugin (they are ignored, and all posts come), but by its slug and by a word in
 * its content.
 *
 * <p>The name is the slug of the post's first draft, and it stands for good in the content: as the
 * name of the one block that holds everything, which editors see in the list of blocks and readers
 * never, because WordPress takes the comments of blocks out of what it shows (WordPress: block
 * grammar).
 *
 * @param name made of the record's External ID, the same for ever
 */
record PageMark(String name) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}");

  /** The mark of a record. */
  static PageMark of(String externalId) {
    String id = externalId.toLowerCase(Locale.ROOT);
    return new PageMark(
        "caravan-"
            + (UUID.matcher(id).matches()
                ? id.replace("-", "")
                : DigestUtils.sha256Hex(externalId).substring(0, 32)));
  }

  /** The content of a post, with the mark. In a block of HTML WordPress adds no paragraphs. */
  String around(String html) {
    String opening = "<!-- wp:html {\"metadata\":{\"name\":\"" + name + "\"}} -->\n";
    return opening + html.strip() + "\n<!-- /wp:html -->";
  }

  /** Whether content, as it is stored, carries the mark. */
  boolean isIn(String content) {
    return content.contains(name);
  }
}
