package caravan.blocks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A body as one hash for each block, in reading order and with its depth: enough to tell whether a
 * page still holds it, without keeping the words. What Notion adds to a block by itself, and where
 * it cuts runs of text, does not count.
 */
public final class BodyPrint {

  /** Prints of another format say nothing: what a block's hash is made of has changed. */
  private static final String FORMAT = "1";

  /**
   * One block.
   *
   * @param depth 0 for a child of the page
   * @param hash what it says by itself, see {@link OwnContent#print}
   */
  record Line(int depth, String hash) {}

  private final List<Line> lines;

  private BodyPrint(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * The print of blocks that are written.
   *
   * @throws IllegalArgumentException if Notion takes no block of a type among them
   */
  public static BodyPrint of(List<Block> wanted) {
    List<Line> lines = new ArrayList<>();
    collect(wanted, 0, lines);
    return new BodyPrint(lines);
  }

  private static void collect(List<Block> blocks, int depth, List<Line> into) {
    for (Block block : blocks) {
      into.add(new Line(depth, OwnContent.of(block.withChildren(List.of())).print()));
      collect(block.children(), depth + 1, into);
    }
  }

  /** Reads what {@link #text} wrote; empty if another version of Caravan wrote it differently. */
  public static Optional<BodyPrint> read(String text) {
    String[] parts = text.split(" ");
    if (!parts[0].equals(FORMAT)) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      lines.add(
          new Line(Integer.parseInt(parts[i].substring(0, colon)), parts[i].substring(colon + 1)));
    }
    return Optional.of(new BodyPrint(lines));
  }

  /** The print as a text to keep: about 14 characters for each block. */
  public String text() {
    StringBuilder text = new StringBuilder(FORMAT);
    lines.forEach(line -> text.append(' ').append(line.depth()).append(':').append(line.hash()));
    return text.toString();
  }

  /** Every block of this body and of another: what a page may hold on the way between them. */
  public BodyPrint and(BodyPrint other) {
    Set<Line> both = new LinkedHashSet<>(lines);
    both.addAll(other.lines);
    return new BodyPrint(List.copyOf(both));
  }

  List<Line> lines() {
    return lines;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyPrint print && lines.equals(print.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
