package caravan.drift;

import caravan.drift.Baselines.Known;
import caravan.incidents.Incident;
import caravan.notion.Baseline;
import caravan.notion.Contract;
import caravan.notion.ContractCheck;
import caravan.notion.Contracts;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.pause.Pauses;
import caravan.routes.ContractUse;
import caravan.settings.NotionConnection;
import caravan.store.PauseStore.Pause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what was read of a data source for every integration that uses it, and does what follows:
 * pauses the integrations whose contract does not hold and tells people once; when it holds again,
 * resumes them and tells people that it is over.
 */
public final class ContractJudge {

  private static final Logger LOG = LoggerFactory.getLogger(ContractJudge.class);
  private static final String DRIFT = "drift";

  /**
   * What was read.
   *
   * @param schema null if Notion does not show the data source
   * @param besides what is known beyond the schema, where the contract does not hold
   */
  record Seen(DataSourceSchema schema, List<Difference> besides) {}

  private final Contracts contracts;
  private final List<ContractUse> uses;
  private final Map<String, String> dataSourceIds;
  private final Baselines baselines;
  private final Pauses pauses;
  private final Consumer<Incident> people;
  private final boolean autoResume;
  private final Map<ContractUse, Boolean> standing = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  /**
   * @param uses which integration uses which data source under which contract
   * @param dataSourceIds the ids of the contracts' data sources, as far as they are set
   * @param people are told of incidents; an exception means that they could not be told
   * @param autoResume {@code contract.auto-resume}
   */
  public ContractJudge(
      Contracts contracts,
      List<ContractUse> uses,
      Map<String, String> dataSourceIds,
      Baselines baselines,
      Pauses pauses,
      Consumer<Incident> people,
      boolean autoResume) {
    this.contracts = contracts;
    this.uses = List.copyOf(uses);
    this.dataSourceIds = Map.copyOf(dataSourceIds);
    this.baselines = baselines;
    this.pauses = pauses;
    this.people = people;
    this.autoResume = autoResume;
  }

  /** Every use. */
  List<ContractUse> uses() {
    return uses;
  }

  /** The uses of a data source by a connection. */
  List<ContractUse> usesOf(String connection, String dataSource) {
    return uses.stream()
        .filter(use -> use.connection().equals(connection) && use.dataSource().equals(dataSource))
        .toList();
  }

  /** The uses of an integration. */
  List<ContractUse> usesOf(String integration) {
    return uses.stream().filter(use -> use.integration().equals(integration)).toList();
  }

  /** Whether the incident is about a data source that no integration uses any more. */
  public boolean isPast(Incident incident) {
    return incident.kind().equals(DRIFT)
        && uses.stream().map(ContractJudge::place).noneMatch(incident.about()::equals);
  }

  /** The database that held the data source when a contract last held. */
  Optional<String> formerDatabase(List<ContractUse> of) {
    return of.stream()
        .flatMap(use -> baselines.seen(use).stream())
        .map(Baseline::databaseId)
        .filter(id -> id != null)
        .findFirst();
  }

  /**
   * Judges a data source for these uses of it.
   *
   * @param accepting the integration for which what is there now becomes the new baseline, if it
   *     fulfils the contract; null for none
   */
  synchronized Verdict judge(List<ContractUse> of, Seen seen, String accepting) {
    Map<ContractUse, List<Difference>> found = new LinkedHashMap<>();
    for (ContractUse use : of) {
      contracts
          .find(use.contract())
          .ifPresent(contract -> found.put(use, differences(use, contract, seen, accepting)));
    }
    found.forEach((use, differences) -> standing.put(use, differences.isEmpty()));
    Map<ContractUse, List<Difference>> broken = new LinkedHashMap<>(found);
    broken.values().removeIf(List::isEmpty);
    String text = broken.isEmpty() ? "" : DriftText.of(broken, autoResume);
    if (broken.isEmpty()) {
      of.stream().findFirst().ifPresent(use -> texts.remove(place(use)));
    } else {
      broken(broken, text);
    }
    holding(found, broken.isEmpty(), seen.schema(), accepting);
    return new Verdict(found, text);
  }

