package caravan.sandbox.notion;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is shared with which connection. Everything is, until it is taken away; a connection that
 * lost a data source sees none of its rows either. Guarded by the world's lock.
 */
final class Sharing {

  private final Map<String, Set<String>> takenFrom = new HashMap<>();
  private String connection;

  /** From here on the world is seen with the eyes of the connection that has this token. */
  void lookAs(String token) {
    connection = token;
  }

  /** From here on everything is seen. */
  void lookAsPerson() {
    connection = null;
  }

  void take(String id, String token) {
    takenFrom.computeIfAbsent(token, key -> new HashSet<>()).add(id);
  }

  void giveBack(String id, String token) {
    takenFrom.getOrDefault(token, new HashSet<>()).remove(id);
  }

  /** Whether the object of that id is out of sight; what it lies in is not asked. */
  boolean hides(String id) {
    return connection != null && takenFrom.getOrDefault(connection, Set.of()).contains(id);
  }

  /** Whether the page, or what it is a direct part of, is out of sight. */
  boolean hides(Page page) {
    return hides(page.id()) || hides(page.state().parent().id());
  }
}
