package caravan.blocks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which present sibling becomes which wanted one, so that the fewest requests follow, then the most
 * blocks stay untouched, then texts go where they are most alike. Blocks can't be moved, so
 * partners stand in the same order on both sides.
 */
final class Alignment {

  private static final int NONE = -1;
  private static final byte DELETE = 1;
  private static final byte INSERT = 2;
  private static final byte PAIR = 3;

  /** A request weighs more than all untouched blocks together, one of those more than all looks. */
  private static final long REQUEST = 1L << 40;

  private static final long UNTOUCHED = 1L << 20;
  private static final long IMPOSSIBLE = Long.MAX_VALUE / 4;

  /** Beyond this many pairs, blocks that are unique on both sides divide the work first. */
  private static final long PAIRS = 4_000_000;

  private final List<OwnContent> present;
  private final List<OwnContent> wanted;
  private final boolean[] kept;
  private final int[] partner;

  private Alignment(List<OwnContent> present, List<OwnContent> wanted, boolean[] kept) {
    this.present = present;
    this.wanted = wanted;
    this.kept = kept;
    this.partner = new int[wanted.size()];
    Arrays.fill(partner, NONE);
  }

  /**
   * For each wanted block the index of its present partner, or -1.
   *
   * @param kept present blocks that stay although nothing wanted is like them
   */
  static int[] of(List<OwnContent> present, List<OwnContent> wanted, boolean[] kept) {
    Alignment alignment = new Alignment(present, wanted, kept);
    alignment.align(0, present.size(), 0, wanted.size());
    return alignment.partner;
  }

  private void align(int presentFrom, int presentTo, int wantedFrom, int wantedTo) {
    int p = presentFrom;
    int w = wantedFrom;
    int pEnd = presentTo;
    int wEnd = wantedTo;
    while (p < pEnd && w < wEnd && same(p, w)) {
      partner[w++] = p++;
    }
    while (p < pEnd && w < wEnd && same(pEnd - 1, wEnd - 1)) {
      partner[--wEnd] = --pEnd;
    }
    if (p == pEnd || w == wEnd) {
      return;
    }
    if ((long) (pEnd - p) * (wEnd - w) <= PAIRS) {
      cheapest(p, pEnd, w, wEnd);
    } else {
      divide(p, pEnd, w, wEnd);
    }
  }

  private boolean same(int p, int w) {
    return wanted.get(w).isSaidBy(present.get(p)) && wanted.get(w).mayBeWholly(present.get(p));
  }

  private void cheapest(int pFrom, int pEnd, int wFrom, int wEnd) {
    int height = pEnd - pFrom;
    int width = wEnd - wFrom;
    byte[] choices = new byte[2 * (height + 1) * (width + 1)];
    long[] below = new long[2 * (width + 1)];
    for (int i = height; i >= 0; i--) {
      long[] row = new long[2 * (width + 1)];
      for (int j = width; j >= 0; j--) {
        long pair =
            i == height || j == width
                ? IMPOSSIBLE
                : below[2 * (j + 1)] + pairCost(pFrom + i, wFrom + j);
        for (int open = 0; open < 2; open++) {
          long best = i == height && j == width ? 0 : IMPOSSIBLE;
          byte choice = 0;
          if (pair < best) {
            best = pair;
            choice = PAIR;
          }
          if (j < width) {
            long insert = row[2 * (j + 1) + 1] + (open == 1 ? 0 : REQUEST);
            if (insert < best) {
              best = insert;
              choice = INSERT;
            }
          }
          if (i < height) {
            long delete = below[2 * j + open] + (kept[pFrom + i] ? 0 : REQUEST);
            if (delete < best) {
              best = delete;
              choice = DELETE;
            }
          }
          row[2 * j + open] = best;
          choices[2 * (i * (width + 1) + j) + open] = choice;
        }
      }
      below = row;
    }
    follow(choices, pFrom, height, wFrom, width);
  }

  private void follow(byte[] choices, int pFrom, int height, int wFrom, int width) {
    int i = 0;
    int j = 0;
    int open = 0;
    while (i < height || j < width) {
      switch (choices[2 * (i * (width + 1) + j) + open]) {
        case PAIR -> {
          partner[wFrom + j++] = pFrom + i++;
          open = 0;
        }
        case INSERT -> {
          j++;
          open = 1;
        }
        default -> i++;
      }
    }
  }

  private long pairCost(int p, int w) {
    OwnContent there = present.get(p);
    OwnContent here = wanted.get(w);
    boolean gains = here.hasChildren() && !there.hasChildren();
    boolean loses = there.hasChildren() && !here.hasChildren();
    long children = gains || loses ? REQUEST : 0;
    if (here.isSaidBy(there)) {
      return children - UNTOUCHED * here.sameBlocks(there) - (children == 0 ? 1 : 0);
    }
    if (!here.canUpdate(there)) {
      return IMPOSSIBLE;
    }
    // Children that go have to be read first, and deleted one by one.
    return REQUEST + children + (loses ? REQUEST : 0) - here.likeness(there);
  }

  /** Pairs what is unique on both sides and in the same order, and aligns what is in between. */
  private void divide(int pFrom, int pEnd, int wFrom, int wEnd) {
    Map<Block, Integer> there = unique(present, pFrom, pEnd);
    Map<Block, Integer> here = unique(wanted, wFrom, wEnd);
    int p = pFrom;
    int w = wFrom;
    for (int j : risingPartners(there, here, wFrom, wEnd)) {
      int i = there.get(wanted.get(j).form());
      partner[j] = i;
      align(p, i, w, j);
      p = i + 1;
      w = j + 1;
    }
    if (p > pFrom) {
      align(p, pEnd, w, wEnd);
    }
  }

  private static Map<Block, Integer> unique(List<OwnContent> contents, int from, int to) {
    Map<Block, Integer> unique = new HashMap<>();
    for (int i = from; i < to; i++) {
      unique.merge(contents.get(i).form(), i, (one, other) -> NONE);
    }
    unique.values().removeIf(index -> index == NONE);
    return unique;
  }

  /** The longest rising sequence of partners: indices of wanted blocks. */
  private List<Integer> risingPartners(
      Map<Block, Integer> there, Map<Block, Integer> here, int wFrom, int wEnd) {
    int[] last = new int[wEnd - wFrom];
    int[] before = new int[wEnd];
    int length = 0;
    for (int j = wFrom; j < wEnd; j++) {
      Block form = wanted.get(j).form();
      Integer i = there.get(form);
      if (i == null || !here.containsKey(form) || !wanted.get(j).isSaidBy(present.get(i))) {
        continue;
      }
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (there.get(wanted.get(last[middle]).form()) < i) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[j] = low == 0 ? NONE : last[low - 1];
      last[low] = j;
      length = Math.max(length, low + 1);
    }
    Integer[] rising = new Integer[length];
    int at = length == 0 ? NONE : last[length - 1];
    for (int k = length - 1; k >= 0; k--) {
      rising[k] = at;
      at = before[at];
    }
    return List.of(rising);
  }
}
