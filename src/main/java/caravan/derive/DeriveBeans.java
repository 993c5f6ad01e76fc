package caravan.derive;

import caravan.store.MirrorStore;
import caravan.store.Store;
import caravan.upsert.DataSources;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** Binds what computes the properties that the hub owns. */
public final class DeriveBeans {

  private DeriveBeans() {}

  /** The bean that holds an integration's rules. */
  public static String nameOf(String integration) {
    return integration + "-derivation";
  }

  /** Binds {@code derivedFields}; the rules are looked for in the registry when they are needed. */
  public static void bind(
      Registry registry, Store store, DataSources dataSources, ObjectMapper json, Clock clock) {
    registry.bind(
        "derivedFields",
        new DerivedFields(
            new Mirror(new MirrorStore(store), json),
            integration ->
                Optional.ofNullable(
                    registry.lookupByNameAndType(nameOf(integration), Derivation.class)),
            dataSources,
            json,
            clock));
  }
}
