package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A page's body as one text: read and changed (Notion: working with markdown content). */
final class MarkdownEndpoints {

  private static final String UNKNOWN = "unknown_block_ids";

  private final World world;
  private final Bodies bodies;
  private final MarkdownEdits edits;

  MarkdownEndpoints(World world, Pages pages, Bodies bodies) {
    this.world = world;
    this.bodies = bodies;
    this.edits = new MarkdownEdits(world, pages, bodies);
  }

  Reply retrieve(Call call) {
    call.allowing("include_transcript");
    String id = call.id("page_id");
    Loading loading = Loading.answer(world);
    MarkdownWriter writer = new MarkdownWriter(world, loading);
    if (world.blocks().containsKey(id)) {
      bodies.shared(id);
      return Reply.of(shown(id, writer.block(world.visible(id)), loading));
    }
    return Reply.of(shown(id, writer.page(world.sharedPage(id)), loading));
  }

  private static ObjectNode shown(String id, String markdown, Loading loading) {
    ObjectNode node =
        World.JSON
            .objectNode()
            .put("object", "page_markdown")
            .put("id", id)
            .put("markdown", markdown);
    ArrayNode unknown = node.put("truncated", !loading.unknown().isEmpty()).putArray(UNKNOWN);
    loading.unknown().stream().distinct().forEach(unknown::add);
    return node;
  }

  Reply update(Call call) {
    String id = call.allowing().id("page_id");
    if (world.databases().containsKey(id) || world.blocks().containsKey(id)) {
      throw ApiError.validation(
          "The provided ID is a database or non-page block. Use the API of that record type.");
    }
    Page page = world.sharedPage(id);
    In body = call.body().object();
    PageEndpoints.refuseAsync(body);
    String type =
        body.at("type")
            .choice(
                List.of(
                    "insert_content",
                    "replace_content_range",
                    "update_content",
                    "replace_content"));
    body.only("type", type, "allow_async");
    if (page.state().inTrash()) {
      throw ApiError.trashed();
    }
    In command = body.at(type).object();
    String by = world.bot().id();
    switch (type) {
      case "replace_content" -> {
        command.only("new_str", "allow_deleting_content");
        edits.replaceAll(page, command.at("new_str").text(), allowed(command), by);
      }
      case "update_content" ->
          edits.update(
              page,
              command.only("content_updates", "allow_deleting_content"),
              allowed(command),
              by);
      case "insert_content" -> edits.insert(page, command.only("content", "after", "position"), by);
      default -> {
        command.only("content", "content_range", "allow_deleting_content");
        edits.replaceRange(
            page,
            command.at("content").text(),
            command.at("content_range").text(),
            allowed(command),
            by);
      }
    }
    Loading loading = Loading.answer(world);
    return Reply.changed(shown(id, new MarkdownWriter(world, loading).page(page), loading));
  }

  private static boolean allowed(In command) {
    return command.at("allow_deleting_content").given()
        && command.at("allow_deleting_content").bool();
  }
}
