package caravan.setup;

import caravan.notion.Contract;
import caravan.notion.ContractCheck;
import caravan.notion.ContractProperty;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.PropertyType;
import caravan.settings.Setting;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the databases that the enabled integrations need, as their contracts say, and remembers
 * their ids. What is there already is used and only added to. It may be ended at any moment: each
 * id is written down as soon as it is known, and the next run goes on.
 *
 * <p>First all data sources, then the relations between them: a relation needs the id of the data
 * source that it points to, be it its own.
 */
public final class Initialisation {

  /** How long Notion may let it wait, in all. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Settings settings;
  private final Needed needed;
  private final String parent;
  private final LocalSettings local;
  private final Consumer<Finding> tell;
  private final ServiceClient http = new ServiceClient();
  private final Map<String, Databases> byConnection = new HashMap<>();
  private final Map<String, String> ids;
  private boolean wrong;

  private Initialisation(Path home, Settings settings, String parent, Consumer<Finding> tell) {
    this.settings = settings;
    this.needed = Needed.of(home.resolve("routes"), settings);
    this.parent = parent;
    this.local = new LocalSettings(home);
    this.tell = tell;
    this.ids = new LinkedHashMap<>(needed.ids());
  }

  /**
   * The id of a page as people give it.
   *
   * @param given an id, or the page's address
   * @return empty if it is neither
   */
  public static Optional<String> page(String given) {
    return PageAddress.id(given);
  }

  /**
   * Makes what is missing.
   *
   * @param parent the id of the page below which databases are made
   * @param tell is given each step as it is done, and what is left to people
   * @return whether every data source is now as its contract says
   */
  public static boolean run(Path home, Settings settings, String parent, Consumer<Finding> tell)
      throws InterruptedException {
    return new Initialisation(home, settings, parent, tell).all();
  }

  private boolean all() throws InterruptedException {
    List<Contract> found = new ArrayList<>();
    for (Contract contract : needed.contracts().values()) {
      if (attempt(contract, () -> dataSource(contract))) {
        found.add(contract);
      }
    }
    for (Contract contract : found) {
      attempt(contract, () -> complete(contract));
    }
    return !wrong;
  }

  /** A step that Notion may refuse. */
  private interface Step {
    void take() throws InterruptedException;
  }

  private boolean attempt(Contract contract, Step step) throws InterruptedException {
    try {
      step.take();
      return true;
    } catch (NotionException e) {
      wrong(contract, refusal(contract, e));
      return false;
    } catch (AmbiguousTitle e) {
      wrong(contract, e.getMessage());
      return false;
    }
  }

  private Databases databases(Contract contract) {
    return byConnection.computeIfAbsent(
        needed.connectionOf(contract, settings),
        name -> new Databases(new NotionClient(settings, name, http, PATIENCE), parent));
  }

  private void dataSource(Contract contract) throws InterruptedException {
    String known = ids.get(contract.name());
    if (known != null) {
      DataSourceSchema schema = databases(contract).schema(known);
      say(contract, "data source \"%s\" is there: %s".formatted(schema.title(), known));
      return;
    }
    Optional<String> found = databases(contract).find(contract);
    String id =
        NotionId.canonical(found.isPresent() ? found.get() : databases(contract).create(contract));
    local.set(contract.dataSourceSetting(), id);
    ids.put(contract.name(), id);
    say(
        contract,
        "%s database \"%s\"; its data source is %s, written to %s as %s"
            .formatted(
                found.isPresent() ? "found" : "made",
                SchemaRequests.title(contract),
                id,
                LocalSettings.NAME,
                contract.dataSourceSetting()));
  }

  /** Adds what is missing, and tells what nobody but people should change. */
  private void complete(Contract contract) throws InterruptedException {
    String id = ids.get(contract.name());
    DataSourceSchema schema = databases(contract).schema(id);
    ObjectNode missing = JsonNodeFactory.instance.objectNode();
    if (!schema.inTrash()) {
      for (ContractProperty property : contract.properties().values()) {
        if (!schema.properties().containsKey(property.name())) {
          add(contract, property, missing);
        }
      }
    }
    if (!missing.isEmpty()) {
      List<String> names = new ArrayList<>();
      missing.fieldNames().forEachRemaining(names::add);
      databases(contract).add(id, missing);
      say(contract, "added " + String.join(", ", names));
      schema = databases(contract).schema(id);
    }
    ContractCheck.differences(contract, schema, null, ids)
        .forEach(it -> wrong(contract, it.message() + ". " + it.remedy() + "."));
  }

  private void add(Contract contract, ContractProperty property, ObjectNode missing) {
    boolean title = property.types().contains(PropertyType.TITLE);
    if (title || !SchemaRequests.canBeMade(property)) {
      return; // the title is there under another name; the check says so
    }
    if (!SchemaRequests.isRelation(property)) {
      missing.set(property.name(), SchemaRequests.plain(property));
      return;
    }
    String target = needed.target(contract, property, ids);
    if (target == null) {
      wrong(
          contract,
          "relation \"%s\" is not made, because it points to the data source of %s, which is not known; enable the integration that needs that."
              .formatted(property.name(), property.relationTo()));
    } else {
      missing.set(property.name(), SchemaRequests.relation(target));
    }
  }

  private String refusal(Contract contract, NotionException e) {
    String variable = Setting.environmentName(contract.dataSourceSetting());
    if (e.error().status() == 404 && ids.containsKey(contract.name())) {
      return "Notion does not show the data source %s to the connection. Share it with the connection, or remove %s, and a new one is made."
          .formatted(ids.get(contract.name()), variable);
    }
    if (e.error().status() == 404) {
      return "Notion does not show the page %s to the connection. Open it in Notion, and under ... and Connections add the connection; then run this again."
          .formatted(parent);
    }
    return "Notion refused or did not answer (%s). Nothing is lost: run this again."
        .formatted(e.error().summary());
  }

  private void say(Contract contract, String text) {
    tell.accept(Finding.ok(contract.name(), text));
  }

  private void wrong(Contract contract, String text) {
    wrong = true;
    tell.accept(Finding.wrong(contract.name(), text));
  }
}
