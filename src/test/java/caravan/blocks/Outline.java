package caravan.blocks;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Blocks as lines that a test can be read by: {@code type attribute=value 'run'flags<link>}, the
 * flags being b, i, s, u and c; children two spaces deeper.
 */
final class Outline {

  private Outline() {}

  static String of(List<Block> blocks) {
    StringBuilder out = new StringBuilder();
    add(blocks, "", out);
    return out.toString();
  }

  private static void add(List<Block> blocks, String indent, StringBuilder out) {
    for (Block block : blocks) {
      out.append(indent).append(block.type());
      block.attributes().forEach((name, v) -> out.append(' ').append(name).append('=').append(v));
      if (!block.text().isEmpty()) {
        out.append(' ').append(runs(block.text()));
      }
      if (!block.cells().isEmpty()) {
        out.append(
            block.cells().stream()
                .map(Outline::runs)
                .collect(Collectors.joining(" | ", " | ", " |")));
      }
      if (!block.caption().isEmpty()) {
        out.append(" caption ").append(runs(block.caption()));
      }
      out.append('\n');
      add(block.children(), indent + "  ", out);
    }
  }

  private static String runs(List<RichText> runs) {
    return runs.stream().map(Outline::run).collect(Collectors.joining(" "));
  }

  private static String run(RichText run) {
    Annotations a = run.annotations();
    return (run.isText()
            ? ""
            : run.kind() + " " + (run.mention() == null ? "" : run.mention() + " "))
        + "'"
        + run.plainText().replace("\n", "\\n")
        + "'"
        + (a.bold() ? "b" : "")
        + (a.italic() ? "i" : "")
        + (a.strikethrough() ? "s" : "")
        + (a.underline() ? "u" : "")
        + (a.code() ? "c" : "")
        + (a.color().equals("default") ? "" : "{" + a.color() + "}")
        + (run.link() == null ? "" : "<" + run.link() + ">");
  }
}
