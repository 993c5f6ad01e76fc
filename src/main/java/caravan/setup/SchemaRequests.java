package caravan.setup;

import caravan.notion.Contract;
import caravan.notion.ContractProperty;
import caravan.notion.PropertyType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/** What Notion is sent so that a data source becomes what a contract says. */
final class SchemaRequests {

  /** They need an expression, a relation or people's hands; no contract says which. */
  private static final Set<PropertyType> NOT_MADE =
      Set.of(
          PropertyType.FORMULA,
          PropertyType.ROLLUP,
          PropertyType.BUTTON,
          PropertyType.VERIFICATION,
          PropertyType.PLACE);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaRequests() {}

  /** The title of the database that is made for a contract: {@code linear-issues} as words. */
  static String title(Contract contract) {
    String words = contract.name().replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The type that a property is made with: the first that the contract allows. */
  static PropertyType type(ContractProperty property) {
    return property.types().get(0);
  }

  /** Whether a property can be made from what its contract says. */
  static boolean canBeMade(ContractProperty property) {
    return !NOT_MADE.contains(type(property));
  }

  /** Whether a property has to wait until the data source that it points to is there. */
  static boolean isRelation(ContractProperty property) {
    return type(property) == PropertyType.RELATION;
  }

  /**
   * Makes a database with one data source, that has every property but the relations (Notion:
   * create a database).
   */
  static ObjectNode database(Contract contract, String parentPageId) {
    ObjectNode body = JSON.objectNode();
    body.putObject("parent").put("type", "page_id").put("page_id", parentPageId);
    body.set("title", text(title(contract)));
    ObjectNode properties = body.putObject("initial_data_source").putObject("properties");
    contract.properties().values().stream()
        .filter(property -> canBeMade(property) && !isRelation(property))
        .forEach(property -> properties.set(property.name(), plain(property)));
    return body;
  }

  /** A property that points nowhere else. */
  static ObjectNode plain(ContractProperty property) {
    ObjectNode made = JSON.objectNode();
    ObjectNode config = made.putObject(type(property).json());
    if (type(property).hasOptions() && !property.options().isEmpty()) {
      ArrayNode options = config.putArray("options");
      property.options().forEach(option -> options.addObject().put("name", option));
    }
    return made;
  }

  /** A relation to a data source, which people do not see on the other side. */
  static ObjectNode relation(String dataSourceId) {
    ObjectNode made = JSON.objectNode();
    made.putObject("relation").put("data_source_id", dataSourceId).putObject("single_property");
    return made;
  }

  private static ArrayNode text(String content) {
    ArrayNode runs = JSON.arrayNode();
    runs.addObject().put("type", "text").putObject("text").put("content", content);
    return runs;
  }
}
