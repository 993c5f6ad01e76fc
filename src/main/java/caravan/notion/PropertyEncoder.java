package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the values of one record, type by type, and remembers what had to be left out. */
final class PropertyEncoder {
  // Notion: request limits.
  private static final int LIST_LIMIT = 100;
  private static final int URL_LIMIT = 2_000;
  // The request limits say 200, the OpenAPI document (stringRequest) 100: the smaller one is right
  // whichever of the two is.
  private static final int EMAIL_LIMIT = 100;
  private static final int PHONE_LIMIT = 100;
  // OpenAPI document: stringRequest.
  private static final int FILE_NAME_LIMIT = 100;

  // Notion: changelog 2026-03-25.
  private static final Set<Object> STATES = Set.of("verified", "unverified");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final People people;
  private final RelationTargets targets;
  private final Set<String> unknownPeople = new LinkedHashSet<>();
  private final List<UnresolvedRelation> unresolved = new ArrayList<>();

  PropertyEncoder(People people, RelationTargets targets) {
    this.people = people;
    this.targets = targets;
  }

  List<String> unknownPeople() {
    return List.copyOf(unknownPeople);
  }

  List<UnresolvedRelation> unresolved() {
    return List.copyOf(unresolved);
  }

  /** The value as {@code {<type>: …}}; the target's type is a writable one. */
  ObjectNode encode(WriteTarget target, Object value) {
    PropertyType type = target.property().knownType().orElseThrow();
    JsonNode json =
        switch (type) {
          case TITLE, RICH_TEXT -> RichTextEncoder.encode(target, value);
          case NUMBER -> number(target, value);
          case SELECT, STATUS -> OptionEncoder.one(target, value);
          case MULTI_SELECT -> array(target, OptionEncoder.all(target, value), "options");
          case DATE -> DateEncoder.encode(target, value);
          case PEOPLE -> people(target, value);
          case FILES -> files(target, value);
          case CHECKBOX -> checkbox(target, value);
          case URL -> shortText(target, value, "a URL", URL_LIMIT);
          case EMAIL -> shortText(target, value, "an e-mail address", EMAIL_LIMIT);
          case PHONE_NUMBER -> shortText(target, value, "a phone number", PHONE_LIMIT);
          case RELATION -> relation(target, value);
          case PLACE -> place(target, value);
          case VERIFICATION -> verification(target, value);
          default -> throw new IllegalStateException(type + " is read-only");
        };
    return JSON.objectNode().set(type.json(), json);
  }

  private static JsonNode number(WriteTarget target, Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (!(value instanceof Number number)) {
      throw target.wrongType(value, "a number");
    }
    if (!Double.isFinite(number.doubleValue())) {
      throw target.refused(
          "got the number %s, which is not finite".formatted(number),
          "Map it to a finite number, or to null to clear it");
    }
    BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
    return decimal.scale() <= 0 && decimal.precision() - decimal.scale() <= 18
        ? JSON.numberNode(decimal.longValueExact())
        : JSON.numberNode(decimal);
  }

  // Checkboxes know no empty state, so clearing one unchecks it.
  private static JsonNode checkbox(WriteTarget target, Object value) {
    if (value != null && !(value instanceof Boolean)) {
      throw target.wrongType(value, "true or false");
    }
    return JSON.booleanNode(Boolean.TRUE.equals(value));
  }

  private static JsonNode shortText(WriteTarget target, Object value, String wanted, int limit) {
    if (value == null) {
      return JSON.nullNode();
    }
    String text = target.text(value, wanted);
    if (text.length() > limit) {
      throw target.refused(
          "got %s of %d characters, but Notion takes at most %d"
              .formatted(wanted, text.length(), limit),
          "Map a shorter one in the route, or null to clear it");
    }
    return JSON.textNode(text);
  }

  /** {@code {state, date?}}; who verified it is always the connection itself. */
  private static JsonNode verification(WriteTarget target, Object value) {
    String wanted = "{state, date}, with the state verified or unverified";
    if (value == null) {
      return JSON.objectNode().put("state", "unverified");
    }
    if (!(value instanceof Map<?, ?> map) || !STATES.contains(map.get("state"))) {
      throw target.wrongType(value, wanted);
    }
    ObjectNode json = JSON.objectNode().put("state", (String) map.get("state"));
    if (map.get("date") != null) {
      json.set("date", DateEncoder.encode(target, map.get("date")));
    }
    return json;
  }

  private JsonNode people(WriteTarget target, Object value) {
    Set<JsonNode> found = new LinkedHashSet<>();
    for (Object person : listOf(value)) {
      user(target, person).ifPresent(id -> found.add(JSON.objectNode().put("id", id)));
    }
    return array(target, found, "people");
  }

