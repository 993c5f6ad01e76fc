package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The blocks of a body as the person {@code Editor One} changes them in Notion's own editor: what
 * is edited or added carries that person's id, what is deleted or moved leaves none.
 *
 * <p>Safe for use by several threads. What Notion would refuse is an IllegalArgumentException.
 */
public final class BodyEditor {

  private final World world;
  private final NotionWorkspace notion;

  BodyEditor(World world, NotionWorkspace notion) {
    this.world = world;
    this.notion = notion;
  }

  /**
   * A block of a body.
   *
   * @param depth 0 for a child of the page
   * @param lastEditedBy a user's id
   */
  public record Line(String id, int depth, String type, String text, String lastEditedBy) {}

  /** The blocks of a page in reading order. */
  public List<Line> lines(String pageId) {
    return notion.locked(
        () -> {
          List<Line> lines = new ArrayList<>();
          collect(world.page(pageId).children(), 0, lines);
          return lines;
        });
  }

  /** The id of the first block of a page that has exactly this text. */
  public String find(String pageId, String text) {
    return lines(pageId).stream()
        .filter(line -> line.text().equals(text))
        .map(Line::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no block says \"" + text + "\""));
  }

  private void collect(List<String> ids, int depth, List<Line> into) {
    for (String id : ids) {
      Block block = world.blocks().get(id);
      if (block != null) {
        String text = RichText.plain(block.payload().path("rich_text"));
        into.add(new Line(id, depth, block.type(), text, block.lastEditedBy()));
        collect(block.children(), depth + 1, into);
      }
    }
  }

  /** Gives a block another text. */
  public void setText(String blockId, String text) {
    edit(blockId, payload -> payload.set("rich_text", RichText.of(text)));
  }

  /** Gives a block another colour. */
  public void setColour(String blockId, String colour) {
    edit(blockId, payload -> payload.put("color", colour));
  }

  /** Ticks a to-do. */
  public void tick(String blockId) {
    edit(blockId, payload -> payload.put("checked", true));
  }

  private void edit(String blockId, Consumer<ObjectNode> change) {
    notion.locked(
        () -> {
          Block block = world.block(blockId);
          ObjectNode payload = block.payload().deepCopy();
          change.accept(payload);
          notion.workspace().bodies().edit(block, payload, notion.editor().id());
          return block;
        });
  }

  /**
   * Adds blocks to a page, the first at that place among its children; gives the first one's id.
   */
  public String insert(String pageId, int index, String markdown) {
    return insert(pageId, index, new MarkdownReader(world).read(markdown));
  }

  /** Adds an empty paragraph to the end, as a click below the last line does; gives its id. */
  public String addEmptyLine(String pageId) {
    ObjectNode empty = World.JSON.objectNode();
    empty.putArray("rich_text");
    empty.put("color", "default");
    int end = notion.locked(() -> world.page(pageId).children().size());
    return insert(pageId, end, List.of(new NewBlock("paragraph", empty, List.of())));
  }

  private String insert(String pageId, int index, List<NewBlock> blocks) {
    return notion.locked(
        () -> {
          String by = notion.editor().id();
          Parent parent = new Parent(Parent.Kind.PAGE, world.page(pageId).id());
          Bodies bodies = notion.workspace().bodies();
          List<String> made = bodies.insert(parent, index, blocks, world.now(), by);
          bodies.touched(parent, "body", by);
          return made.get(0);
        });
  }

  /** Deletes a block with everything inside it. */
  public void delete(String blockId) {
    notion.locked(
        () -> {
          notion.workspace().bodies().trash(world.block(blockId), notion.editor().id());
          return blockId;
        });
  }

  /** Drags a block to another place among its siblings. */
  public void move(String blockId, int index) {
    notion.locked(
        () -> {
          Bodies bodies = notion.workspace().bodies();
          Parent parent = world.block(blockId).parent();
          List<String> siblings = bodies.children(parent);
          siblings.remove(blockId);
          siblings.add(index, blockId);
          bodies.touched(parent, "body", notion.editor().id());
          return blockId;
        });
  }

  /** Writes a comment on a block. */
  public void comment(String blockId, String text) {
    notion.locked(
        () -> {
          ObjectNode comment =
              World.JSON.objectNode().put("object", "comment").put("id", world.ids().uuid());
          comment.set("parent", new Parent(Parent.Kind.BLOCK, world.block(blockId).id()).json());
          comment.put("discussion_id", world.ids().uuid());
          String now = world.shown(world.now());
          comment.put("created_time", now).put("last_edited_time", now);
          comment.set("created_by", User.reference(notion.editor().id()));
          comment.set("rich_text", RichText.of(text));
          world.comments().add(comment);
          return blockId;
        });
  }
}
