package caravan.hub;

import caravan.clock.ServicesClock;
import caravan.gateway.SignedAddresses;
import caravan.settings.Settings;
import caravan.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The gateways of a hub that does not run, for a dry run to read through: with the budget that the
 * store knows of, and what is spent written down for the next hub.
 */
final class GatewaysOnly implements AutoCloseable {

  /** The routes that take what people would be told of. */
  static final String NOBODY_TOLD = "classpath:caravan/rehearsal/nobody-told.camel.yaml";

  private final Main main = new Main(GatewaysOnly.class);
  private GatewayBeans beans;

  GatewaysOnly(Path home, Settings settings, Store store, Clock clock) {
    Properties properties = CamelDefaults.load();
    properties.keySet().removeIf(key -> key.toString().startsWith("camel.management."));
    properties.putAll(settings.forCamel());
    Path routes = home.resolve("routes").toAbsolutePath().normalize();
    properties.setProperty(
        "camel.main.routes-include-pattern",
        "file:" + routes + "/system/*-gateway.camel.yaml," + NOBODY_TOLD);
    properties.setProperty("camel.main.name", "caravan-gateways");
    properties.setProperty("camel.main.jmx-enabled", "false");
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            HubListener.prepare(context, settings);
            ServicesClock servicesClock = new ServicesClock(clock);
            context.getRegistry().bind("servicesClock", servicesClock);
            new WordPressBeans(settings, store, servicesClock).bind(context.getRegistry());
            new PlaybookBeans(settings).bind(context);
            beans =
                new GatewayBeans(
                    settings,
                    store,
                    clock,
                    Meters.create(),
                    context.createProducerTemplate(),
                    new SignedAddresses(clock),
                    context.getRegistry());
          }
        });
    try {
      main.start();
    } catch (RuntimeException e) {
      main.stop();
      throw e;
    }
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
    beans.settle();
  }
}
