package caravan.drift;

import caravan.notion.Difference;
import caravan.notion.Difference.Kind;
import caravan.routes.ContractUse;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what differs, which integrations were stopped by it, and the way out. */
final class DriftText {

  /** What cannot go away by itself, or is not known to be well when it does. */
  private static final Set<Kind> NEEDS_PEOPLE = EnumSet.of(Kind.ADDED_AGAIN, Kind.MOVED);

  private DriftText() {}

  /**
   * @param broken what differs, by use; each has differences
   * @param autoResume {@code contract.auto-resume}
   */
  static String of(Map<ContractUse, List<Difference>> broken, boolean autoResume) {
    Set<String> messages = new LinkedHashSet<>();
    Set<String> remedies = new LinkedHashSet<>();
    broken.values().stream()
        .flatMap(List::stream)
        .forEach(
            difference -> {
              messages.add(difference.message());
              remedies.add(difference.remedy());
            });
    boolean endsByItself =
        autoResume
            && broken.values().stream()
                .flatMap(List::stream)
                .noneMatch(difference -> NEEDS_PEOPLE.contains(difference.kind()));
    String resume =
        integrations(broken).stream()
            .map(name -> "./caravan resume " + name)
            .collect(Collectors.joining("; "));
    return "%s: %s. Paused: %s. Nothing more is written, what was on its way is kept. %s. %s: %s"
        .formatted(
            contracts(broken),
            String.join("; ", messages),
            String.join(", ", integrations(broken)),
            String.join("; ", remedies),
            endsByItself
                ? "Once the contract holds again, it goes on by itself; after a change of the contract run"
                : "Then run",
            resume);
  }

  static String title(Map<ContractUse, List<Difference>> broken) {
    Set<String> names = integrations(broken);
    return String.join(", ", names) + (names.size() == 1 ? " is paused" : " are paused");
  }

  static Set<String> integrations(Map<ContractUse, List<Difference>> uses) {
    return uses.keySet().stream()
        .map(ContractUse::integration)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String contracts(Map<ContractUse, List<Difference>> broken) {
    return broken.keySet().stream()
        .map(ContractUse::contract)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