  private List<Difference> differences(
      ContractUse use, Contract contract, Seen seen, String accepting) {
    if (seen.schema() == null) {
      return seen.besides();
    }
    Known known = baselines.known(use);
    // Whoever resumed it while no hub was running could do so in the store only.
    boolean resumed = known.isDrifted() && !pauses.isPaused(use.integration());
    boolean anew = resumed || use.integration().equals(accepting);
    if (anew && differences(contract, seen.schema(), null).isEmpty()) {
      return List.of();
    }
    // What was seen before tells best what is not fulfilled, also where it does not count any more.
    List<Difference> differences =
        new ArrayList<>(differences(contract, seen.schema(), known.seen()));
    if (!differences.isEmpty()) {
      differences.addAll(seen.besides());
    }
    return differences;
  }

  private List<Difference> differences(
      Contract contract, DataSourceSchema schema, Baseline baseline) {
    return ContractCheck.differences(contract, schema, baseline, dataSourceIds);
  }

  private void broken(Map<ContractUse, List<Difference>> broken, String text) {
    ContractUse any = broken.keySet().iterator().next();
    texts.put(place(any), text);
    for (String integration : DriftText.integrations(broken)) {
      pauses.pauseForDrift(integration, reason(integration, text));
    }
    if (told(new Incident(DRIFT, Incident.ERROR, place(any), DriftText.title(broken), text))) {
      broken.keySet().forEach(baselines::drifted);
    }
  }

  /** An integration may be stopped by several of its data sources. */
  private String reason(String integration, String text) {
    String before = pauses.find(integration).map(Pause::reason).orElse("");
    if (before.contains(text)) {
      return before;
    }
    Set<String> all =
        usesOf(integration).stream()
            .map(use -> texts.get(place(use)))
            .filter(it -> it != null)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return String.join("\n", all);
  }

  private void holding(
      Map<ContractUse, List<Difference>> found,
      boolean allHold,
      DataSourceSchema schema,
      String accepting) {
    List<ContractUse> holding = new ArrayList<>();
    for (Map.Entry<ContractUse, List<Difference>> one : found.entrySet()) {
      ContractUse use = one.getKey();
      boolean waitsForPeople =
          !autoResume
              && !use.integration().equals(accepting)
              && pauses.find(use.integration()).filter(Pause::isForDrift).isPresent();
      if (one.getValue().isEmpty() && !waitsForPeople) {
        holding.add(use);
      }
    }
    boolean wasDrifted = holding.stream().anyMatch(use -> baselines.known(use).isDrifted());
    if (autoResume) {
      holding.stream().map(ContractUse::integration).distinct().forEach(this::resumeIfAllHold);
    }
    if (wasDrifted && allHold && holding.size() == found.size()) {
      ContractUse any = holding.get(0);
      String text =
          "\"%s\" is again what %s needs; %s from the watermark, and what was kept is delivered."
              .formatted(
                  schema.title(),
                  any.contract(),
                  String.join(", ", DriftText.integrations(found)) + " goes on");
      if (!told(Incident.over(DRIFT, place(any), text))) {
        return; // the next check tells it
      }
    }
    for (ContractUse use : holding) {
      contracts
          .find(use.contract())
          .ifPresent(contract -> baselines.holds(use, Baseline.of(contract, schema)));
    }
  }

  private void resumeIfAllHold(String integration) {
    boolean forDrift = pauses.find(integration).filter(Pause::isForDrift).isPresent();
    if (forDrift
        && usesOf(integration).stream().allMatch(use -> standing.getOrDefault(use, false))) {
      pauses.resume(integration);
    }
  }

  private boolean told(Incident incident) {
    try {
      people.accept(incident);
      return true;
    } catch (RuntimeException e) {
      LOG.error(
          "People could not be told ({}); the next check tries again. {}",
          e.getMessage(),
          incident.line());
      return false;
    }
  }

  /** What an incident is about; connections may see different things of one data source. */
  private static String place(ContractUse use) {
    String dataSource = "data source " + use.dataSource();
    return use.connection().equals(NotionConnection.DEFAULT)
        ? dataSource
        : "%s, seen by connection %s".formatted(dataSource, use.connection());
  }
}
