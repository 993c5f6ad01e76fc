package caravan.derive;

import caravan.store.MirrorStore;
import caravan.store.Store;
import caravan.upsert.DataSources;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;

/** Binds what computes the properties that the hub owns. */
public final class DeriveBeans {

  private DeriveBeans() {}

  /** The bean that holds an integration's rules. */
  public static String nameOf(String integration) {
    return integration + "-derivation";
  }

  /**
   * Binds {@code derivedFields}; the rules are looked for in the registry when they are needed.
   *
   * @param forget is given an integration and a page that the hub has written to
   * @param isReadWhole whether an integration's source was read from its beginning to its end once
   */
  public static void bind(
      Registry registry,
      Store store,
      DataSources dataSources,
      BiConsumer<String, String> forget,
      Predicate<String> isReadWhole,
      ObjectMapper json,
      Clock clock) {
    registry.bind(
        "derivedFields",
        new DerivedFields(
            new Mirror(new MirrorStore(store), json),
            integration ->
                Optional.ofNullable(
                    registry.lookupByNameAndType(nameOf(integration), Derivation.class)),
            dataSources,
            forget,
            isReadWhole,
            json,
            clock));
  }
}
