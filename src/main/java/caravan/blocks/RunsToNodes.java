package caravan.blocks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Turns rich text into Markdown's inline nodes. Runs that share a format are put into one node, and
 * white space at the edges of a format is moved out of it, because Markdown's delimiters need text
 * on their inner side. Underline and colours have no Markdown and are left out, as are formats that
 * would not be read back.
 */
final class RunsToNodes {

  /** A kind of format. */
  private record Layer(Function<RichText, Object> of, Function<RichText, Node> node) {}

  private static final List<Layer> LAYERS =
      List.of(
          new Layer(RichText::link, run -> new Link(run.link(), null)),
          new Layer(run -> run.annotations().bold() ? true : null, run -> new StrongEmphasis("**")),
          new Layer(run -> run.annotations().italic() ? true : null, run -> new Emphasis("*")),
          new Layer(
              run -> run.annotations().strikethrough() ? true : null,
              run -> new Strikethrough("~~")));

  /** What Markdown takes from the ends of a text; other spaces, such as a wide one, stay. */
  private static final Pattern LEADING = Pattern.compile("\\A[ \t\n]+");

  private static final Pattern TRAILING = Pattern.compile("(?<![ \t\n])[ \t\n]+\\z");

  private final ReadsBack readsBack = new ReadsBack();
  private final Supplier<Node> lineBreak;

  /**
   * @param lineBreak makes what stands for a line break inside a text
   */
  private RunsToNodes(Supplier<Node> lineBreak) {
    this.lineBreak = lineBreak;
  }

  /** For text that may go over several lines. */
  static RunsToNodes lines() {
    return new RunsToNodes(HardLineBreak::new);
  }

  /** For headings and table cells, which are one line. */
  static RunsToNodes oneLine() {
    return new RunsToNodes(
        () -> {
          HtmlInline lineBreak = new HtmlInline();
          lineBreak.setLiteral("<br>");
          return lineBreak;
        });
  }

  /** Appends the text's nodes to a parent. */
  void append(List<RichText> text, Node parent) {
    List<RichText> runs = spaced(harmless(text));
    if (ReadsBack.isDoubtful(runs) && !isReadBack(runs)) {
      runs = RichText.joined(apart(runs));
      runs =
          isReadBack(runs) ? runs : RichText.joined(runs.stream().map(RunsToNodes::bare).toList());
    }
    nested(runs, Set.of(), parent);
  }

  private boolean isReadBack(List<RichText> runs) {
    Paragraph probe = new Paragraph();
    nested(runs, Set.of(), probe);
    return probe.getFirstChild() == null || readsBack.same(probe);
  }

  /** The runs without the formats that touch their neighbours. */
  private static List<RichText> apart(List<RichText> runs) {
    List<RichText> apart = new ArrayList<>(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      boolean touches =
          i > 0 && ReadsBack.touch(runs.get(i - 1), runs.get(i))
              || i + 1 < runs.size() && ReadsBack.touch(runs.get(i), runs.get(i + 1));
      apart.add(touches ? bare(runs.get(i)) : runs.get(i));
    }
    return apart;
  }

  private static RichText bare(RichText run) {
    Annotations code = Annotations.NONE.withCode(run.annotations().code());
    return new RichText(
        run.kind(), run.content(), run.link(), code, run.plainText(), run.mention());
  }

  /** The runs without what nobody sees, and without links that nobody should follow. */
  private static List<RichText> harmless(List<RichText> text) {
    List<RichText> harmless = new ArrayList<>(text.size());
    for (RichText run : text) {
      harmless.add(
          new RichText(
              run.kind(),
              CleanText.of(run.content()),
              MarkdownAddress.link(run.link()).orElse(null),
              run.annotations(),
              CleanText.of(run.plainText()),
              run.mention()));
    }
    return harmless;
  }

  /** Of the formats that start with a run, the one that goes farthest becomes the outer node. */
  private void nested(List<RichText> runs, Set<Layer> outer, Node parent) {
    int from = 0;
    while (from < runs.size()) {
      Layer widest = null;
      int end = from + 1;
      for (Layer layer : LAYERS) {
        int extent = outer.contains(layer) ? from : extent(runs, from, layer);
        if (extent > end || extent == end && widest == null) {
          widest = layer;
          end = extent;
        }
      }
      if (widest == null) {
        leaf(runs.get(from), parent);
      } else {
        Node node = widest.node().apply(runs.get(from));
        parent.appendChild(node);
        Set<Layer> within = new HashSet<>(outer);
        within.add(widest);
        nested(runs.subList(from, end), within, node);
      }
      from = end;
    }
  }

