package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A person or a bot.
 *
 * @param email of a person; null for a bot
 */
record User(String id, String name, String email) {

  boolean person() {
    return email != null;
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("object", "user")
            .put("id", id)
            .put("name", name)
            .putNull("avatar_url");
    node.put("type", person() ? "person" : "bot");
    if (person()) {
      node.putObject("person").put("email", email);
    } else {
      ObjectNode bot = node.putObject("bot");
      bot.putObject("owner").put("type", "workspace").put("workspace", true);
      bot.put("workspace_name", "Sandbox");
      bot.putObject("workspace_limits").put("max_file_upload_size_in_bytes", 5_368_709_120L);
    }
    return node;
  }

  static ObjectNode reference(String id) {
    return JsonNodeFactory.instance.objectNode().put("object", "user").put("id", id);
  }
}
