package caravan.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a field's value may be, in JSON and in the cells of a file. */
public enum FieldType {

  /** Identifies the record, for ever. */
  EXTERNAL_ID(false) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      return TextNode.valueOf(identity(given));
    }
  },
  /** What people call it. */
  NAME(false) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      return TextNode.valueOf(text(given, LONGEST_TEXT));
    }
  },
  TEXT(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      return TextNode.valueOf(text(given, LONGEST_TEXT));
    }
  },
  EMAIL(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      String text = text(given, LONGEST_EMAIL);
      if (!ADDRESS.matcher(text).matches()) {
        throw new FieldRefused("\"%s\" is no e-mail address".formatted(text));
      }
      return TextNode.valueOf(text);
    }
  },
  /** A number, or a text that can be read as one in one way only. */
  AMOUNT(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      return given.isNumber()
          ? given
          : JsonNodeFactory.instance.numberNode(Amount.parse(text(given, LONGEST_TEXT)));
    }
  },
  /** A date, or a time with its offset, as ISO 8601 writes them. */
  DATE(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      String text = text(given, LONGEST_TEXT);
      try {
        String date =
            text.length() > 10
                ? OffsetDateTime.parse(text).toString()
                : LocalDate.parse(text).toString();
        return TextNode.valueOf(date);
      } catch (DateTimeException e) {
        throw new FieldRefused(
            "\"%s\" is no date; write it as 2026-11-30, or as 2026-11-30T09:00:00+01:00"
                .formatted(text));
      }
    }
  },
  /** The External ID of a record of another kind. */
  EXTERNAL_ID_OF_ONE(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      return TextNode.valueOf(identity(given));
    }
  },
  /** A list of External IDs, or a text with {@code ;}, {@code ,} or {@code |} between them. */
  EXTERNAL_IDS(true) {
    @Override
    JsonNode read(JsonNode given) throws FieldRefused {
      Set<String> ids = new LinkedHashSet<>();
      if (given.isArray()) {
        for (JsonNode one : given) {
          ids.add(identity(one));
        }
      } else {
        for (String one : text(given, LONGEST_LIST).split("[;,|]")) {
          if (!one.isBlank()) {
            ids.add(identity(TextNode.valueOf(one)));
          }
        }
      }
      if (ids.size() > MOST_RELATED) {
        throw new FieldRefused(
            "%d External IDs are more than the %d that a page may be related to"
                .formatted(ids.size(), MOST_RELATED));
      }
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      ids.forEach(list::add);
      return list;
    }
  };

  /** With a kind before it, it has to fit into 500 characters of the store. */
  private static final int LONGEST_ID = 400;

  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_LIST = 50_000;

  /** Notion: request limits, size limits for property values. */
  private static final int LONGEST_EMAIL = 100;

  private static final int MOST_RELATED = 100;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

  private final boolean clearable;

  FieldType(boolean clearable) {
    this.clearable = clearable;
  }

  /** Whether an empty cell, or null, clears it; else it must be there. */
  boolean isClearable() {
    return clearable;
  }

  /**
   * The value as it goes on.
   *
   * @param given neither null nor blank
   * @throws FieldRefused if it cannot be taken
   */
  abstract JsonNode read(JsonNode given) throws FieldRefused;

  private static String identity(JsonNode given) throws FieldRefused {
    String text = text(given, LONGEST_ID);
    if (text.isEmpty()) {
      throw new FieldRefused("an External ID must not be blank");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new FieldRefused("an External ID must not have line ends or control characters");
    }
    return text;
  }

  private static String text(JsonNode given, int longest) throws FieldRefused {
    if (!given.isTextual() && !given.isNumber()) {
      throw new FieldRefused(
          "expected a text, got %s".formatted(given.isArray() ? "a list" : shown(given)));
    }
    String text = given.asText().strip();
    if (text.length() > longest) {
      throw new FieldRefused(
          "%d characters are too long; at most %d are taken".formatted(text.length(), longest));
    }
    return text;
  }

  private static String shown(JsonNode given) {
    return given.isObject() ? "an object" : given.asText();
  }
}
