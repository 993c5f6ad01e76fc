package caravan.hub;

import caravan.notion.ContractLoader.Loaded;
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
import java.util.LinkedHashMap;
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
    RouteLint lint = new RouteLint(routes, settings, null);
    RouteContracts contracts = new RouteContracts(routes, settings);
    Loaded loaded = contracts.load();
    RefusedRoutes refused = new RefusedRoutes();
    for (String integration : settings.enabled()) {
      List<RouteFault> faults = new ArrayList<>(lint.integration(integration));
      if (faults.isEmpty()) {
        List<String> problems = new ArrayList<>(contracts.problems(integration, loaded));
        problems.addAll(new SourceParameters(routes, alone(integration)).problems());
        problems.forEach(it -> faults.add(placed(integration, it)));
      }
      if (!faults.isEmpty()) {
        refused.refuse(integration, faults);
      }
    }
    return refused;
  }

  /**
   * What shows once the routes of integrations are built, which had no mistakes {@link #byReading}.
   *
   * @param live a context in which the hub's beans are bound
   * @return the mistakes by integration; those without any are absent
   */
  Map<String, List<RouteFault>> byBuilding(List<String> integrations, CamelContext live) {
    RouteTrial trial = new RouteTrial(routes, settings, live);
    RouteLint lint = new RouteLint(routes, settings, trial);
    Map<String, List<RouteFault>> found = new LinkedHashMap<>();
    for (String integration : integrations) {
      List<RouteFault> faults = new ArrayList<>(lint.integration(integration));
      if (faults.isEmpty()) {
        trial.of(integration + ".camel.yaml").ifPresent(faults::add);
      }
      if (!faults.isEmpty()) {
        found.put(integration, faults);
      }
    }
    return found;
  }

  /** The mistakes of the system's files, which nobody can do without. */
  List<RouteFault> system(CamelContext live) {
    RouteTrial trial = live == null ? null : new RouteTrial(routes, settings, live);
    return new RouteLint(routes, settings, trial).system();
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
