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

  /** The Authorization header with a system's {@code user} and {@code password} (RFC 7617). */
  public String basic(String system) {
    String credentials = settings.get(system + ".user") + ":" + settings.get(system + ".password");
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Secrets";
  }
}
