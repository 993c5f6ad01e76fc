package caravan.notion;

import java.util.List;
import java.util.Optional;

/**
 * One property of a data source's schema.
 *
 * @param id as Notion sends it, URL-encoded; stays the same when the property is renamed (Notion:
 *     property object)
 * @param name what people see; unique in its data source
 * @param type Notion's name of the type, kept even if the hub does not know it
 * @param options the options of a select, status or multi_select in their order; else empty
 * @param relationTarget the id of the data source that a relation points to; null for other types
 */
public record SchemaProperty(
    String id, String name, String type, List<Option> options, String relationTarget) {

  /** An option of a select, status or multi_select; its id survives a rename. */
  public record Option(String id, String name) {}

  /** Keeps its own copy of the options. */
  public SchemaProperty {
    options = List.copyOf(options);
  }

  /** The type, if the hub knows it. */
  public Optional<PropertyType> knownType() {
    return PropertyType.of(type);
  }

  /** Whether this is a property of that type. */
  public boolean is(PropertyType wanted) {
    return wanted.json().equals(type);
  }

  /** The option of exactly that name. */
  public Optional<Option> option(String optionName) {
    return options.stream().filter(o -> o.name().equals(optionName)).findFirst();
  }

  /** The option of that id. */
  public Optional<Option> optionById(String optionId) {
    return options.stream().filter(o -> o.id().equals(optionId)).findFirst();
  }
}
