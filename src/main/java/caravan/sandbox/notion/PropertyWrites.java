package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Property values as sent, checked against the schema and brought into the form that is stored. */
final class PropertyWrites {

  private static final int LIST_LIMIT = 100;
  private static final int SHORT_LIMIT = 200;
  private static final Set<String> WRITABLE =
      Set.of(
          "title",
          "rich_text",
          "number",
          "select",
          "multi_select",
          "status",
          "date",
          "people",
          "files",
          "checkbox",
          "url",
          "email",
          "phone_number",
          "relation",
          "place",
          "verification");

  private final World world;
  private final RichText richText;
  private final Schemas schemas;
  private final OptionLists optionLists;

  /**
   * Values ready to be stored.
   *
   * @param values by property id
   * @param options new options to add to the schema once everything else is known to be right
   */
  record Written(Map<String, JsonNode> values, List<Runnable> options) {}

  PropertyWrites(World world, Schemas schemas) {
    this.world = world;
    this.richText = new RichText(world);
    this.schemas = schemas;
    this.optionLists = new OptionLists(world);
  }

  /**
   * Checks {@code properties} for a row of that data source; null stands for a page below a page,
   * which has a title only.
   */
  Written read(DataSource source, In properties) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<Runnable> options = new ArrayList<>();
    if (!properties.given()) {
      return new Written(values, options);
    }
    for (String key : properties.object().fields()) {
      Property property =
          source == null
              ? bare(key)
              : source
                  .find(key)
                  .orElseThrow(() -> ApiError.validation(key + " is not a property that exists."));
      values.put(property.id(), value(source, property, properties.at(key), options));
    }
    return new Written(values, options);
  }

  private static Property bare(String key) {
    if (!key.equals("title")) {
      throw ApiError.validation(key + " is not a property that exists.");
    }
    return new Property("title", "title", "title", World.JSON.objectNode());
  }

  private JsonNode value(DataSource source, Property property, In in, List<Runnable> options) {
    // A title may be sent as the bare array.
    if (property.type().equals("title") && in.given() && in.node().isArray()) {
      return richText.read(in);
    }
    in.object();
    String type = property.type();
    if (!WRITABLE.contains(type)) {
      // Notion's own misleading words for a property that can't be written.
      throw in.at("title").required().should("be defined");
    }
    if (!in.at(type).present()) {
      Optional<String> other = in.fields().stream().filter(WRITABLE::contains).findFirst();
      if (other.isPresent() || in.at("type").given()) {
        throw ApiError.validation(property.name() + " is expected to be " + type + ".");
      }
      in.at(type).required();
    }
    in.only("type", "id", "name", "has_more", type);
    if (in.at("type").present() && !in.at("type").text().equals(type)) {
      throw ApiError.validation(property.name() + " is expected to be " + type + ".");
    }
    return typed(source, property, in.at(type), options);
  }

  private JsonNode typed(DataSource source, Property property, In in, List<Runnable> options) {
    return switch (property.type()) {
      case "title", "rich_text" -> richText.read(in);
      case "number" -> number(in);
      case "checkbox" -> World.JSON.booleanNode(in.bool());
      case "url" -> in.given() ? TextNode.valueOf(in.url()) : World.JSON.nullNode();
      case "email", "phone_number" ->
          in.given() ? TextNode.valueOf(in.text(SHORT_LIMIT)) : World.JSON.nullNode();
      case "select" -> in.given() ? option(source, property, in, options) : World.JSON.nullNode();
      case "status" -> in.given() ? status(property, in) : World.JSON.nullNode();
      case "multi_select" -> multiSelect(source, property, in, options);
      case "date" -> in.given() ? Dates.read(in) : World.JSON.nullNode();
      case "people" -> people(in);
      case "files" -> files(in);
      case "relation" -> relation(property, in);
      case "place" -> place(in);
      case "verification" -> verification(source, in);
      default -> throw new IllegalStateException("No reader for " + property.type());
    };
  }

  private static JsonNode number(In in) {
    if (in.given() && !in.node().isNumber()) {
      throw in.should("be a number");
    }
    return in.node().deepCopy();
  }

  private static JsonNode place(In in) {
    if (!in.given()) {
      return World.JSON.nullNode();
    }
    in.only("lat", "lon", "name", "address", "aws_place_id", "google_place_id");
    in.at("lat").required();
    in.at("lon").required();
    return in.node().deepCopy();
  }

  /** Only pages of a wiki are verified (Notion: changelog 2026-03-25). */
  private static JsonNode verification(DataSource source, In in) {
    in.only("state", "date");
    in.at("state").choice(List.of("verified", "unverified"));
    if (!source.wiki()) {
      throw ApiError.validation("Verification can only be set on pages in a wiki.");
    }
    ObjectNode verification = World.JSON.objectNode().put("state", in.at("state").text());
    boolean dated = in.at("date").given();
    verification.set("date", dated ? Dates.read(in.at("date")) : World.JSON.nullNode());
    return verification.putNull("verified_by");
  }

  private TextNode option(DataSource source, Property property, In in, List<Runnable> options) {
    in.only("id", "name", "color", "description");
    if (in.at("id").given()) {
      String id = in.at("id").text();
      if (property.option("id", id).isEmpty()) {
        throw ApiError.validation(
            "Option with ID \"" + id + "\" does not exist in property " + property.name() + ".");
      }
      return TextNode.valueOf(id);
    }
    String name = in.at("name").text(LIST_LIMIT);
    if (name.isEmpty()) {
      throw ApiError.body(in.path() + ".name.length should be ≥ `1`, instead was `0`.");
    }
    OptionLists.refuseCommas(name);
    Optional<JsonNode> known = property.option("name", name);
    if (known.isPresent()) {
      return TextNode.valueOf(known.get().path("id").asText());
    }
    ObjectNode made =
        optionLists.option(
            world.ids().uuid(), name, in.at("color").given() ? in.at("color").text() : "default");
    options.add(() -> schemas.addOption(source, property.id(), made));
    return TextNode.valueOf(made.path("id").asText());
  }

  private static TextNode status(Property property, In in) {
    in.only("id", "name", "color", "description");
    String field = in.at("id").given() ? "id" : "name";
    String asked = in.at(field).text();
    JsonNode option =
        property
            .option(field, asked)
            .orElseThrow(
                () ->
                    ApiError.validation(
                        "Invalid status option. Status option \"" + asked + "\" does not exist"));
    return TextNode.valueOf(option.path("id").asText());
  }

  private ArrayNode multiSelect(
      DataSource source, Property property, In in, List<Runnable> options) {
    Set<String> seen = new LinkedHashSet<>();
    Map<String, String> made = new LinkedHashMap<>();
    for (In item : in.items(LIST_LIMIT)) {
      String name = item.object().at("name").given() ? item.at("name").text() : null;
      String id =
          name != null && made.containsKey(name)
              ? made.get(name)
              : option(source, property, item, options).asText();
      if (name != null) {
        made.put(name, id);
      }
      seen.add(id);
    }
    ArrayNode ids = World.JSON.arrayNode();
    seen.forEach(ids::add);
    return ids;
  }

  private ArrayNode people(In in) {
    Set<String> seen = new LinkedHashSet<>();
    for (In item : in.items(LIST_LIMIT)) {
      String id = item.object().at("id").id();
      boolean group = "group".equals(item.node().path("object").asText());
      seen.add((group ? world.group(id) : world.user(id)).id());
    }
    ArrayNode ids = World.JSON.arrayNode();
    seen.forEach(ids::add);
    return ids;
  }

  private ArrayNode relation(Property property, In in) {
    String target = property.config().path("data_source_id").asText();
    Set<String> seen = new LinkedHashSet<>();
    for (In item : in.items(LIST_LIMIT)) {
      Page page = world.sharedPage(item.only("id").at("id").id());
      Parent parent = page.state().parent();
      if (parent.kind() != Parent.Kind.DATA_SOURCE || !parent.id().equals(target)) {
        throw ApiError.validation(
            "Page with ID "
                + page.id()
                + " is not in the data source that "
                + property.name()
                + " relates to.");
      }
      seen.add(page.id());
    }
    ArrayNode ids = World.JSON.arrayNode();
    seen.forEach(ids::add);
    return ids;
  }

  private ArrayNode files(In in) {
    ArrayNode files = World.JSON.arrayNode();
    for (In item : in.items(LIST_LIMIT)) {
      item.only("type", "name", "external", "file", "file_upload");
      String url =
          item.at("external").given()
              ? item.at("external").only("url").at("url").url()
              : item.at("file").object().at("url").url();
      String name = item.at("name").given() ? item.at("name").text(LIST_LIMIT) : url;
      world.files().hold(files.addObject().put("name", name), url);
    }
    return files;
  }
}
