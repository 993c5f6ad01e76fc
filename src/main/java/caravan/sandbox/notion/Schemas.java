package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes to the schema of a data source: properties added, renamed, retyped, deleted (Notion:
 * update a data source).
 */
final class Schemas {

  private static final Set<String> PLAIN =
      Set.of(
          "title",
          "rich_text",
          "date",
          "people",
          "files",
          "checkbox",
          "url",
          "email",
          "phone_number",
          "created_time",
          "created_by",
          "last_edited_time",
          "last_edited_by",
          "button",
          "place",
          "verification",
          "location",
          "last_visited_time");
  private static final Set<String> CONFIGURED =
      Set.of(
          "number",
          "select",
          "multi_select",
          "status",
          "formula",
          "relation",
          "rollup",
          "unique_id");

  private final World world;
  private final OptionLists optionLists;

  Schemas(World world) {
    this.world = world;
    this.optionLists = new OptionLists(world);
  }

  /** Gives a new data source its properties; without a title property it gets "Name". */
  void create(DataSource source, In properties) {
    List<Runnable> changes = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    if (properties.given()) {
      for (String name : properties.object().fields()) {
        In in = properties.at(name).object();
        if (type(in).equals("title")) {
          titles.add(name);
        }
        changes.add(() -> add(source, name, in));
      }
    }
    if (titles.size() > 1) {
      throw ApiError.validation("Cannot have more than one title property.");
    }
    if (titles.isEmpty()) {
      source.put(new Property("title", "Name", "title", World.JSON.objectNode()));
    }
    changes.forEach(Runnable::run);
  }

  /**
   * Applies {@code properties} of a PATCH: null deletes, an unknown key adds, anything else
   * changes.
   */
  void patch(DataSource source, In properties) {
    List<Runnable> changes = new ArrayList<>();
    for (String key : properties.object().fields()) {
      In in = properties.at(key);
      Optional<Property> found = source.find(key);
      if (found.isEmpty()) {
        if (!in.given()) {
          throw ApiError.validation(key + " is not a property that exists.");
        }
        type(in.object());
        changes.add(() -> add(source, key, in));
      } else if (!in.given()) {
        if (found.get().type().equals("title")) {
          throw ApiError.validation("Cannot delete title property.");
        }
        changes.add(() -> source.remove(found.get().id()));
      } else {
        changes.add(() -> change(source, found.get(), in.object()));
      }
    }
    changes.forEach(Runnable::run);
    world.changes().schema(source);
  }

  private static String type(In in) {
    if (in.at("type").present() && !"rename".equals(in.at("type").text())) {
      String type = in.at("type").text();
      if (PLAIN.contains(type) || CONFIGURED.contains(type)) {
        in.only("type", "id", "name", "description", type);
        return type;
      }
    }
    return in.fields().stream()
        .filter(field -> PLAIN.contains(field) || CONFIGURED.contains(field))
        .findFirst()
        .orElseThrow(() -> in.at("title").required().should("be defined"));
  }

  private Property add(DataSource source, String name, In in) {
    String type = type(in);
    refuseTaken(source, name, null);
    String id = type.equals("title") ? "title" : freshId(source);
    Property property = new Property(id, name, type, World.JSON.objectNode());
    source.put(property);
    Property whole = property.with(config(source, property, in.at(type)));
    source.put(whole);
    return whole;
  }

  private String freshId(DataSource source) {
    String id = world.ids().property();
    while (source.byId(id) != null) {
      id = world.ids().property();
    }
    return id;
  }

  private static void refuseTaken(DataSource source, String name, String exceptId) {
    for (Property other : source.properties()) {
      if (other.name().equals(name) && !other.id().equals(exceptId)) {
        throw ApiError.validation(
            "Cannot create property with name: " + name + " because it already exists.");
      }
    }
  }

  private void change(DataSource source, Property property, In in) {
    in.only(allowed(in));
    Property changed = property;
    if (in.at("name").given()) {
      String name = in.at("name").text();
      refuseTaken(source, name, property.id());
      changed = changed.named(name);
    }
    Optional<String> type =
        in.fields().stream().filter(f -> PLAIN.contains(f) || CONFIGURED.contains(f)).findFirst();
    if (type.isPresent() && !type.get().equals(property.type())) {
      changed = retyped(source, changed, type.get(), in.at(type.get()));
    } else if (type.isPresent()) {
      changed = changed.with(config(source, changed, in.at(type.get())));
    }
    source.put(changed);
  }

  private static Set<String> allowed(In in) {
    Set<String> allowed = new java.util.HashSet<>(PLAIN);
    allowed.addAll(CONFIGURED);
    allowed.addAll(Set.of("type", "id", "name", "description"));
    if (in.fields().isEmpty()) {
      throw in.should("not be empty");
    }
    return allowed;
  }

