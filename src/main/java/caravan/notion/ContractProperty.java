package caravan.notion;

import java.util.List;
import java.util.Optional;

/**
 * What a contract says of one property.
 *
 * @param name the property's name in Notion
 * @param types the types it may have; at least one
 * @param required whether it must exist
 * @param key whether it holds the External ID
 * @param hubWrites whether the hub owns it; what people own, the hub never writes
 * @param options options that it must have; empty for any
 * @param createOptions whether a write may add options that the schema lacks
 * @param relationTo {@code self}, the name of the contract of the data source that a relation must
 *     point to, or null for any
 * @param derivedAllowed whether a route may see the value although Notion derives it (formula,
 *     rollup)
 * @param wiki whether its pages are those of a wiki, where a verification can be written
 */
public record ContractProperty(
    String name,
    List<PropertyType> types,
    boolean required,
    boolean key,
    boolean hubWrites,
    List<String> options,
    boolean createOptions,
    String relationTo,
    boolean derivedAllowed,
    boolean wiki) {

  /** What {@code relation-to} says of a relation to its own data source. */
  public static final String SELF = "self";

  /** Keeps its own copies of the lists. */
  public ContractProperty {
    types = List.copyOf(types);
    options = List.copyOf(options);
  }

  /** Whether the type is one of those that the contract allows. */
  public boolean allows(String type) {
    return types.stream().anyMatch(allowed -> allowed.json().equals(type));
  }

  /** The first of its types that Notion alone fills in; empty if the hub could write them all. */
  public Optional<PropertyType> readOnlyType() {
    return types.stream().filter(type -> !writable(type)).findFirst();
  }

  /** Whether the hub could write it if it is of this type. */
  boolean writable(PropertyType type) {
    return type.writable() || wiki && type == PropertyType.VERIFICATION;
  }

  /** Whether it may be a formula or a rollup. */
  public boolean derived() {
    return types.stream().anyMatch(PropertyType::derived);
  }

  /** The allowed types as people read them: {@code select or status}. */
  public String typeNames() {
    return String.join(" or ", types.stream().map(PropertyType::json).toList());
  }
}
