package caravan.sandbox.notion;

import caravan.sandbox.WebhookOptions;
import caravan.sandbox.WebhookPost;
import caravan.sandbox.WebhookPost.Message;
import caravan.sandbox.WebhookSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Notion's webhooks (Notion: webhooks, event delivery): one subscription, whose address first gets
 * the verification token; after {@link #verify} it gets events, signed with that token. Events of
 * one type about one page become one within the delay. They carry no values.
 */
public final class NotionWebhooks implements WebhookSource, Changes, AutoCloseable {

  private static final Map<String, String> TYPES =
      Map.of(
          "create", "page.created",
          "properties", "page.properties_updated",
          "relation", "page.properties_updated",
          "looks", "page.properties_updated",
          "body", "page.content_updated",
          "trash", "page.deleted",
          "restore", "page.undeleted",
          "move", "page.moved");

  private final World world;
  private final Map<String, ObjectNode> pending = new TreeMap<>();
  private final String subscriptionId = UUID.randomUUID().toString();
  private WebhookPost post;
  private URI address;
  private WebhookOptions options;
  private String token;
  private boolean verified;

  NotionWebhooks(World world) {
    this.world = world;
  }

  @Override
  public synchronized String subscribe(String url, WebhookOptions how) {
    if (post == null) {
      post = new WebhookPost(world.options().seed());
    }
    address = URI.create(url);
    options = how;
    verified = false;
    token = "secret_" + UUID.randomUUID().toString().replace("-", "");
    String body = World.JSON.objectNode().put("verification_token", token).toString();
    post.send(address, how.withDuplicates(0), attempt -> signed(body, token));
    return token;
  }

  @Override
  public synchronized boolean verify(String secret) {
    verified = verified || secret.equals(token);
    return secret.equals(token);
  }

  /** How many deliveries were answered 2xx, the token's among them. */
  public synchronized int delivered() {
    return post == null ? 0 : post.delivered();
  }

  /** How many deliveries were not. */
  public synchronized int refused() {
    return post == null ? 0 : post.refused();
  }

  @Override
  public synchronized void page(Page page, String kind, Page.State before) {
    String type = kind.equals("flags") ? locking(page, before) : TYPES.get(kind);
    if (!verified || type == null) {
      return;
    }
    String created = key("page.created", page.id());
    if (pending.containsKey(created) && !type.equals("page.created")) {
      if (type.equals("page.deleted")) {
        pending.remove(created); // nothing is left to tell
      }
      return;
    }
    ObjectNode data = World.JSON.objectNode();
    data.set("parent", parent(page.state().parent()));
    if (type.equals("page.properties_updated") && before != null) {
      data.set("updated_properties", properties(before, page.state()));
    }
    if (type.equals("page.content_updated")) {
      ArrayNode blocks = data.putArray("updated_blocks");
      page.children().stream()
          .limit(5)
          .forEach(id -> blocks.addObject().put("id", id).put("type", "block"));
    }
    announce(type, "page", page.id(), page.state().lastEditedBy(), data);
  }

  private static String locking(Page page, Page.State before) {
    if (before != null && before.locked() != page.state().locked()) {
      return page.state().locked() ? "page.locked" : "page.unlocked";
    }
    return "page.properties_updated";
  }

  @Override
  public synchronized void schema(DataSource source) {
    if (verified) {
      ObjectNode data = World.JSON.objectNode();
      data.putObject("parent").put("id", source.databaseId()).put("type", "database");
      announce("data_source.schema_updated", "data_source", source.id(), world.bot().id(), data);
    }
  }

  private void announce(String type, String entity, String id, String author, ObjectNode data) {
    Instant now = world.now();
    ObjectNode event = World.JSON.objectNode();
    event.put("id", UUID.randomUUID().toString());
    event.put("timestamp", now.toString());
    event.put("workspace_id", world.bot().id());
    event.put("workspace_name", "Sandbox");
    event.put("subscription_id", subscriptionId);
    event.put("integration_id", world.bot().id());
    event.put("type", type);
    User user = world.users().get(author);
    String kind = user == null || user.kind() != User.Kind.BOT ? "person" : "bot";
    event.putArray("authors").addObject().put("id", author).put("type", kind);
    event.put("attempt_number", 1);
    event.put("api_version", "2026-03-11");
    event.putObject("entity").put("id", id).put("type", entity);
    event.set("data", data);
    String key = key(type, id);
    if (pending.put(key, event) == null) {
      post.later(options.delay(), () -> deliver(key));
    }
  }

  private synchronized void deliver(String key) {
    ObjectNode event = pending.remove(key);
    if (event != null) {
      String secret = token;
      post.send(
          address,
          options,
          attempt -> signed(event.deepCopy().put("attempt_number", attempt).toString(), secret));
    }
  }

  private static Message signed(String body, String secret) {
    return new Message(
        body, Map.of("X-Notion-Signature", "sha256=" + WebhookPost.sign(body, secret)));
  }

  private static String key(String type, String id) {
    return type + " " + id;
  }

  private ObjectNode parent(Parent parent) {
    ObjectNode json = World.JSON.objectNode();
    switch (parent.kind()) {
      case DATA_SOURCE -> {
        json.put("id", world.dataSource(parent.id()).databaseId()).put("type", "database");
        json.put("data_source_id", parent.id());
      }
      case PAGE -> json.put("id", parent.id()).put("type", "page");
      default -> json.put("id", world.bot().id()).put("type", "space");
    }
    return json;
  }

  private static ArrayNode properties(Page.State before, Page.State after) {
    Set<String> changed = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> value : after.values().entrySet()) {
      if (!Objects.equals(value.getValue(), before.values().get(value.getKey()))) {
        changed.add(value.getKey());
      }
    }
    ArrayNode ids = World.JSON.arrayNode();
    changed.forEach(ids::add);
    return ids;
  }

  @Override
  public synchronized void close() {
    verified = false;
    if (post != null) {
      post.close();
    }
  }
}
