package caravan.hub;

import caravan.playbook.PlaybookDatabase;
import caravan.playbook.PlaybookPages;
import caravan.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** The beans of routes/system/playbook-gateway.camel.yaml and of its sink. */
record PlaybookBeans(Settings settings) {

  /** Binds them; the context closes the connections in its end. */
  void bind(CamelContext context) {
    PlaybookDatabase database = PlaybookDatabase.of(settings);
    Registry registry = context.getRegistry();
    registry.bind("playbook", database.dataSource());
    registry.bind("playbookDatabase", database);
    registry.bind("playbookPages", new PlaybookPages());
    try {
      context.addService(database);
    } catch (Exception e) {
      throw new IllegalStateException(
          "the playbook's database cannot be taken into the context", e);
    }
  }
}
