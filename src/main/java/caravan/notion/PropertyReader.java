package caravan.notion;

import caravan.notion.Truncation.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads property values of a page into the plain form that a record uses.
 *
 * <p>Lists and maps are fresh and hold no null values. What each type becomes:
 *
 * <ul>
 *   <li>title, rich_text: the plain text; select, status: the option's name; multi_select: a list
 *       of names; url, email, phone_number: a string; checkbox: a boolean
 *   <li>number: a Long, or a BigInteger where it needs one, or a BigDecimal if it has a fraction
 *   <li>date: its ISO string, or {@code {start,end?,timeZone?}} if it has more than a start
 *   <li>people: a list of {@code {id,name?,email?}}, because Notion may hide the name and the
 *       e-mail address; with {@code bot:true} for a bot, which has no e-mail address, and {@code
 *       group:true} for a group of people; created_by and last_edited_by: one such map
 *   <li>relation: {@code {pageIds:[…]}} with {@code truncated:true} if there are more
 *   <li>files: a list of {@code {name,url}}; the url of a file that lies at Notion is its lasting
 *       one (see {@link HostedFile}), which opens nothing and is the same with each read
 *   <li>created_time, last_edited_time: the ISO string; unique_id: as people see it ({@code ST-3});
 *       place: {@code {lat,lon,name?,address?,…}}; verification: {@code {state,date?,verifiedBy?}}
 *   <li>formula, rollup: the value of its result; a rollup of several values: a list
 *   <li>button: null, as it has no value; a type that the hub does not know: its JSON as maps and
 *       lists
 * </ul>
 */
public final class PropertyReader {
  /** Notion: retrieve a page, "limits": at most 25 references are in a page's property. */
  private static final int REFERENCES_IN_A_PAGE = 25;

  private PropertyReader() {}

  /**
   * Reads one property of a page, {@code {id,type,<type>:…}}, or one property item that is not a
   * list.
   */
  public static PlainValue read(JsonNode property) {
    String type = property.path("type").asText();
    JsonNode value = property.path(type);
    return switch (type) {
      case "title", "rich_text" -> text(value);
      case "people" -> people(value);
      case "relation" -> relation(value, property.path("has_more").asBoolean());
      case "formula", "rollup" -> calculated(value);
      default -> PlainValue.complete(simple(type, value));
    };
  }

  /** The concatenated plain text of a list of rich text objects. */
  public static String plainText(JsonNode richText) {
    StringBuilder text = new StringBuilder();
    richText.forEach(part -> text.append(part.path("plain_text").asText()));
    return text.toString();
  }

  private static PlainValue text(JsonNode richText) {
    int mentions = 0;
    for (JsonNode part : richText) {
      mentions += "mention".equals(part.path("type").asText()) ? 1 : 0;
    }
    return new PlainValue(
        plainText(richText), mentions >= REFERENCES_IN_A_PAGE ? Reason.MORE_MENTIONS : null);
  }

  private static PlainValue people(JsonNode people) {
    return new PlainValue(
        list(people, PropertyReader::person),
        people.size() >= REFERENCES_IN_A_PAGE ? Reason.MORE_PEOPLE : null);
  }

  private static PlainValue relation(JsonNode references, boolean more) {
    return new PlainValue(
        pageIds(list(references, PropertyReader::referencedPage), more),
        more ? Reason.MORE_RELATIONS : null);
  }

  static Object referencedPage(JsonNode reference) {
    return reference.path("id").asText();
  }

  static Map<String, Object> pageIds(List<Object> ids, boolean more) {
    Map<String, Object> relation = new LinkedHashMap<>();
    relation.put("pageIds", ids);
    if (more) {
      relation.put("truncated", true);
    }
    return relation;
  }

  /** The result of a formula or rollup: {@code {type,<type>:…}}. */
  static PlainValue calculated(JsonNode result) {
    String type = result.path("type").asText();
    JsonNode value = result.path(type);
    return switch (type) {
      case "unsupported" -> new PlainValue(null, Reason.UNSUPPORTED);
      case "incomplete" -> new PlainValue(null, Reason.INCOMPLETE);
      case "string" -> PlainValue.complete(string(value));
      case "boolean" -> PlainValue.complete(value.isNull() ? null : value.asBoolean());
      case "array" -> rolledUp(value);
      default -> PlainValue.complete(simple(type, value));
    };
  }

