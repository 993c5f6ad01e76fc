package caravan.sandbox.notion;

import caravan.sandbox.SandboxConnection;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that passed the door.
 *
 * @param path the parameters in the path, such as {@code page_id}
 * @param query the parameters in the query
 * @param body empty for none
 * @param old whether the version is one before 2026-03-11
 * @param connection whose token it carries
 */
record Call(
    Map<String, String> path, MultiMap query, In body, boolean old, SandboxConnection connection) {

  /** An id in the path, with dashes. */
  String id(String name) {
    String given = path.get(name);
    String id = Ids.dashed(given);
    if (id == null) {
      throw ApiError.validation(
          "path failed validation: path."
              + name
              + " should be a valid uuid, instead was `\""
              + given
              + "\"`.");
    }
    return id;
  }

  /** Refuses every query parameter besides these. */
  Call allowing(String... names) {
    Set<String> allowed = Set.of(names);
    for (String name : query.names()) {
      if (!allowed.contains(name)) {
        throw ApiError.validation(
            "query failed validation: query."
                + name
                + " should be not present, instead was `\""
                + query.get(name)
                + "\"`.");
      }
    }
    return this;
  }

  /** The page of a list that the query asks for. */
  Paging paging() {
    String size = query.get("page_size");
    String cursor = query.get("start_cursor");
    return Paging.of(
        size == null
            ? null
            : size.matches("-?[0-9]{1,9}")
                ? World.JSON.numberNode(Integer.parseInt(size))
                : TextNode.valueOf(size),
        cursor == null ? null : TextNode.valueOf(cursor));
  }

  /** The names or ids in {@code filter_properties}; null if the parameter is not there. */
  List<String> wantedProperties() {
    List<String> wanted = new java.util.ArrayList<>(query.getAll("filter_properties"));
    wanted.addAll(query.getAll("filter_properties[]"));
    return wanted.isEmpty() ? null : wanted;
  }
}
