package caravan.routes;

import caravan.settings.Settings;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the routes of an integration begin. */
public final class RouteSources {

  /**
   * Where a route begins.
   *
   * @param address the endpoint without its options, such as {@code kamelet:linear-issues-source}
   * @param parameters its options, with the values of settings in the place of their names
   */
  public record Source(String address, Map<String, String> parameters) {

    /** Keeps its own copy of the map. */
    public Source {
      parameters = Map.copyOf(parameters);
    }
  }

  private RouteSources() {}

  /**
   * The sources of an integration, in the order of its route file.
   *
   * @param routes the folder with the route files
   */
  public static List<Source> of(Path routes, Settings settings, String integration) {
    Path file = routes.resolve(integration + ".camel.yaml");
    try {
      return new RouteFile(new YAMLMapper().readTree(file.toFile()))
          .sources().stream()
              .map(call -> new Source(call.address(), resolved(settings, call.parameters())))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the route file " + file + " cannot be read", e);
    }
  }

  private static Map<String, String> resolved(Settings settings, Map<String, String> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(name, settings.resolve(value)));
    return values;
  }
}
