package caravan.hub;

import caravan.routes.RouteFault;
import caravan.routes.RouteLint;
import caravan.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Builds a route file in a scratch context, with the hub's beans but with a registry, properties
 * and components of its own: nothing starts, and what is wrong with it reaches nobody else.
 */
final class RouteTrial implements RouteLint.Surroundings {

  private static final Pattern LINE = Pattern.compile("(?:line |\\.yaml:)(\\d+)");
  private static final Pattern OWN_FILE = Pattern.compile("([\\w.-]+\\.kamelet\\.yaml)");

  private final Path routes;
  private final Settings settings;
  private final Registry beans;
  private final Set<String> httpOptions;

  /**
   * @param routes the folder routes/
   * @param live a context in which the hub's beans are bound
   */
  RouteTrial(Path routes, Settings settings, CamelContext live) {
    this.routes = routes.toAbsolutePath().normalize();
    this.settings = settings;
    this.beans = live.getRegistry();
    this.httpOptions =
        live.getCamelContextExtension().getEndpointUriFactory("http").propertyNames();
  }

  @Override
  public boolean hasBean(String name) {
    return beans.lookupByName(name) != null;
  }

  @Override
  public Set<String> optionsOfHttp() {
    return httpOptions;
  }

  /**
   * Tries a file.
   *
   * @param file the file, such as {@code crm.camel.yaml}, from the folder routes/
   */
  Optional<RouteFault> of(String file) {
    String name = "routes/" + file;
    try (DefaultCamelContext scratch = new DefaultCamelContext(new DefaultRegistry(beans))) {
      prepare(scratch);
      PluginHelper.getRoutesLoader(scratch)
          .loadRoutes(
              PluginHelper.getResourceLoader(scratch)
                  .resolveResource("file:" + routes.resolve(file)));
      if (scratch.getRouteDefinitions().isEmpty()
          && scratch.getRouteTemplateDefinitions().isEmpty()
          && !file.startsWith("system/")) {
        return Optional.of(new RouteFault(name, 1, "no route is in the file"));
      }
      scratch.start();
      return Optional.empty();
    } catch (Exception e) {
      return Optional.of(fault(name, e));
    }
  }

  private void prepare(DefaultCamelContext scratch) {
    Properties properties = CamelDefaults.load();
    properties.putAll(settings.forCamel());
    scratch.getPropertiesComponent().setInitialProperties(properties);
    scratch.disableJMX();
    scratch.setAutoStartup(false);
    scratch.setSourceLocationEnabled(true);
    HubListener.prepare(scratch, settings);
    scratch
        .getComponent("kamelet", KameletComponent.class)
        .setLocation("file:" + routes + "/kamelets");
    QuartzComponent quartz = new QuartzComponent();
    quartz.setAutoStartScheduler(false);
    quartz.setProperties(
        Map.of(
            "org.quartz.scheduler.instanceName",
            "caravan-trial-" + UUID.randomUUID(),
            "org.quartz.threadPool.threadCount",
            "1"));
    scratch.addComponent("quartz", quartz);
  }

  private static RouteFault fault(String file, Exception error) {
    int line = 1;
    String where = "";
    Throwable root = error;
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof FailedToCreateRouteException route && route.getLocation() != null) {
        where = route.getLocation();
      }
      if (at instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        where = ".yaml:" + (yaml.getProblemMark().get().getLine() + 1);
      }
      root = at;
    }
    Matcher found = LINE.matcher(where.isEmpty() ? String.valueOf(error.getMessage()) : where);
    if (found.find()) {
      line = Integer.parseInt(found.group(1));
    }
    Matcher kamelet = OWN_FILE.matcher(where);
    String named = kamelet.find() ? "routes/kamelets/" + kamelet.group(1) : file;
    return new RouteFault(named, line, reason(root));
  }

  /** What the deepest cause says, on one line. */
  static String reason(Throwable root) {
    String text =
        root instanceof MarkedYamlEngineException yaml && yaml.getProblem() != null
            ? yaml.getProblem()
            : String.valueOf(root.getMessage());
    return text.replaceAll("\\s+", " ").trim().replaceAll("\\.$", "");
  }
}
