package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Users and their comments (Notion: user, comment). */
final class PeopleEndpoints {

  private final World world;
  private final RichText richText;
  private final InlineMarkdown inline;

  PeopleEndpoints(World world) {
    this.world = world;
    this.richText = new RichText(world);
    this.inline = new InlineMarkdown(world);
  }

  Reply users(Call call) {
    List<User> all = world.users().values().stream().filter(User::listed).toList();
    Paging.Slice<User> slice =
        call.allowing("start_cursor", "page_size").paging().cut(all, "users", User::id);
    return Reply.of(
        Shapes.list("user", slice.items().stream().map(User::json).toList(), slice.next()));
  }

  Reply user(Call call) {
    return Reply.of(world.user(call.allowing().id("user_id")).json());
  }

  Reply me(Call call) {
    call.allowing();
    ObjectNode bot = world.bot().json();
    ((ObjectNode) bot.path("bot")).put("workspace_id", call.connection().workspace());
    return Reply.of(bot);
  }

  Reply comments(Call call) {
    call.allowing("block_id", "start_cursor", "page_size");
    String asked = call.query().get("block_id");
    String id = asked == null ? null : Ids.dashed(asked);
    if (id == null) {
      throw ApiError.validation(
          "query failed validation: query.block_id should be a valid uuid, instead was `"
              + asked
              + "`.");
    }
    List<ObjectNode> all =
        world.comments().stream()
            .filter(
                comment ->
                    comment.at("/parent/page_id").asText().equals(id)
                        || comment.at("/parent/block_id").asText().equals(id))
            .toList();
    Paging.Slice<ObjectNode> slice =
        call.paging().cut(all, "comments" + id, comment -> comment.path("id").asText());
    return Reply.of(
        Shapes.list(
            "comment", slice.items().stream().map(ObjectNode::deepCopy).toList(), slice.next()));
  }

  Reply comment(Call call) {
    In body =
        call.allowing()
            .body()
            .only(
                "parent", "discussion_id", "rich_text", "markdown", "attachments", "display_name");
    ObjectNode comment =
        World.JSON.objectNode().put("object", "comment").put("id", world.ids().uuid());
    if (body.at("discussion_id").given()) {
      String discussion = body.at("discussion_id").id();
      ObjectNode first =
          world.comments().stream()
              .filter(other -> other.path("discussion_id").asText().equals(discussion))
              .findFirst()
              .orElseThrow(() -> ApiError.notFound("discussion", discussion));
      comment.set("parent", first.path("parent").deepCopy());
      comment.put("discussion_id", discussion);
    } else {
      comment.set("parent", parent(body.at("parent")).json());
      comment.put("discussion_id", world.ids().uuid());
    }
    ArrayNode text =
        body.at("markdown").given()
            ? inline.read(body.at("markdown").text())
            : richText.read(body.at("rich_text"));
    String now = world.shown(world.now());
    comment.put("created_time", now).put("last_edited_time", now);
    comment.set("created_by", User.reference(world.bot().id()));
    comment.set("rich_text", text);
    world.comments().add(comment);
    return Reply.saved(comment.deepCopy(), comment.path("id").asText(), List.of());
  }

  private Parent parent(In in) {
    in.required().only("type", "page_id", "block_id");
    return in.at("page_id").given()
        ? new Parent(Parent.Kind.PAGE, world.page(in.at("page_id").id()).id())
        : new Parent(Parent.Kind.BLOCK, world.block(in.at("block_id").id()).id());
  }
}
