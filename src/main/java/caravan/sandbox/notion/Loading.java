package caravan.sandbox.notion;

import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks one answer of the markdown endpoint holds, in the order of the page: up to a number
 * of them, and none that the connection may not see (Notion: retrieve a page as markdown). A table
 * counts with its rows and is never cut.
 */
final class Loading {

  private final World world;
  private final int most;
  private final boolean shown;
  private final List<String> unknown = new ArrayList<>();
  private int loaded;

  private Loading(World world, int most, boolean shown) {
    this.world = world;
    this.most = most;
    this.shown = shown;
  }

  /** Everything, for the workspace itself: files keep their address without a signature. */
  static Loading everything(World world) {
    return new Loading(world, Integer.MAX_VALUE, false);
  }

  /** What an answer holds. */
  static Loading answer(World world) {
    return new Loading(world, world.options().markdownCap(), true);
  }

  /** Takes a block into the answer; false if it is left out and noted as unknown. */
  boolean take(Block block) {
    if (!shown) {
      return true;
    }
    if (world.hidden().contains(block.id()) || loaded >= most) {
      unknown.add(block.id());
      return false;
    }
    loaded += block.type().equals("table") ? 1 + block.children().size() : 1;
    return true;
  }

  /** Whether the original of a copy can be seen; if not it is noted as unknown. */
  boolean sees(String original) {
    boolean seen =
        !shown || world.blocks().containsKey(original) && !world.hidden().contains(original);
    if (!seen) {
      unknown.add(original);
    }
    return seen;
  }

  /** The address of a file as this answer shows it. */
  String file(String address) {
    return shown ? world.files().signed(address).path("url").asText() : address;
  }

  List<String> unknown() {
    return unknown;
  }
}
