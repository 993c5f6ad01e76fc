package caravan.blocks;

import caravan.blocks.BodyPrint.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells whether people changed a body since the hub wrote it. Decides only.
 *
 * <p>A body that is as it was written was not changed. Where it differs, Notion's word on who made
 * a block and who edited it last decides: a block that only the hub's own user touched is the
 * hub's, whatever form Notion gave it. Deleted and moved blocks leave no such trace; they show in
 * the print of what was written, unless a write broke off and nobody knows how far it came.
 *
 * <p>An empty paragraph that people added says nothing and counts for nothing.
 */
public final class BodyGuard {

  private final BodyPrint written;
  private final boolean whole;
  private final Predicate<String> isHub;

  /**
   * @param written what the hub wrote last; null if that is not known
   * @param whole whether the page held exactly that when the hub was done; false while a write is
   *     under way or broke off: then it holds some of those blocks
   * @param isHub whether a user id is the hub's own; asked only where the body differs from what
   *     was written
   */
  public BodyGuard(BodyPrint written, boolean whole, Predicate<String> isHub) {
    this.written = written;
    this.whole = whole;
    this.isHub = isHub;
  }

  /** A present block by itself: its hash as far as the hub could have written it. */
  private record Found(int depth, OwnContent content, PresentBlock block) {}

  /**
   * Whether a block among these is by other people. What was not read yet can't make it otherwise.
   *
   * @param pagesToo whether pages and databases in the body would be deleted too
   */
  boolean findsOthers(List<PresentBlock> present, boolean pagesToo) {
    List<Found> found = new ArrayList<>();
    collect(present, 0, pagesToo, found);
    return !isAsWritten(found) && !compared(found).others().isEmpty();
  }

  /**
   * Whether people changed the body.
   *
   * @param present all of it
   * @param pagesToo whether pages and databases in the body would be deleted too
   */
  boolean isEdited(List<PresentBlock> present, boolean pagesToo) {
    List<Found> found = new ArrayList<>();
    collect(present, 0, pagesToo, found);
    if (isAsWritten(found)) {
      return false;
    }
    Compared compared = compared(found);
    if (!compared.others().isEmpty()) {
      return true;
    }
    return whole && written != null && (compared.lacksBlocks() || compared.isMoved());
  }

  private static void collect(
      List<PresentBlock> blocks, int depth, boolean pagesToo, List<Found> into) {
    for (PresentBlock block : blocks) {
      if (pagesToo || !block.isPage()) {
        into.add(new Found(depth, OwnContent.of(block.withChildren(List.of())), block));
      }
      collect(block.children(), depth + 1, pagesToo, into);
    }
  }

  private boolean isAsWritten(List<Found> found) {
    if (written == null || !whole) {
      return false;
    }
    List<Line> lines = written.lines();
    if (lines.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < lines.size(); i++) {
      boolean same =
          lines.get(i).depth() == found.get(i).depth()
              && found.get(i).content().isPrintedAs(lines.get(i).hash());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private Compared compared(List<Found> found) {
    Compared compared = matched(found, false);
    // Whose a block is matters only where one is not the hub's by what it says.
    return compared.unknown().isEmpty() ? compared : matched(found, true);
  }

  /** Finds the blocks that were written; of two that say the same, the hub's own ones first. */
  private Compared matched(List<Found> found, boolean ownFirst) {
    Map<String, Integer> left = new HashMap<>();
    if (written != null) {
      written.lines().forEach(line -> left.merge(line.hash(), 1, Integer::sum));
    }
    String[] as = new String[found.size()];
    for (boolean others : new boolean[] {false, true}) {
      for (int i = 0; i < as.length; i++) {
        if (as[i] == null && (others || !ownFirst || isOwn(found.get(i).block()))) {
          as[i] = take(found.get(i).content(), left);
        }
      }
    }
    return new Compared(found, as, left);
  }

  /** The hash that a block was written under, taken from those that are left; null if none. */
  private String take(OwnContent content, Map<String, Integer> left) {
    for (String hash : content.prints()) {
      int count = left.getOrDefault(hash, 0);
      if (count > 0) {
        // A write that broke off may have left a block in the old place and in the new one.
        left.put(hash, whole ? count - 1 : count);
        return hash;
      }
    }
    return null;
  }

  private boolean isOwn(PresentBlock block) {
    return isHub.test(block.createdBy()) && isHub.test(block.lastEditedBy());
  }

  /**
   * What was found beside what was written.
   *
   * @param as for each block found the hash under which it was written; null for none
   * @param left how many blocks of each hash were written and not found
   */
  private final class Compared {

    private final List<Found> found;
    private final String[] as;
    private final Map<String, Integer> left;

    Compared(List<Found> found, String[] as, Map<String, Integer> left) {
      this.found = found;
      this.as = as;
      this.left = left;
    }

    /** Blocks that say what the hub did not write, by other people than the hub. */
    List<Found> others() {
      return unknown().stream().filter(each -> !isOwn(each.block())).toList();
    }

    private List<Found> unknown() {
      List<Found> unknown = new ArrayList<>();
      for (int i = 0; i < as.length; i++) {
        if (as[i] == null && !found.get(i).block().isBlank()) {
          unknown.add(found.get(i));
        }
      }
      return unknown;
    }

    /** Whether more is missing than Notion could hold in another form. */
    boolean lacksBlocks() {
      return left.values().stream().mapToInt(Integer::intValue).sum() > unknown().size();
    }

    /** Whether what is there of the written blocks stands in another order or at another depth. */
    boolean isMoved() {
      List<Line> there = new ArrayList<>();
      for (int i = 0; i < as.length; i++) {
        if (as[i] != null) {
          there.add(new Line(found.get(i).depth(), as[i]));
        }
      }
      List<Line> before = new ArrayList<>();
      Map<String, Integer> missing = new HashMap<>(left);
      for (Line line : written.lines()) {
        int count = missing.getOrDefault(line.hash(), 0);
        if (count > 0) {
          missing.put(line.hash(), count - 1);
        } else {
          before.add(line);
        }
      }
      return !there.equals(before);
    }
  }
}