  /**
   * A person is an e-mail address, or what the reader made of a Notion user. A bot is known by its
   * id only; a group is no person, so it is left out and counted as one that nobody knows.
   */
  private Optional<String> user(WriteTarget target, Object person) {
    Object email = person;
    if (person instanceof Map<?, ?> user) {
      boolean group = Boolean.TRUE.equals(user.get("group"));
      if (user.get("id") instanceof String id) {
        if (group) {
          unknownPeople.add(user.get("name") instanceof String name ? "group " + name : id);
        }
        return group ? Optional.empty() : Optional.of(id);
      }
      email = user.get("email");
    }
    String address = target.text(email, "the e-mail address of a person").strip();
    Optional<String> id = people.userId(address);
    if (id.isEmpty()) {
      unknownPeople.add(address);
    }
    return id;
  }

  private JsonNode relation(WriteTarget target, Object value) {
    String wanted = "{externalIds: […]}";
    if (value == null) {
      return JSON.arrayNode();
    }
    if (!(value instanceof Map<?, ?> map)
        || map.size() != 1
        || !(map.get("externalIds") instanceof List<?> externalIds)) {
      throw target.wrongType(value, wanted);
    }
    String dataSource = target.property().relationTarget();
    if (dataSource == null) {
      throw target.refused(
          "is a relation whose target the connection can't see",
          "Share the target data source with the connection in Notion");
    }
    Set<JsonNode> pages = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (Object externalId : externalIds) {
      String id = target.text(externalId, wanted);
      Optional<String> page = targets.pageId(dataSource, id);
      page.ifPresentOrElse(
          found -> pages.add(JSON.objectNode().put("id", found)), () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      unresolved.add(
          new UnresolvedRelation(target.property().name(), dataSource, List.copyOf(missing)));
    }
    if (pages.size() + missing.size() > LIST_LIMIT) {
      throw target.tooMany(pages.size() + missing.size(), LIST_LIMIT, "related records");
    }
    return array(target, pages, "related records");
  }

  private static JsonNode files(WriteTarget target, Object value) {
    List<JsonNode> files = new ArrayList<>();
    for (Object file : listOf(value)) {
      if (!(file instanceof Map<?, ?> map) || map.containsKey("expires")) {
        throw target.wrongType(file, "a list of {name, url} with links that do not expire");
      }
      String url = target.text(map.get("url"), "a list of {name, url}");
      if (HostedFile.isLasting(url) || HostedFile.isSigned(url)) {
        throw target.refused(
            "got the file \"%s\" that Notion hosts for another page"
                .formatted(HostedFile.name(url)),
            "Map it to {name, url} with a link from outside of Notion, or leave it out");
      }
      shortText(target, url, "a URL", URL_LIMIT);
      ObjectNode json = JSON.objectNode();
      json.put("name", fileName(target, map.get("name"), url));
      json.putObject("external").put("url", url);
      files.add(json);
    }
    return array(target, files, "files");
  }

  /** Without a name, the end of the address, as a browser would name the file. */
  private static String fileName(WriteTarget target, Object given, String url) {
    if (!(given instanceof String name) || name.isBlank()) {
      String end = url.replaceFirst("[?#].*$", "").replaceFirst("/+$", "").replaceFirst("^.*/", "");
      return end.isBlank() || end.length() > FILE_NAME_LIMIT ? "file" : end;
    }
    if (name.length() > FILE_NAME_LIMIT) {
      throw target.refused(
          "got the file name %s, but Notion takes at most %d characters"
              .formatted(WriteTarget.quoted(name), FILE_NAME_LIMIT),
          "Map a shorter name in the route");
    }
    return name;
  }

  private static JsonNode place(WriteTarget target, Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (!(value instanceof Map<?, ?> map)
        || !(map.get("lat") instanceof Number)
        || !(map.get("lon") instanceof Number)) {
      throw target.wrongType(value, "{lat, lon} with an optional name and address");
    }
    ObjectNode place = JSON.objectNode();
    place.set("lat", number(target, map.get("lat")));
    place.set("lon", number(target, map.get("lon")));
    for (String field : List.of("name", "address", "aws_place_id", "google_place_id")) {
      if (map.get(field) instanceof String text) {
        place.put(field, text);
      }
    }
    return place;
  }

  static List<?> listOf(Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static ArrayNode array(WriteTarget target, Collection<JsonNode> elements, String what) {
    if (elements.size() > LIST_LIMIT) {
      throw target.tooMany(elements.size(), LIST_LIMIT, what);
    }
    return JSON.arrayNode().addAll(elements);
  }
}
