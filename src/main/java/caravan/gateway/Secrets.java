package caravan.gateway;

import caravan.settings.NotionConnection;
import caravan.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Hands secrets to the gateway routes at the moment of use. They never become placeholders, so that
 * no route dump, endpoint URI or JMX attribute holds one.
 */
public final class Secrets {

  private final Settings settings;

  public Secrets(Settings settings) {
    this.settings = settings;
  }

  /** The secret with this key. */
  public String get(String key) {
    return settings.get(key);
  }

  /** The Authorization header of a connection to Notion. */
  public String bearer(String connection) {
    return "Bearer " + settings.get(NotionConnection.tokenKey(connection));
  }

  /**
   * The Authorization header for a service's user and password (RFC 7617); null if it has no user.
   */
  public String basic(String service) {
    String user = settings.get(service + ".user");
    if (user.isBlank()) {
      return null;
    }
    String pair = user + ":" + settings.get(service + ".password");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Secrets";
  }
}
