package caravan.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings values into the one form that records share: null, String, Boolean, number, List, Map. */
final class PlainValues {
  private PlainValues() {}

  /**
   * A deep, unmodifiable copy of a value.
   *
   * @param where the value's name, for the error
   * @throws IllegalArgumentException if it is nothing that JSON can hold
   */
  static Object plain(Object value, String where) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof JsonNode json) {
      return plain(json, where);
    }
    if (value instanceof Number number) {
      return number(number, where);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        copy.add(plain(list.get(i), where + "[" + i + "]"));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, element) -> copy.put(String.valueOf(key), plain(element, where + "." + key)));
      return Collections.unmodifiableMap(copy);
    }
    throw new IllegalArgumentException(
        "%s is a %s; a record holds texts, numbers, booleans, lists and objects only"
            .formatted(where, value.getClass().getName()));
  }

  private static Object plain(JsonNode json, String where) {
    if (json.isObject()) {
      Map<String, Object> copy = new LinkedHashMap<>();
      json.properties()
          .forEach(
              entry ->
                  copy.put(entry.getKey(), plain(entry.getValue(), where + "." + entry.getKey())));
      return Collections.unmodifiableMap(copy);
    }
    if (json.isArray()) {
      List<Object> copy = new ArrayList<>();
      json.forEach(element -> copy.add(plain(element, where + "[" + copy.size() + "]")));
      return Collections.unmodifiableList(copy);
    }
    if (json.isNumber()) {
      return number(json.numberValue(), where);
    }
    if (json.isNull() || json.isMissingNode()) {
      return null;
    }
    return json.isBoolean() ? (Object) json.booleanValue() : json.asText();
  }

  /** Long where it fits, else BigInteger; BigDecimal only for what has a fraction. */
  private static Object number(Number number, String where) {
    if (!isFinite(number)) {
      throw new IllegalArgumentException(where + " is " + number + ", which is not finite");
    }
    BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
    if (decimal.scale() > 0) {
      return decimal;
    }
    // Written out, 1E400000000 would take all memory; nothing that counts is that long.
    if (decimal.precision() - decimal.scale() > 400) {
      throw new IllegalArgumentException(where + " is too large a number");
    }
    BigInteger whole = decimal.toBigInteger();
    return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }
}
