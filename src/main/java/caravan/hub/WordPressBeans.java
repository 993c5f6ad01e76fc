package caravan.hub;

import caravan.clock.ServicesClock;
import caravan.clock.Settling;
import caravan.settings.Settings;
import caravan.store.LinkStore;
import caravan.store.Store;
import caravan.wordpress.WordPressImages;
import caravan.wordpress.WordPressPosts;
import org.apache.camel.spi.Registry;

/** The beans of the sink that writes WordPress posts. */
record WordPressBeans(Settings settings, Store store, ServicesClock clock) {

  void bind(Registry registry) {
    Settling settling = Settling.from(clock, settings.duration("wordpress.settle"));
    LinkStore links = new LinkStore(store, clock);
    String url = settings.get("wordpress.url");
    registry.bind("wordPressPosts", new WordPressPosts(links, settling, url));
    registry.bind("wordPressImages", new WordPressImages(links, settling, url));
  }
}
