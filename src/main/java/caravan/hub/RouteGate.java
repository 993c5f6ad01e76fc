package caravan.hub;

import caravan.incidents.Incidents;
import caravan.routes.RouteFault;
import caravan.settings.Problems;
import caravan.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those integrations into the hub whose files have no mistake. The others are refused, each by
 * itself; a mistake in the system's files stops the start, because nobody can do without them.
 */
final class RouteGate {

  private static final Logger LOG = LoggerFactory.getLogger(RouteGate.class);
  private static final Pattern FILE =
      Pattern.compile("([\\w-]+\\.(?:camel|kamelet)\\.yaml)(?:[:,](?: line )?(\\d+))?");

  private final Path routes;
  private final Settings settings;
  private final RouteChecks checks;
  private final RefusedRoutes refused;

  private RouteGate(Path home, Settings settings, RouteChecks checks) {
    this.routes = home.resolve("routes").toAbsolutePath().normalize();
    this.settings = settings;
    this.checks = checks;
    this.refused = checks.byReading();
  }

  /** Has read the files of the enabled integrations, and refused those with mistakes. */
  static RouteGate of(Path home, Settings settings) {
    return new RouteGate(home, settings, new RouteChecks(home, settings));
  }

  /** Which integrations do not run. */
  RefusedRoutes refused() {
    return refused;
  }

  /** The settings without those that are refused. */
  Settings running() {
    return refused.without(settings);
  }

  /** The mistakes found so far in all files, one sentence each. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>(refused.sentences());
    sentences.addAll(systemFaults());
    return sentences;
  }

  /** The mistakes of the system's files. */
  List<String> systemFaults() {
    return checks.system(null).stream().map(RouteFault::sentence).toList();
  }

  /**
   * Builds each integration's routes aside, refuses those that cannot be, and has the rest loaded.
   *
   * @throws Problems if a file of the system has a mistake, or no integration is left
   */
  void load(BaseMainSupport main, Incidents incidents) {
    CamelContext context = main.getCamelContext();
    List<String> system = checks.system(context).stream().map(RouteFault::sentence).toList();
    if (!system.isEmpty()) {
      throw new Problems(system);
    }
    tryEach(context);
    Settings running = running();
    if (running.enabled().isEmpty()) {
      throw new Problems(refused.sentences());
    }
    for (String name : settings.enabled()) {
      if (refused.isRefused(name)) {
        LOG.error("{}: refused, the others run. {}", name, refused.reason(name));
      }
      incidents.note(refused.incident(name));
    }
    List<String> files = new ArrayList<>(List.of("file:" + routes + "/system/*.camel.yaml"));
    running.enabled().forEach(name -> files.add("file:" + routes + "/" + name + ".camel.yaml"));
    ((Main) main).configure().setRoutesIncludePattern(String.join(",", files));
  }

  private void tryEach(CamelContext context) {
    checks.byBuilding(running().enabled(), context).forEach(refused::refuse);
  }

  /** All mistakes of the files, also those that show when routes are built; one sentence each. */
  List<String> everything(CamelContext context) {
    tryEach(context);
    List<String> sentences = new ArrayList<>(refused.sentences());
    checks.system(context).forEach(fault -> sentences.add(fault.sentence()));
    return sentences.stream().distinct().toList();
  }

  /**
   * What keeps the files from being loaded in the place of those that run.
   *
   * @param live the context that runs
   * @param running the integrations that run now
   */
  List<String> whyNot(CamelContext live, List<String> running) {
    List<String> reasons = new ArrayList<>();
    for (String name : running) {
      if (!settings.integrations().contains(name)) {
        reasons.add(
            "routes/%s.camel.yaml:1: the file is gone, but what was in it runs on; put it back, or set %s.enabled=false to end the integration."
                .formatted(name, name));
      }
    }
    tryEach(live);
    for (String name : running) {
      if (refused.isRefused(name)) {
        reasons.add(refused.reason(name));
      }
    }
    checks.system(live).forEach(fault -> reasons.add(fault.sentence()));
    if (running().enabled().isEmpty()) {
      reasons.addAll(refused.sentences());
    }
    return reasons;
  }

  /** What kept Camel from starting, with file and line as far as Camel says it. */
  static Problems cannotStart(RuntimeException error) {
    String place = "";
    Throwable root = error;
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof Problems problems) {
        return problems;
      }
      String where =
          at instanceof FailedToCreateRouteException route && route.getLocation() != null
              ? route.getLocation()
              : String.valueOf(at.getMessage());
      Matcher file = FILE.matcher(where);
      if (file.find() && place.isEmpty()) {
        place = file.group(1) + (file.group(2) == null ? ": " : ":" + file.group(2) + ": ");
      }
      root = at;
    }
    String sentence = "The routes cannot be started: " + place + RouteTrial.reason(root);
    return new Problems(List.of(sentence), error);
  }
}