  /** A list of values, each {@code {type,<type>:…}}; as doubtful as the first doubtful one. */
  static PlainValue rolledUp(JsonNode values) {
    List<Object> plain = new ArrayList<>();
    Reason doubt = null;
    for (JsonNode value : values) {
      PlainValue one = read(value);
      plain.add(one.value());
      doubt = doubt == null ? one.doubt() : doubt;
    }
    return new PlainValue(plain, doubt);
  }

  private static Object simple(String type, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    return switch (type) {
      case "number" -> number(value);
      case "select", "status" -> value.path("name").asText();
      case "multi_select" -> list(value, option -> option.path("name").asText());
      case "date" -> date(value);
      case "files" -> list(value, PropertyReader::file);
      case "checkbox" -> value.asBoolean();
      case "url", "email", "phone_number", "created_time", "last_edited_time" -> string(value);
      case "created_by", "last_edited_by" -> person(value);
      case "unique_id" -> uniqueId(value);
      case "verification" -> verification(value);
      case "button" -> null;
      default -> anything(value);
    };
  }

  private static String string(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? null : value.asText();
  }

  /** A number without loss: integral ones as Long (or BigInteger), others as BigDecimal. */
  static Object number(JsonNode value) {
    BigDecimal decimal = value.decimalValue();
    if (decimal.stripTrailingZeros().scale() > 0) {
      return decimal;
    }
    BigInteger whole = decimal.toBigInteger();
    if (whole.bitLength() < Long.SIZE) {
      return whole.longValue();
    }
    return whole;
  }

  private static Object date(JsonNode date) {
    if (date.path("end").asText(null) == null && date.path("time_zone").asText(null) == null) {
      return date.path("start").asText(null);
    }
    Map<String, Object> plain = new LinkedHashMap<>();
    putText(plain, "start", date.path("start"));
    putText(plain, "end", date.path("end"));
    putText(plain, "timeZone", date.path("time_zone"));
    return plain;
  }

  static Object person(JsonNode user) {
    Map<String, Object> person = new LinkedHashMap<>();
    putText(person, "id", user.path("id"));
    putText(person, "name", user.path("name"));
    // A bot carries the address of a person, its owner's, but that is not its own.
    boolean bot = "bot".equals(user.path("type").asText());
    if (bot) {
      person.put("bot", true);
    } else {
      putText(person, "email", user.path("person").path("email"));
    }
    if ("group".equals(user.path("object").asText())) {
      person.put("group", true);
    }
    return person;
  }

  private static Object file(JsonNode file) {
    Map<String, Object> plain = new LinkedHashMap<>();
    String type = file.path("type").asText();
    String url = file.path(type).path("url").asText("");
    putText(plain, "name", file.path("name"));
    if (!url.isEmpty()) {
      plain.put(
          "url", type.equals("file") ? HostedFile.lasting(url) : HostedFile.withoutSignatures(url));
    }
    return plain;
  }

  private static Object uniqueId(JsonNode id) {
    if (id.path("number").isNull() || id.path("number").isMissingNode()) {
      return null;
    }
    String number = id.path("number").asText();
    String prefix = id.path("prefix").asText("");
    return prefix.isEmpty() ? number : prefix + "-" + number;
  }

  private static Object verification(JsonNode verification) {
    Map<String, Object> plain = new LinkedHashMap<>();
    putText(plain, "state", verification.path("state"));
    if (verification.path("date").isObject()) {
      plain.put("date", date(verification.path("date")));
    }
    if (verification.path("verified_by").isObject()) {
      plain.put("verifiedBy", person(verification.path("verified_by")));
    }
    return plain;
  }

  private static Object anything(JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value
          .properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isNull()) {
                  map.put(entry.getKey(), anything(entry.getValue()));
                }
              });
      return map;
    }
    if (value.isArray()) {
      return list(value, PropertyReader::anything);
    }
    if (value.isNumber()) {
      return number(value);
    }
    return value.isBoolean() ? (Object) value.asBoolean() : string(value);
  }

  private static void putText(Map<String, Object> map, String key, JsonNode text) {
    if (text.isTextual()) {
      map.put(key, text.asText());
    }
  }

  static List<Object> list(JsonNode array, Function<JsonNode, Object> each) {
    List<Object> list = new ArrayList<>();
    array.forEach(element -> list.add(each.apply(element)));
    return list;
  }
}
