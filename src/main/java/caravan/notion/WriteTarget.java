package caravan.notion;

import java.util.Map;

/** A property about to be written for a record: what the encoders need to write it or refuse it. */
record WriteTarget(
    String externalId, SchemaProperty property, ContractProperty rules, String contractFile) {
  private static final int SHOWN_OF_A_VALUE = 60;

  RecordRefused refused(String problem, String remedy) {
    return new RecordRefused(externalId, property.name(), problem, remedy);
  }

  RecordRefused wrongType(Object value, String wanted) {
    return refused(
        "is of type %s and takes %s, not %s".formatted(property.type(), wanted, described(value)),
        "Map it to %s in the route, or to null to clear the property".formatted(wanted));
  }

  RecordRefused tooMany(int count, int most, String what) {
    return refused(
        "got %d %s, but one request to Notion takes at most %d".formatted(count, what, most),
        "Map fewer of them in the route");
  }

  /** The text, or a refusal if the value is none or blank: Notion takes no empty strings there. */
  String text(Object value, String wanted) {
    if (!(value instanceof String text)) {
      throw wrongType(value, wanted);
    }
    if (text.isBlank()) {
      throw refused("got a blank text", "Map it to %s, or to null to clear it".formatted(wanted));
    }
    return text;
  }

  /** The value in quotes, cut short; only for values that can't hold a secret. */
  static String quoted(String value) {
    int length = value.length();
    return length <= SHOWN_OF_A_VALUE
        ? "\"" + value + "\""
        : "\"%s…\" (%d characters)"
            .formatted(
                value.substring(0, value.offsetByCodePoints(0, SHOWN_OF_A_VALUE / 2)), length);
  }

  private static String described(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return (value instanceof Number ? "the number " : "the boolean ") + value;
    }
    if (value instanceof Map<?, ?> map) {
      return "an object with the fields " + map.keySet();
    }
    return value instanceof Iterable<?> ? "a list" : "a " + value.getClass().getSimpleName();
  }
}
