package caravan.notion;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an integration needs of a Notion data source.
 *
 * @param name the contract's name, the same as its file's: {@code routes/contracts/<name>.yaml}
 * @param dataSourceSetting the setting that holds the data source's id, such as {@code
 *     linear-issues.data-source}
 * @param properties what it says of each property, by name
 */
public record Contract(
    String name, String dataSourceSetting, Map<String, ContractProperty> properties) {

  /** Keeps its own copy of the properties, in order. */
  public Contract {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The property that holds the External ID; empty where the hub creates no pages. */
  public Optional<ContractProperty> key() {
    return properties.values().stream().filter(ContractProperty::key).findFirst();
  }

  /** The same contract with nothing in it but the property that holds the External ID. */
  public Contract onlyKey() {
    Map<String, ContractProperty> only = new LinkedHashMap<>();
    key().ifPresent(property -> only.put(property.name(), property));
    return new Contract(name, dataSourceSetting, only);
  }

  /** The same contract without the property that holds the External ID. */
  public Contract withoutKey() {
    Map<String, ContractProperty> others = new LinkedHashMap<>(properties);
    key().ifPresent(property -> others.remove(property.name()));
    return new Contract(name, dataSourceSetting, others);
  }

  /** The property that holds the pages' titles; empty in a contract that was not loaded. */
  public Optional<ContractProperty> titleProperty() {
    return properties.values().stream()
        .filter(property -> property.types().contains(PropertyType.TITLE))
        .findFirst();
  }

  /** Whether the hub may write the property; what a contract does not name, it never writes. */
  public boolean hubWrites(String property) {
    ContractProperty named = properties.get(property);
    return named != null && named.hubWrites();
  }

  /** Whether routes may see the property's value although Notion derives it. */
  public boolean allowsDerived(String property) {
    ContractProperty named = properties.get(property);
    return named != null && named.derivedAllowed();
  }

  /** Where the contract lies, below the project's root. */
  public String file() {
    return "routes/contracts/" + name + ".yaml";
  }
}
