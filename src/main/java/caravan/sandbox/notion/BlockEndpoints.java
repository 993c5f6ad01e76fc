package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Blocks: retrieve, update, trash, list and append children (Notion: block). */
final class BlockEndpoints {

  private final World world;
  private final Shapes shapes;
  private final Pages pages;
  private final Bodies bodies;
  private final BlockRules rules;

  BlockEndpoints(World world, Shapes shapes, Pages pages, Bodies bodies) {
    this.world = world;
    this.shapes = shapes;
    this.pages = pages;
    this.bodies = bodies;
    this.rules = new BlockRules(world);
  }

  Reply retrieve(Call call) {
    return Reply.of(shown(call.allowing().id("block_id"), call.old()));
  }

  private ObjectNode shown(String id, boolean old) {
    if (world.pages().containsKey(id)) {
      return shapes.childPage(world.sharedPage(id), old);
    }
    if (world.databases().containsKey(id)) {
      return shapes.childDatabase(world.database(id), old);
    }
    bodies.shared(id);
    return shapes.block(world.visible(id), old);
  }

  Reply update(Call call) {
    String id = call.allowing().id("block_id");
    Block block = bodies.shared(id);
    In body = call.body().object();
    Set<String> flags = call.old() ? Set.of("in_trash", "archived") : Set.of("in_trash");
    List<String> allowed = new ArrayList<>(flags);
    allowed.addAll(List.of("type", "object", block.type()));
    body.only(Set.copyOf(allowed));
    Optional<In> flag = flags.stream().map(body::at).filter(In::given).findFirst();
    boolean trashed = flag.map(In::bool).orElse(block.inTrash());
    boolean above = bodies.trashed(block.parent());
    if (above || (block.inTrash() && trashed)) {
      throw ApiError.trashed();
    }
    In value = body.at(block.type());
    ObjectNode payload = null;
    if (value.given()) {
      if (!rules.payloads().types().contains(block.type())) {
        throw ApiError.validation("Block type " + block.type() + " is not supported via the API.");
      }
      payload =
          rules
              .payloads()
              .complete(
                  block.type(), value.only(rules.payloads().fields(block.type())), block.payload());
    } else if (flag.isEmpty()) {
      throw value.required().should("be defined");
    }
    String by = world.bot().id();
    if (payload != null) {
      bodies.edit(block, payload, by);
    }
    if (trashed && !block.inTrash()) {
      bodies.trash(block, by);
    } else if (!trashed && block.inTrash()) {
      bodies.restore(block, by);
    }
    return Reply.changed(shapes.block(block, call.old()));
  }

  Reply delete(Call call) {
    String id = call.allowing().id("block_id");
    if (world.pages().containsKey(id)) {
      Page page = world.sharedPage(id);
      if (page.state().inTrash()) {
        throw ApiError.trashed();
      }
      pages.trash(page, true, world.bot().id());
    } else {
      Block block = bodies.shared(id);
      if (block.inTrash() || bodies.trashed(block.parent())) {
        throw ApiError.trashed();
      }
      bodies.trash(block, world.bot().id());
    }
    return Reply.changed(shown(id, call.old()));
  }

  Reply children(Call call) {
    String id = call.allowing("start_cursor", "page_size").id("block_id");
    if (world.blocks().containsKey(id) && world.visible(id).copiesAnother()) {
      // A copy may say that it does not exist although its original can be read.
      throw ApiError.notFound("block", id);
    }
    List<String> all =
        bodies.children(parent(id)).stream()
            .filter(child -> !world.pages().containsKey(child) || isShown(world.page(child)))
            .filter(
                child -> !world.databases().containsKey(child) || !world.database(child).inTrash())
            .toList();
    Paging.Slice<String> slice = call.paging().cut(all, id, child -> child);
    List<ObjectNode> results =
        slice.items().stream().map(child -> shown(child, call.old())).toList();
    return Reply.of(Shapes.list("block", results, slice.next()));
  }

  private boolean isShown(Page page) {
    return !page.state().inTrash() && !world.sharing().hides(page);
  }

  private Parent parent(String id) {
    if (world.pages().containsKey(id)) {
      return new Parent(Parent.Kind.PAGE, world.sharedPage(id).id());
    }
    return new Parent(Parent.Kind.BLOCK, bodies.shared(id).id());
  }

  Reply append(Call call) {
    String id = call.allowing().id("block_id");
    Parent parent = parent(id);
    In body = call.body().object();
    if (call.old()) {
      body.only("children", "position", "after");
    } else {
      body.only("children", "position");
    }
    if (bodies.trashed(parent)) {
      throw ApiError.trashed();
    }
    List<NewBlock> blocks = rules.read(body.at("children"));
    fits(parent, blocks);
    int index = index(parent, body);
    List<String> made = bodies.insert(parent, index, blocks, world.now(), world.bot().id());
    bodies.touched(parent, "body", world.bot().id());
    List<ObjectNode> results = made.stream().map(child -> shown(child, call.old())).toList();
    return Reply.saved(Shapes.list("block", results, null), id, made);
  }

  private void fits(Parent parent, List<NewBlock> blocks) {
    if (parent.kind() == Parent.Kind.PAGE) {
      return;
    }
    Block block = world.block(parent.id());
    boolean nestable =
        BlockRules.NESTABLE.contains(block.type())
            && (!block.type().startsWith("heading")
                || block.payload().path("is_toggleable").asBoolean());
    if (!nestable) {
      throw ApiError.validation("Block does not support children.");
    }
    String only =
        block.type().equals("table")
            ? "table_row"
            : block.type().equals("column_list") ? "column" : null;
    for (NewBlock child : blocks) {
      boolean right = only == null || child.type().equals(only);
      boolean wide =
          !child.type().equals("table_row")
              || child.payload().withArray("cells").size()
                  == block.payload().path("table_width").asInt();
      if (!right || !wide) {
        throw ApiError.validation(
            "Block of type " + child.type() + " does not fit below a " + block.type() + ".");
      }
    }
  }

  private int index(Parent parent, In body) {
    List<String> siblings = bodies.children(parent);
    if (body.at("after").given()) {
      return after(siblings, body.at("after"));
    }
    In position = body.at("position");
    if (!position.given()) {
      return siblings.size();
    }
    position.only("type", "after_block");
    return switch (position.at("type").choice(List.of("after_block", "start", "end"))) {
      case "start" -> 0;
      case "end" -> siblings.size();
      default -> after(siblings, position.at("after_block").only("id").at("id"));
    };
  }

  private static int after(List<String> siblings, In in) {
    int place = siblings.indexOf(in.id());
    if (place < 0) {
      throw ApiError.validation(
          "Block to append children after, " + in.id() + ", is not a child of this parent.");
    }
    return place + 1;
  }
}
