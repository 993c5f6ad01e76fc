package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to the blocks below pages. Every change also edits the page that the blocks belong to.
 */
final class Bodies {

  private final World world;
  private final MarkdownWriter writer;

  Bodies(World world) {
    this.world = world;
    this.writer = new MarkdownWriter(world, Loading.everything(world));
  }

  /** Creates blocks among the children of a page or block; gives the ids of the direct ones. */
  List<String> insert(Parent parent, int index, List<NewBlock> blocks, Instant at, String by) {
    List<String> siblings = children(parent);
    List<String> made = new ArrayList<>();
    for (NewBlock block : blocks) {
      made.add(make(parent, block, at, by));
    }
    siblings.addAll(index, made);
    return made;
  }

  private String make(Parent parent, NewBlock wanted, Instant at, String by) {
    if (wanted.keeps() != null) {
      if (world.blocks().containsKey(wanted.keeps())) {
        world.block(wanted.keeps()).move(parent);
      }
      return wanted.keeps();
    }
    Block block = new Block(world.ids().uuid(), wanted.type(), parent, wanted.payload(), at, by);
    world.blocks().put(block.id(), block);
    Parent self = new Parent(Parent.Kind.BLOCK, block.id());
    for (NewBlock child : wanted.children()) {
      block.children().add(make(self, child, at, by));
    }
    return block.id();
  }

  /** The ids below a page or block, to be changed in place. */
  List<String> children(Parent parent) {
    return parent.kind() == Parent.Kind.PAGE
        ? world.page(parent.id()).children()
        : world.block(parent.id()).children();
  }

  void edit(Block block, ObjectNode payload, String by) {
    block.edit(payload, world.now(), by);
    touched(block.parent(), "body", by);
  }

  /** Moves a block to the trash: it leaves its parent and can still be read by its id. */
  void trash(Block block, String by) {
    children(block.parent()).remove(block.id());
    block.trash(true, world.now(), by);
    touched(block.parent(), "body", by);
  }

  /** Brings a trashed block back, to the end of its parent. */
  void restore(Block block, String by) {
    List<String> siblings = children(block.parent());
    if (!siblings.contains(block.id())) {
      siblings.add(block.id());
    }
    block.trash(false, world.now(), by);
    touched(block.parent(), "body", by);
  }

  /** Notes that the body below this parent changed. */
  void touched(Parent parent, String kind, String by) {
    Page page = pageOf(parent);
    Instant now = world.now();
    page.become(now, kind, page.state().edited(now, by).withBody(writer.page(page)));
  }

  Page pageOf(Parent parent) {
    Parent at = parent;
    while (at.kind() == Parent.Kind.BLOCK) {
      at = world.block(at.id()).parent();
    }
    return world.page(at.id());
  }

  /** The block, for a connection: it sees those of the pages that are shared with it. */
  Block shared(String id) {
    Block block = world.block(id);
    if (world.sharing().hides(pageOf(block.parent()))) {
      throw ApiError.notFound("block", id);
    }
    return block;
  }

  /** Whether the block, or anything above it, is in the trash. */
  boolean trashed(Parent parent) {
    Parent at = parent;
    while (at.kind() == Parent.Kind.BLOCK) {
      Block block = world.block(at.id());
      if (block.inTrash()) {
        return true;
      }
      at = block.parent();
    }
    return at.kind() == Parent.Kind.PAGE && world.page(at.id()).state().inTrash();
  }

  /** The text of blocks without any marks, one line for each. */
  String plain(List<String> ids) {
    List<String> lines = new ArrayList<>();
    for (String id : ids) {
      Block block = world.blocks().get(id);
      if (block != null) {
        lines.add(RichText.plain(block.payload().path("rich_text")));
        block.payload().path("cells").forEach(cell -> lines.add(RichText.plain(cell)));
        if (!block.children().isEmpty()) {
          lines.add(plain(block.children()));
        }
      }
    }
    return String.join("\n", lines);
  }

  String markdown(Page page) {
    return writer.page(page);
  }

  MarkdownWriter writer() {
    return writer;
  }
}
