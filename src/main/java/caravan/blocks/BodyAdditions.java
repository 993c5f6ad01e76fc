package caravan.blocks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page lacks of a wanted body, wherever in the page the rest stands. A block that is there
 * twice counts twice, and one with another inside counts as lacking.
 */
final class BodyAdditions {

  private final Map<Block, List<PresentBlock>> unused = new HashMap<>();
  private final List<String> unread = new ArrayList<>();
  private final List<Block> lacking = new ArrayList<>();

  private BodyAdditions(List<PresentBlock> present, List<Block> wanted) {
    for (PresentBlock block : present) {
      unused.computeIfAbsent(OwnContent.of(block).form(), form -> new ArrayList<>()).add(block);
    }
    for (Block block : wanted) {
      if (!find(block)) {
        lacking.add(block);
      }
    }
  }

  /** Compares; computed anew once what it says is unread was read. */
  static BodyDiff of(String pageId, List<PresentBlock> present, List<Block> wanted) {
    BodyAdditions additions = new BodyAdditions(present, wanted);
    List<Edit> edits =
        additions.lacking.isEmpty()
            ? List.of()
            : List.of(new Edit.Insert(pageId, Place.END, additions.lacking));
    int blocks = present.stream().mapToInt(PresentBlock::size).sum();
    return new BodyDiff(edits, additions.unread, blocks, blocks, List.of());
  }

  private boolean find(Block block) {
    OwnContent wanted = OwnContent.of(block);
    List<PresentBlock> alike = unused.getOrDefault(wanted.form(), List.of());
    for (PresentBlock each : alike) {
      OwnContent present = OwnContent.of(each);
      if (wanted.isSaidBy(present) && wanted.mayBeWholly(present)) {
        unreadInside(each);
        alike.remove(each);
        return true;
      }
    }
    return false;
  }

  private void unreadInside(PresentBlock block) {
    if (block.childrenUnread()) {
      unread.add(block.id());
    }
    block.children().forEach(this::unreadInside);
  }
}
