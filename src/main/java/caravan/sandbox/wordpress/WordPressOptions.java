package caravan.sandbox.wordpress;

import java.time.ZoneId;
import java.util.Map;

/**
 * How the sandbox's site behaves.
 *
 * @param zone the site's own time
 * @param users application passwords by user name; empty lets in anybody who gives any
 */
public record WordPressOptions(ZoneId zone, Map<String, String> users) {

  /** Keeps its own copy of the map. */
  public WordPressOptions {
    users = Map.copyOf(users);
  }

  /** A site in Berlin that lets in anybody. */
  public static WordPressOptions defaults() {
    return new WordPressOptions(ZoneId.of("Europe/Berlin"), Map.of());
  }

  /** Only this user is let in. */
  public WordPressOptions withUser(String name, String password) {
    return new WordPressOptions(zone, Map.of(name, password));
  }
}
