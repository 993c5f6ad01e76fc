package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One run of Notion's rich text (Notion: rich text).
 *
 * @param kind {@code text}, {@code equation}, {@code mention}, or a kind that Notion added later
 * @param content the text, or the equation's expression; empty for a mention
 * @param link the address that the text or mention links to; null for none
 * @param annotations how it looks
 * @param plainText what a reader sees
 * @param mention what Notion says about a mention (or about a later kind); null for text and
 *     equations
 */
public record RichText(
    String kind,
    String content,
    String link,
    Annotations annotations,
    String plainText,
    JsonNode mention) {

  /** A run of text. */
  public static final String TEXT = "text";

  /** An inline equation. */
  public static final String EQUATION = "equation";

  /** A mention of a person, page, date and so on. */
  public static final String MENTION = "mention";

  public RichText {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(annotations, "annotations");
    Objects.requireNonNull(plainText, "plainText");
  }

  /** Text without formatting or link. */
  public static RichText text(String content) {
    return text(content, null, Annotations.NONE);
  }

  /** Text; {@code link} may be null. */
  public static RichText text(String content, String link, Annotations annotations) {
    return new RichText(TEXT, content, link, annotations, content, null);
  }

  /** An inline equation. */
  public static RichText equation(String expression, Annotations annotations) {
    return new RichText(EQUATION, expression, null, annotations, expression, null);
  }

  /** Whether this is a run of plain or formatted text. */
  public boolean isText() {
    return kind.equals(TEXT);
  }

  /** What a reader sees of these runs. */
  public static String plain(List<RichText> runs) {
    StringBuilder all = new StringBuilder();
    for (RichText run : runs) {
      all.append(run.plainText());
    }
    return all.toString();
  }

  /**
   * The same runs, with neighbours that look the same and link to the same place made one, and
   * without empty text: two lists that a reader can't tell apart become equal.
   */
  public static List<RichText> joined(List<RichText> runs) {
    List<RichText> joined = new ArrayList<>(runs.size());
    StringBuilder pending = new StringBuilder();
    RichText like = null;
    for (RichText run : runs) {
      if (run.isText() && run.content().isEmpty()) {
        continue;
      }
      if (like != null && run.isText() && like.looksLike(run)) {
        pending.append(run.content());
        continue;
      }
      flush(pending, like, joined);
      like = run.isText() ? run : null;
      if (like == null) {
        joined.add(run);
      } else {
        pending.append(run.content());
      }
    }
    flush(pending, like, joined);
    return List.copyOf(joined);
  }

  private boolean looksLike(RichText other) {
    return annotations.equals(other.annotations) && Objects.equals(link, other.link);
  }

  private static void flush(StringBuilder pending, RichText like, List<RichText> joined) {
    if (like != null) {
      joined.add(text(pending.toString(), like.link(), like.annotations()));
      pending.setLength(0);
    }
  }
}