  /** Where the format of the run at {@code from} ends; {@code from} itself if it has none. */
  private static int extent(List<RichText> runs, int from, Layer layer) {
    Object shared = layer.of().apply(runs.get(from));
    int to = from;
    while (to < runs.size()
        && shared != null
        && Objects.equals(shared, layer.of().apply(runs.get(to)))) {
      to++;
    }
    return to;
  }

  private void leaf(RichText run, Node parent) {
    if (run.kind().equals(RichText.EQUATION)) {
      // GitHub's form of inline mathematics that needs no escapes.
      parent.appendChild(new Text("$"));
      parent.appendChild(new Code(run.content().replace('\n', ' ')));
      parent.appendChild(new Text("$"));
      return;
    }
    String content = run.isText() ? run.content() : run.plainText();
    if (run.annotations().code()) {
      parent.appendChild(new Code(content.replace('\n', ' ')));
      return;
    }
    String[] lines = content.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        lineBreak(parent);
      }
      line(lines[i], parent);
    }
  }

  private void line(String line, Node parent) {
    if (line.isEmpty()) {
      return;
    }
    Node before = parent.getLastChild();
    boolean lineStart = before == null ? parent instanceof Block : isBreak(before);
    if (lineStart && line.charAt(0) == '+') {
      // The renderer escapes every mark of a list but this one.
      parent.appendChild(new Verbatim("\\+", "+"));
      line = line.substring(1);
    }
    if (!line.isEmpty()) {
      parent.appendChild(new Text(line));
    }
  }

  /** An empty line would end the paragraph; one with a backslash doesn't. */
  private void lineBreak(Node parent) {
    if (isBreak(parent.getLastChild())) {
      parent.appendChild(new Verbatim("\\", ""));
      parent.appendChild(new SoftLineBreak());
    } else {
      parent.appendChild(lineBreak.get());
    }
  }

  private static boolean isBreak(Node node) {
    return node instanceof HardLineBreak || node instanceof SoftLineBreak;
  }

  /**
   * The runs with the white space at their edges in runs of its own, formatted if both sides are.
   */
  private static List<RichText> spaced(List<RichText> text) {
    List<RichText> split = new ArrayList<>();
    for (RichText run : RichText.joined(text)) {
      String content = run.content();
      String core = content.strip();
      if (!run.isText() || run.annotations().code() || core.equals(content)) {
        split.add(run);
        continue;
      }
      int lead = content.length() - content.stripLeading().length();
      piece(run, content.substring(0, lead), split);
      piece(run, core, split);
      piece(run, content.substring(Math.min(content.length(), lead + core.length())), split);
    }
    List<RichText> spaced = new ArrayList<>();
    for (int i = 0; i < split.size(); i++) {
      RichText run = split.get(i);
      if (!run.isText() || run.annotations().code() || !run.content().isBlank()) {
        spaced.add(run);
      } else if (spaced.isEmpty()) {
        piece(RichText.text(""), LEADING.matcher(run.content()).replaceFirst(""), spaced);
      } else {
        RichText before = spaced.get(spaced.size() - 1);
        RichText after = i + 1 < split.size() ? split.get(i + 1) : null;
        spaced.add(between(run, before, after));
      }
    }
    while (!spaced.isEmpty() && blank(spaced.get(spaced.size() - 1))) {
      RichText last = spaced.remove(spaced.size() - 1);
      String kept = TRAILING.matcher(last.content()).replaceFirst("");
      if (!kept.isEmpty()) {
        piece(last, kept, spaced);
        break;
      }
    }
    return spaced;
  }

  private static boolean blank(RichText run) {
    return run.isText() && !run.annotations().code() && run.content().isBlank();
  }

  private static void piece(RichText like, String content, List<RichText> into) {
    if (!content.isEmpty()) {
      into.add(RichText.text(content, like.link(), like.annotations()));
    }
  }

  /** White space keeps a format only if it goes on over it. */
  private static RichText between(RichText space, RichText before, RichText after) {
    if (after == null) {
      return RichText.text(space.content());
    }
    Annotations own = space.annotations();
    Annotations a = before.annotations();
    Annotations b = after.annotations();
    Annotations shared =
        Annotations.NONE
            .withBold(own.bold() && a.bold() && b.bold())
            .withItalic(own.italic() && a.italic() && b.italic())
            .withStrikethrough(own.strikethrough() && a.strikethrough() && b.strikethrough());
    boolean linked =
        Objects.equals(before.link(), space.link()) && Objects.equals(after.link(), space.link());
    return RichText.text(space.content(), linked ? space.link() : null, shared);
  }
}
