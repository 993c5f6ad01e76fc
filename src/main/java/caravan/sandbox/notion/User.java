package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody, or something, that a people property can hold.
 *
 * @param email of a person; null for a bot or a group
 * @param owner of a bot that a person owns; null if the workspace owns it
 */
record User(String id, String name, String email, Kind kind, User owner) {

  /** A guest is a person who is in no list of users; a group is no user at all. */
  enum Kind {
    MEMBER,
    GUEST,
    BOT,
    GROUP
  }

  static User person(String id, String name, String email) {
    return new User(id, name, email, Kind.MEMBER, null);
  }

  static User bot(String id, String name, User owner) {
    return new User(id, name, null, Kind.BOT, owner);
  }

  User named(String newName) {
    return new User(id, newName, email, kind, owner);
  }

  /** Whether the list of users has it (Notion: list all users). */
  boolean listed() {
    return kind == Kind.MEMBER || kind == Kind.BOT;
  }

  ObjectNode json() {
    if (kind == Kind.GROUP) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("object", "group")
          .put("id", id)
          .put("name", name);
    }
    ObjectNode node = reference(id).put("name", name).putNull("avatar_url");
    if (kind == Kind.BOT) {
      ObjectNode bot = node.put("type", "bot").putObject("bot");
      ObjectNode owned = bot.putObject("owner");
      if (owner == null) {
        owned.put("type", "workspace").put("workspace", true);
      } else {
        owned.put("type", "user").set("user", owner.json());
      }
      bot.put("workspace_name", "Sandbox");
      bot.putObject("workspace_limits").put("max_file_upload_size_in_bytes", 5_368_709_120L);
    } else {
      node.put("type", "person").putObject("person").put("email", email);
    }
    return node;
  }

  static ObjectNode reference(String id) {
    return JsonNodeFactory.instance.objectNode().put("object", "user").put("id", id);
  }
}
