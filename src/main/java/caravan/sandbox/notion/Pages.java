package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creating, editing, moving and trashing pages, once the request is known to be right. */
final class Pages {

  private final World world;
  private final Bodies bodies;
  private long created;

  Pages(World world, Bodies bodies) {
    this.world = world;
    this.bodies = bodies;
  }

  /** How many pages were ever created. */
  long created() {
    return created;
  }

  /**
   * Creates a page.
   *
   * @param at when it was created, usually now
   * @param edited when it was last edited; queries see it from then on
   */
  Page create(
      Parent parent,
      PropertyWrites.Written written,
      JsonNode icon,
      JsonNode cover,
      List<NewBlock> blocks,
      String by,
      Instant at,
      Instant edited) {
    written.options().forEach(Runnable::run);
    DataSource source =
        parent.kind() == Parent.Kind.DATA_SOURCE ? world.dataSource(parent.id()) : null;
    Page page =
        new Page(
            world.ids().uuid(), at, by, source == null ? 0 : source.nextNumber(), world.changes());
    world.pages().put(page.id(), page);
    Page.State state =
        new Page.State(parent, written.values(), icon, cover, false, false, false, edited, by, "");
    page.become(edited, "create", state);
    attach(page, parent);
    if (!blocks.isEmpty()) {
      bodies.insert(new Parent(Parent.Kind.PAGE, page.id()), 0, blocks, at, by);
      // The create and its body are one moment: no state without the body is ever visible.
      page.changes().clear();
      page.become(edited, "create", state.withBody(bodies.markdown(page)));
    }
    mirror(page, Map.of(), page.state().values());
    created++;
    return page;
  }

  private void attach(Page page, Parent parent) {
    switch (parent.kind()) {
      case DATA_SOURCE -> world.dataSource(parent.id()).rows().add(page.id());
      case PAGE -> {
        world.page(parent.id()).children().add(page.id());
      }
      default -> {
        // A page of the workspace is in no list.
      }
    }
  }

  private void detach(Page page, Parent parent) {
    switch (parent.kind()) {
      case DATA_SOURCE -> world.dataSource(parent.id()).rows().remove(page.id());
      case PAGE -> world.page(parent.id()).children().remove(page.id());
      default -> {
        // A page of the workspace is in no list.
      }
    }
  }

  /** Sets property values. */
  void write(Page page, PropertyWrites.Written written, String by) {
    written.options().forEach(Runnable::run);
    Map<String, JsonNode> before = page.state().values();
    become(page, "properties", page.state().withValues(written.values()), by);
    mirror(page, before, page.state().values());
  }

  /** Edits the page: its time and editor move. */
  void become(Page page, String kind, Page.State state, String by) {
    Instant now = world.now();
    page.become(now, kind, state.edited(now, by));
  }

  void trash(Page page, boolean trashed, String by) {
    Page.State state = page.state();
    become(
        page,
        trashed ? "trash" : "restore",
        state.withFlags(trashed, state.archived(), state.locked()),
        by);
  }

  void archive(Page page, boolean archived, String by) {
    Page.State state = page.state();
    become(page, "flags", state.withFlags(state.inTrash(), archived, state.locked()), by);
  }

  /** Deletes a page for ever, from the trash or not: only people can, in Notion. */
  void delete(Page page) {
    detach(page, page.state().parent());
    world.pages().remove(page.id());
  }

  /**
   * Moves a page below another page or data source; values of properties of the same name and type
   * come along.
   */
  void move(Page page, Parent target, String by) {
    Page.State state = page.state();
    Map<String, JsonNode> values = new LinkedHashMap<>();
    DataSource from = world.sourceOf(state);
    DataSource to = target.kind() == Parent.Kind.DATA_SOURCE ? world.dataSource(target.id()) : null;
    state
        .values()
        .forEach(
            (id, value) -> {
              Property old = from == null ? null : from.byId(id);
              if (id.equals("title")) {
                values.put(id, value);
              } else if (old != null && to != null) {
                to.find(old.name())
                    .filter(
                        p ->
                            p.type().equals(old.type())
                                && !p.type().contains("select")
                                && !p.type().equals("status"))
                    .ifPresent(p -> values.put(p.id(), value));
              }
            });
    detach(page, state.parent());
    attach(page, target);
    Page.State moved =
        new Page.State(
            target,
            values,
            state.icon(),
            state.cover(),
            state.inTrash(),
            state.archived(),
            state.locked(),
            state.lastEdited(),
            state.lastEditedBy(),
            state.body());
    become(page, "move", moved, by);
  }

  /** Keeps the other side of two-way relations; that side is not edited by it. */
  private void mirror(Page page, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    DataSource source = world.sourceOf(page.state());
    if (source == null) {
      return;
    }
    for (Property property : source.properties()) {
      JsonNode back = property.config().at("/dual_property/synced_property_id");
      if (!property.type().equals("relation") || back.isMissingNode()) {
        continue;
      }
      Set<String> old = ids(before.get(property.id()));
      Set<String> now = ids(after.get(property.id()));
      now.stream()
          .filter(id -> !old.contains(id))
          .forEach(id -> relate(id, back.asText(), page.id(), true));
      old.stream()
          .filter(id -> !now.contains(id))
          .forEach(id -> relate(id, back.asText(), page.id(), false));
    }
  }

  private void relate(String pageId, String propertyId, String otherId, boolean add) {
    Page page = world.pages().get(pageId);
    if (page == null) {
      return;
    }
    Set<String> related = new LinkedHashSet<>(ids(page.state().values().get(propertyId)));
    if (add) {
      related.add(otherId);
    } else {
      related.remove(otherId);
    }
    ArrayNode value = World.JSON.arrayNode();
    related.forEach(value::add);
    page.become(world.now(), "relation", page.state().withValues(Map.of(propertyId, value)));
  }

  private static Set<String> ids(JsonNode value) {
    Set<String> ids = new LinkedHashSet<>();
    if (value != null) {
      value.forEach(id -> ids.add(id.asText()));
    }
    return ids;
  }
}
