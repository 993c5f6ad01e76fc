package caravan.hub;

import caravan.routes.RouteFault;
import caravan.routes.RouteLint;
import caravan.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
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
  private static final Pattern STEP =
      Pattern.compile("[\\[{]((?:[^{}\\[\\]\\n]|\\$\\{[^}]*})+)[\\]}]");
  private static final Pattern ENDPOINT = Pattern.compile("([a-z][a-z-]+://?[^\\s,\\]]+)");
  private static final Pattern ROUTE = Pattern.compile("[Rr]oute:? ([\\w-]+)");
  private static final Pattern OWN_FILE = Pattern.compile("([\\w.-]+\\.kamelet\\.yaml)");

  /** The component http takes these from an address, too (Camel 4.18: HttpComponent). */
  private static final Set<String> TIMEOUTS =
      Set.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "soTimeout");

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
    this.httpOptions = new TreeSet<>(TIMEOUTS);
    httpOptions.addAll(
        live.getCamelContextExtension().getEndpointUriFactory("http").propertyNames());
  }

  @Override
  public boolean hasBean(String name) {
    return beans.lookupByName(name) != null;
  }

  @Override
  public Set<String> optionsOfHttp() {
    return Set.copyOf(httpOptions);
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

  private RouteFault fault(String file, Exception error) {
    String where = "";
    Throwable root = error;
    StringBuilder said = new StringBuilder();
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof FailedToCreateRouteException route && route.getLocation() != null) {
        where = route.getLocation();
      }
      if (at instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        where = ".yaml:" + (yaml.getProblemMark().get().getLine() + 1);
      }
      said.append(at.getMessage()).append('\n');
      root = at;
    }
    Matcher kamelet = OWN_FILE.matcher(where);
    String named = kamelet.find() ? "routes/kamelets/" + kamelet.group(1) : file;
    Matcher found = LINE.matcher(where);
    int line = found.find() ? Integer.parseInt(found.group(1)) : lineOf(named, said.toString());
    return new RouteFault(named, line, reason(root));
  }

  /** Camel names the step that it cannot build by its text. */
  private int lineOf(String file, String said) {
    List<String> texts = new ArrayList<>();
    for (Pattern pattern : List.of(STEP, ENDPOINT, ROUTE)) {
      Matcher found = pattern.matcher(said);
      while (found.find()) {
        texts.add(found.group(1).replace("://", ":"));
        texts.add(found.group(1).replace("://", ":").replaceFirst("\\?.*$", ""));
      }
    }
    try {
      List<String> lines = Files.readAllLines(routes.resolveSibling(file), StandardCharsets.UTF_8);
      for (String text : texts) {
        for (int i = 0; i < lines.size(); i++) {
          if (lines.get(i).contains(text)) {
            return i + 1;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    return 1;
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
