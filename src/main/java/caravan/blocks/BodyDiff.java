package caravan.blocks;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to change so that a page's present blocks become the wanted ones. Without I/O: while
 * {@link #unread()} is not empty, the children of those blocks have to be read first, and then it
 * is computed anew.
 *
 * <p>A block that already says what is wanted is left alone, a changed one is updated in place
 * where Notion can, what is new goes in behind the block before it, what is left over is deleted. A
 * block whose inside would take more requests than writing it anew is written anew, unless half of
 * it or more would stay untouched.
 *
 * <p>Pages and databases inside the body are never deleted, nor are blocks that have one inside.
 *
 * @param edits in the order to make them: updates and inserts from top to bottom, then deletes, so
 *     that no text is missing in between
 * @param unread ids of blocks whose children are needed before the edits are final
 * @param untouched how many present blocks keep their content; their children may change
 * @param present how many blocks there are, as far as they were read
 * @param kept blocks that nothing wanted is like, but that are or hold a page or database
 */
public record BodyDiff(
    List<Edit> edits, List<String> unread, int untouched, int present, List<PresentBlock> kept) {

  public BodyDiff {
    edits = List.copyOf(edits);
    unread = List.copyOf(unread);
    kept = List.copyOf(kept);
  }

  /**
   * Compares.
   *
   * @param pageId the page, or the block, that the blocks are in
   * @param wanted blocks within the limits of a single block, see {@link WithinLimits}
   * @throws IllegalArgumentException if Notion takes no block of a wanted type
   */
  public static BodyDiff of(String pageId, List<PresentBlock> present, List<Block> wanted) {
    Level level = new Level(pageId, present, wanted);
    List<Edit> edits = new ArrayList<>(level.changes);
    edits.addAll(level.deletes);
    int blocks = present.stream().mapToInt(PresentBlock::size).sum();
    return new BodyDiff(edits, level.unread, level.untouched, blocks, level.kept);
  }

  /** How many requests the edits take. */
  public int requests() {
    return requests(edits);
  }

  private static int requests(List<Edit> edits) {
    return edits.stream().mapToInt(Edit::requests).sum();
  }

  /** The children of one block or page. */
  private static final class Level {

    private final String parentId;
    private final List<PresentBlock> present;
    private final List<Block> wanted;
    private final List<OwnContent> there;
    private final List<OwnContent> here;
    private final List<Edit> changes = new ArrayList<>();
    private final List<Edit> deletes = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private final List<PresentBlock> kept = new ArrayList<>();
    private int untouched;

    Level(String parentId, List<PresentBlock> present, List<Block> wanted) {
      this.parentId = parentId;
      this.present = present;
      this.wanted = wanted;
      this.there = present.stream().map(OwnContent::of).toList();
      this.here = wanted.stream().map(OwnContent::of).toList();
      compare();
    }

    private void compare() {
      boolean[] stays = new boolean[present.size()];
      for (int i = 0; i < stays.length; i++) {
        stays[i] = holdsPage(present.get(i));
      }
      int[] partner = Alignment.of(there, here, stays);
      Level[] inside = new Level[wanted.size()];
      boolean[] used = new boolean[present.size()];
      for (int j = 0; j < partner.length; j++) {
        if (partner[j] < 0) {
          continue;
        }
        PresentBlock block = present.get(partner[j]);
        inside[j] = inside(block, wanted.get(j));
        if (inside[j] != null && isDearer(inside[j], block, j, partner[j])) {
          partner[j] = -1;
        } else {
          used[partner[j]] = true;
        }
      }
      for (int j = 0; j < partner.length; j++) {
        if (partner[j] >= 0) {
          keep(j, partner[j], inside[j]);
        } else if (j == 0 || partner[j - 1] >= 0) {
          insert(j, partner);
        }
      }
      for (int i = 0; i < used.length; i++) {
        if (!used[i]) {
          leaveOrDelete(present.get(i));
        }
      }
    }

    /** The level below a pair; null while it is unread. */
    private Level inside(PresentBlock block, Block as) {
      if (!block.childrenUnread()) {
        return new Level(block.id(), block.children(), as.children());
      }
      unread.add(block.id());
      return null;
    }

    private boolean isDearer(Level inside, PresentBlock block, int j, int i) {
      boolean said = here.get(j).isSaidBy(there.get(i));
      int requests = (said ? 0 : 1) + requests(inside.changes) + requests(inside.deletes);
      int anew = 1 + BodyWrite.requestsFor(List.of(wanted.get(j)));
      int stay = (said ? 1 : 0) + inside.untouched;
      return requests > anew
          && 2 * stay < block.size()
          && inside.kept.isEmpty()
          && inside.unread.isEmpty();
    }

    private void keep(int j, int i, Level inside) {
      PresentBlock block = present.get(i);
      if (here.get(j).isSaidBy(there.get(i))) {
        untouched++;
      } else {
        changes.add(new Edit.Update(block.id(), OwnContent.update(wanted.get(j), block.block())));
      }
      if (inside != null) {
        changes.addAll(inside.changes);
        deletes.addAll(inside.deletes);
        unread.addAll(inside.unread);
        kept.addAll(inside.kept);
        untouched += inside.untouched;
      }
    }

    /** Inserts the wanted block and those that follow it, up to the next one that is there. */
    private void insert(int from, int[] partner) {
      int to = from;
      while (to < partner.length && partner[to] < 0) {
        to++;
      }
      Place place = present.isEmpty() ? Place.END : Place.START;
      if (from > 0) {
        place = Place.after(present.get(partner[from - 1]).id());
      }
      changes.add(new Edit.Insert(parentId, place, wanted.subList(from, to)));
    }

    private void leaveOrDelete(PresentBlock block) {
      if (holdsPage(block)) {
        kept.add(block);
      } else {
        mayHoldPages(block);
        deletes.add(new Edit.Delete(block.id()));
      }
    }

    /** Notes what has to be read before it is known that no page would be deleted. */
    private void mayHoldPages(PresentBlock block) {
      if (block.childrenUnread() && block.mayHoldPages()) {
        unread.add(block.id());
      }
      block.children().forEach(this::mayHoldPages);
    }

    private static boolean holdsPage(PresentBlock block) {
      return block.isPage() || block.children().stream().anyMatch(Level::holdsPage);
    }
  }
}
