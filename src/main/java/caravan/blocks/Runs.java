package caravan.blocks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts rich text into runs, and runs into portions, that Notion accepts; no character is lost. */
final class Runs {

  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private final Consumer<NotHeld> notHeld;
  private final BlockWriter writer = new BlockWriter();

  Runs(Consumer<NotHeld> notHeld) {
    this.notHeld = notHeld;
  }

  /**
   * The text in portions of at most 100 runs and {@code bytes} of JSON; at least one portion, which
   * is empty for an empty text.
   */
  List<List<RichText>> portions(List<RichText> text, int bytes) {
    List<List<RichText>> portions = new ArrayList<>();
    List<RichText> portion = new ArrayList<>();
    int size = 0;
    for (RichText run : accepted(text)) {
      int own = writer.richText(List.of(run)).toString().getBytes(StandardCharsets.UTF_8).length;
      if (!portion.isEmpty() && (portion.size() == NotionLimits.RUNS || size + own > bytes)) {
        portions.add(portion);
        portion = new ArrayList<>();
        size = 0;
      }
      portion.add(run);
      size += own;
    }
    if (!portion.isEmpty() || portions.isEmpty()) {
      portions.add(portion);
    }
    return portions;
  }

  /** The text in runs of which none is longer than Notion allows. */
  private List<RichText> accepted(List<RichText> text) {
    List<RichText> plain = new ArrayList<>();
    for (RichText run : text) {
      if (run.kind().equals(RichText.EQUATION) && run.content().length() > NotionLimits.EQUATION) {
        notHeld.accept(new NotHeld("equation " + run.content(), "too long, kept as code"));
        plain.add(RichText.text(run.content(), null, run.annotations().withCode(true)));
      } else if (run.isText() && run.link() != null && run.link().length() > NotionLimits.URL) {
        notHeld.accept(new NotHeld("link to " + run.link(), "address too long, kept as text"));
        plain.add(RichText.text(run.content(), null, run.annotations()));
        if (!run.content().equals(run.link())) {
          plain.add(RichText.text(" (" + run.link() + ")", null, run.annotations()));
        }
      } else {
        plain.add(run);
      }
    }
    List<RichText> accepted = new ArrayList<>();
    for (RichText run : RichText.joined(plain)) {
      if (run.isText()) {
        cut(run, accepted);
      } else {
        accepted.add(run);
      }
    }
    return accepted;
  }

  private static void cut(RichText run, List<RichText> into) {
    String content = run.content();
    int from = 0;
    while (content.length() - from > NotionLimits.TEXT) {
      int to = boundary(content, from, NotionLimits.TEXT);
      into.add(RichText.text(content.substring(from, to), run.link(), run.annotations()));
      from = to;
    }
    into.add(RichText.text(content.substring(from), run.link(), run.annotations()));
  }

  /** The last place at most {@code length} behind {@code from} that no visible character spans. */
  private static int boundary(String content, int from, int length) {
    Matcher graphemes = GRAPHEME.matcher(content).region(from, content.length());
    int last = from;
    while (graphemes.find() && graphemes.end() <= from + length) {
      last = graphemes.end();
    }
    if (last > from) {
      return last;
    }
    // One visible character of more than 2,000 (stacked accents): then at least no half character.
    int hard = from + length;
    return Character.isHighSurrogate(content.charAt(hard - 1)) ? hard - 1 : hard;
  }
}
