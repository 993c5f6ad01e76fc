package caravan.hub;

import caravan.routes.RouteContracts;
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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Holds each enabled integration's files against everything that can be known before they run. */
final class RouteChecks {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern PLACED =
      Pattern.compile(
          "^(?:/\\S*/)?(routes/(?:contracts/)?[\\w.-]+\\.yaml):?(\\d+)?:? ?(.*?)\\.?$",
          Pattern.DOTALL);

  private final Path routes;
  private final Settings settings;

  RouteChecks(Path home, Settings settings) {
    this.routes = home.resolve("routes");
    this.settings = settings;
  }

  /** What the files say by themselves: nothing is loaded. */
  RefusedRoutes byReading() {
    RefusedRoutes refused = new RefusedRoutes();
    for (String integration : settings.enabled()) {
      List<RouteFault> faults = read(integration, null);
      if (!faults.isEmpty()) {
        refused.refuse(integration, faults);
      }
    }
    return refused;
  }

  /**
   * What shows once the routes of an integration are built.
   *
   * @param live a context in which the hub's beans are bound
   */
  List<RouteFault> byBuilding(String integration, CamelContext live) {
    RouteTrial trial = new RouteTrial(routes, settings, live);
    List<RouteFault> faults = new ArrayList<>(read(integration, trial));
    if (faults.isEmpty()) {
      trial.of(integration + ".camel.yaml").ifPresent(faults::add);
    }
    return faults;
  }

  /** The mistakes of the system's files, which nobody can do without. */
  List<RouteFault> system(CamelContext live) {
    return new RouteLint(
            routes, settings, live == null ? null : new RouteTrial(routes, settings, live))
        .system();
  }

  private List<RouteFault> read(String integration, RouteTrial trial) {
    List<RouteFault> faults =
        new ArrayList<>(new RouteLint(routes, settings, trial).integration(integration));
    if (faults.isEmpty()) {
      Settings alone = alone(integration);
      List<String> problems = new ArrayList<>(new RouteContracts(routes, alone).problems());
      problems.addAll(new SourceParameters(routes, alone).problems());
      problems.forEach(it -> faults.add(placed(integration, it)));
    }
    return faults;
  }

  /** As if no other integration were there. */
  private Settings alone(String integration) {
    Map<String, String> off = new TreeMap<>();
    for (String other : settings.enabled()) {
      if (!other.equals(integration)) {
        off.put(other + ".enabled", "false");
      }
    }
    return settings.with(off);
  }

  private RouteFault placed(String integration, String problem) {
    Matcher found = PLACED.matcher(problem);
    if (!found.matches()) {
      String file = integration + ".camel.yaml";
      return new RouteFault(
          "routes/" + file, lineOf(problem, file), problem.replaceAll("\\.$", ""));
    }
    String file = found.group(1);
    int line =
        found.group(2) == null
            ? lineOf(problem, file.replaceFirst("^routes/", ""))
            : Integer.parseInt(found.group(2));
    return new RouteFault(file, line, found.group(3));
  }

  /** Where the file first names what the problem quotes; 1 if nowhere. */
  private int lineOf(String problem, String file) {
    Matcher quoted = QUOTED.matcher(problem);
    try {
      List<String> lines = Files.readAllLines(routes.resolve(file), StandardCharsets.UTF_8);
      while (quoted.find()) {
        for (int i = 0; i < lines.size(); i++) {
          if (lines.get(i).contains(quoted.group(1))) {
            return i + 1;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("routes/" + file + " cannot be read", e);
    }
    return 1;
  }
}
