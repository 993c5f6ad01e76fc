package caravan.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** How Caravan sets Camel up, unless application.properties says otherwise. */
final class CamelDefaults {

  private static final String RESOURCE = "/caravan/hub/camel.properties";

  private CamelDefaults() {}

  static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = CamelDefaults.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", e);
    }
    return properties;
  }
}