  /** Another type: the values of the old one do not carry over. */
  private Property retyped(DataSource source, Property property, String type, In config) {
    if (property.type().equals("title") || type.equals("title")) {
      throw ApiError.validation("Cannot change the type of the title property.");
    }
    Property empty = new Property(property.id(), property.name(), type, World.JSON.objectNode());
    for (String row : source.rows()) {
      Page page = world.pages().get(row);
      Page.State state = page.state();
      if (state.values().containsKey(property.id())) {
        java.util.Map<String, JsonNode> values = new java.util.LinkedHashMap<>(state.values());
        values.remove(property.id());
        page.become(
            world.now(),
            "retype",
            new Page.State(
                state.parent(),
                values,
                state.icon(),
                state.cover(),
                state.inTrash(),
                state.archived(),
                state.locked(),
                state.lastEdited(),
                state.lastEditedBy(),
                state.body()));
      }
    }
    return empty.with(config(source, empty, config));
  }

  private ObjectNode config(DataSource source, Property property, In in) {
    ObjectNode config = World.JSON.objectNode();
    JsonNode node = in.given() ? in.object().node() : World.JSON.objectNode();
    switch (property.type()) {
      case "number" -> config.put("format", node.path("format").asText("number"));
      case "select", "multi_select" ->
          config.set("options", optionLists.read(property.options(), in.at("options")));
      case "status" -> {
        return optionLists.status(property, in);
      }
      case "formula" -> config.put("expression", node.path("expression").asText());
      case "unique_id" -> config.put("prefix", node.path("prefix").asText(null));
      case "relation" -> {
        return relation(source, property, in);
      }
      case "rollup" -> {
        return rollup(source, in);
      }
      default -> {
        return config;
      }
    }
    return config;
  }

  private ObjectNode relation(DataSource source, Property property, In in) {
    in.only("data_source_id", "database_id", "type", "single_property", "dual_property");
    if (in.at("database_id").present() && !in.at("data_source_id").present()) {
      throw in.at("data_source_id").required().should("be defined");
    }
    DataSource target = world.dataSource(in.at("data_source_id").id());
    ObjectNode config =
        World.JSON
            .objectNode()
            .put("database_id", target.databaseId())
            .put("data_source_id", target.id());
    if (!in.at("dual_property").present()) {
      config.put("type", "single_property").putObject("single_property");
      return config;
    }
    String asked = in.at("dual_property").node().path("synced_property_name").asText(null);
    Optional<Property> kept =
        Optional.ofNullable(property.config().at("/dual_property/synced_property_id").asText(null))
            .map(target::byId);
    Property back =
        kept.orElseGet(
            () -> {
              String name =
                  asked == null
                      ? "Related to "
                          + RichText.plain(source.title())
                          + " ("
                          + property.name()
                          + ")"
                      : asked;
              refuseTaken(target, name, null);
              ObjectNode other =
                  World.JSON
                      .objectNode()
                      .put("database_id", source.databaseId())
                      .put("data_source_id", source.id());
              other.put("type", "dual_property");
              other
                  .putObject("dual_property")
                  .put("synced_property_name", property.name())
                  .put("synced_property_id", property.id());
              Property made = new Property(freshId(target), name, "relation", other);
              target.put(made);
              return made;
            });
    config.put("type", "dual_property");
    config
        .putObject("dual_property")
        .put("synced_property_name", back.name())
        .put("synced_property_id", back.id());
    return config;
  }

  private ObjectNode rollup(DataSource source, In in) {
    in.only(
        "function",
        "relation_property_name",
        "relation_property_id",
        "rollup_property_name",
        "rollup_property_id");
    Property relation =
        named(source, in, "relation")
            .filter(p -> p.type().equals("relation"))
            .orElseThrow(() -> in.at("relation_property_name").should("name a relation"));
    DataSource target = world.dataSource(relation.config().path("data_source_id").asText());
    Property rolled =
        named(target, in, "rollup")
            .orElseThrow(() -> in.at("rollup_property_name").should("name a property"));
    return World.JSON
        .objectNode()
        .put("rollup_property_name", rolled.name())
        .put("relation_property_name", relation.name())
        .put("rollup_property_id", rolled.id())
        .put("relation_property_id", relation.id())
        .put("function", in.at("function").choice(Rollups.FUNCTIONS));
  }

  private static Optional<Property> named(DataSource source, In in, String which) {
    In name = in.at(which + "_property_name");
    return source.find(name.given() ? name.text() : in.at(which + "_property_id").text());
  }

  /** Adds an option with that name, as writing an unknown select value does. */
  void addOption(DataSource source, String propertyId, ObjectNode option) {
    Property property = source.byId(propertyId);
    if (property.option("name", option.path("name").asText()).isPresent()) {
      return;
    }
    ObjectNode config = property.config().deepCopy();
    ArrayNode options = config.withArray("options");
    options.add(option);
    source.put(property.with(config));
  }
}
