package caravan.hub;

import caravan.incidents.Incident;
import caravan.routes.RouteFault;
import caravan.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** Which integrations do not run because a file of theirs has a mistake, and why. */
final class RefusedRoutes {

  private final Map<String, List<RouteFault>> byIntegration = new ConcurrentSkipListMap<>();

  /** The integration does not run. */
  void refuse(String integration, List<RouteFault> faults) {
    byIntegration.put(integration, List.copyOf(faults));
  }

  boolean isRefused(String integration) {
    return byIntegration.containsKey(integration);
  }

  /** Why an integration does not run: file, line and reason of each mistake; blank if it runs. */
  String reason(String integration) {
    return text(byIntegration.getOrDefault(integration, List.of()));
  }

  /** All mistakes, one sentence each. */
  List<String> sentences() {
    return byIntegration.values().stream()
        .flatMap(List::stream)
        .map(RouteFault::sentence)
        .distinct()
        .toList();
  }

  /** The settings without the integrations that do not run. */
  Settings without(Settings settings) {
    Map<String, String> off = new TreeMap<>();
    byIntegration.keySet().forEach(name -> off.put(name + ".enabled", "false"));
    return off.isEmpty() ? settings : settings.with(off);
  }

  /** What people are told of an integration; that it is over if it runs. */
  Incident incident(String integration) {
    String reason = reason(integration);
    return reason.isEmpty()
        ? Incident.over("routes", integration, "Its files are in order; it runs.")
        : new Incident(
            "routes",
            Incident.ERROR,
            integration,
            integration + " does not run: a file of its routes has a mistake",
            "%s Nothing of it was started, and its watermark stays, so nothing is lost; the other integrations run. Mend the file, look at it with ./caravan check, and start the hub again."
                .formatted(reason));
  }

  static String text(List<RouteFault> faults) {
    return faults.stream().map(RouteFault::sentence).collect(Collectors.joining(" "));
  }
}
