package caravan.render;

import caravan.blocks.Annotations;
import caravan.blocks.CleanText;
import caravan.blocks.RichText;
import caravan.blocks.SafeAddress;
import caravan.render.HtmlWriter.Attribute;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes rich text as HTML within a block. */
final class RunsToHtml {

  private static final String REL = "nofollow noopener noreferrer";

  private final HtmlWriter out;

  RunsToHtml(HtmlWriter out) {
    this.out = out;
  }

  /** The runs; neighbours that link to the same place are one link. */
  void write(List<RichText> text) {
    List<RichText> runs = text.size() < 2 ? text : RichText.joined(text);
    int from = 0;
    while (from < runs.size()) {
      String link = runs.get(from).link();
      int to = from + 1;
      while (to < runs.size() && Objects.equals(link, runs.get(to).link())) {
        to++;
      }
      Optional<SafeAddress> address = SafeAddress.link(link);
      address.ifPresent(safe -> out.open(Element.A).leadingTo(safe).with(Attribute.REL, REL));
      for (RichText run : runs.subList(from, to)) {
        run(run);
      }
      if (address.isPresent()) {
        out.close();
      }
      from = to;
    }
  }

  private void run(RichText run) {
    String text = CleanText.of(shown(run));
    if (text.isEmpty()) {
      return;
    }
    int outside = out.depth();
    Annotations looks = run.annotations();
    if (!color(looks.color()).isEmpty()) {
      out.open(Element.SPAN).with(Attribute.CLASS, color(looks.color()));
    }
    open(looks.bold(), Element.STRONG);
    open(looks.italic(), Element.EM);
    open(looks.strikethrough(), Element.S);
    open(looks.underline(), Element.U);
    if (run.kind().equals(RichText.EQUATION)) {
      out.open(Element.CODE).with(Attribute.CLASS, "math").text(text);
    } else {
      open(looks.code(), Element.CODE);
      lines(text);
    }
    out.closeTo(outside);
  }

  private void open(boolean on, Element element) {
    if (on) {
      out.open(element);
    }
  }

  private void lines(String text) {
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      out.text(text.substring(from, end)).open(Element.BR);
      from = end + 1;
    }
    out.text(text.substring(from));
  }

  private static String shown(RichText run) {
    JsonNode mention = run.mention();
    String emoji = mention == null ? "" : mention.at("/custom_emoji/name").asText("");
    if (!emoji.isEmpty()) {
      return ":" + emoji + ":";
    }
    return run.isText() || run.kind().equals(RichText.EQUATION) ? run.content() : run.plainText();
  }

  /** The class of a colour, such as {@code color-red-background}; empty for none. */
  static String color(String color) {
    boolean named =
        !color.isEmpty() && color.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '_');
    return !named || color.equals(Annotations.DEFAULT_COLOR)
        ? ""
        : "color-" + color.replace('_', '-');
  }
}
