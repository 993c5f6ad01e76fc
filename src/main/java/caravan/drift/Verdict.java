package caravan.drift;

import caravan.notion.Difference;
import caravan.routes.ContractUse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check of a data source found, for each integration that uses it.
 *
 * @param differences what keeps a contract from holding, by its use; empty where it holds
 * @param text what people are told of all differences; blank if there is none
 */
public record Verdict(Map<ContractUse, List<Difference>> differences, String text) {

  /** Keeps its own copy. */
  public Verdict {
    differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
  }

  /** What differs for an integration under a contract; empty if it has no such use. */
  public Optional<List<Difference>> of(String integration, String contract) {
    return differences.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().integration().equals(integration)
                    && entry.getKey().contract().equals(contract))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
