package caravan.sandbox.linear;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides whether a node passes a filter as Linear's filter inputs describe it: comparators on
 * scalars, nested filters on nodes, `some`, `every` and `length` on collections, `and` and `or`
 * around them. Several keys in one filter must all hold.
 */
final class LinearFilter {
  private final LinearFields fields;
  private final Clock clock;

  LinearFilter(LinearFields fields, Clock clock) {
    this.fields = fields;
    this.clock = clock;
  }

  /** True if the node passes; a null filter lets everything pass. */
  boolean matches(Object node, Map<String, Object> filter) {
    return filter == null
        || filter.entrySet().stream().allMatch(e -> holds(node, e.getKey(), e.getValue()));
  }

  private boolean holds(Object node, String key, Object condition) {
    if (condition == null) {
      return true;
    }
    switch (key) {
      case "and":
        return filters(condition).stream().allMatch(filter -> matches(node, filter));
      case "or":
        return filters(condition).stream().anyMatch(filter -> matches(node, filter));
      default:
        Object value = fields.value(node, key);
        Map<String, Object> nested = filter(condition);
        if (value instanceof Collection<?> nodes) {
          return collection(nodes, nested);
        }
        return value instanceof Record ? related(value, nested) : scalar(value, nested);
    }
  }

  /** A bare filter on a collection means the same as `some`. */
  private boolean collection(Collection<?> nodes, Map<String, Object> condition) {
    return condition.entrySet().stream()
        .allMatch(
            e ->
                switch (e.getKey()) {
                  case "length" -> scalar((double) nodes.size(), filter(e.getValue()));
                  case "every" ->
                      nodes.stream().allMatch(node -> matches(node, filter(e.getValue())));
                  case "some" ->
                      nodes.stream().anyMatch(node -> matches(node, filter(e.getValue())));
                  case "and" ->
                      filters(e.getValue()).stream().allMatch(each -> collection(nodes, each));
                  case "or" ->
                      filters(e.getValue()).stream().anyMatch(each -> collection(nodes, each));
                  default -> nodes.stream().anyMatch(node -> holds(node, e.getKey(), e.getValue()));
                });
  }

  private boolean related(Object node, Map<String, Object> condition) {
    return condition.entrySet().stream()
        .allMatch(
            e ->
                e.getKey().equals("null")
                    ? Boolean.FALSE.equals(e.getValue())
                    : holds(node, e.getKey(), e.getValue()));
  }

  private boolean scalar(Object value, Map<String, Object> comparator) {
    return comparator.entrySet().stream()
        .allMatch(e -> e.getValue() == null || compares(value, e.getKey(), e.getValue()));
  }

  private boolean compares(Object value, String operator, Object operand) {
    if (operator.equals("null")) {
      return (value == null) == (Boolean) operand;
    }
    if (value == null) {
      // Nothing compares with a missing value, but a missing value differs from every given one.
      return operator.equals("neq") || operator.equals("nin") || operator.startsWith("not");
    }
    return switch (operator) {
      case "eq" -> order(value, operand) == 0;
      case "neq" -> order(value, operand) != 0;
      case "lt" -> order(value, operand) < 0;
      case "lte" -> order(value, operand) <= 0;
      case "gt" -> order(value, operand) > 0;
      case "gte" -> order(value, operand) >= 0;
      case "in" -> ((List<?>) operand).stream().anyMatch(each -> order(value, each) == 0);
      case "nin" -> ((List<?>) operand).stream().noneMatch(each -> order(value, each) == 0);
      default -> text(value.toString(), operator, operand.toString());
    };
  }

  private static boolean text(String value, String operator, String operand) {
    if (operator.endsWith("IgnoreCase")) {
      String plain = operator.substring(0, operator.length() - "IgnoreCase".length());
      return text(value.toLowerCase(Locale.ROOT), plain, operand.toLowerCase(Locale.ROOT));
    }
    return switch (operator) {
      case "eq" -> value.equals(operand);
      case "neq" -> !value.equals(operand);
      case "contains" -> value.contains(operand);
      case "notContains" -> !value.contains(operand);
      case "startsWith" -> value.startsWith(operand);
      case "notStartsWith" -> !value.startsWith(operand);
      case "endsWith" -> value.endsWith(operand);
      case "notEndsWith" -> !value.endsWith(operand);
      default -> throw new LinearInputException("Unknown comparator " + operator);
    };
  }

  private int order(Object value, Object operand) {
    if (value instanceof Instant moment) {
      return moment.compareTo(moment(operand.toString()));
    }
    if (value instanceof LocalDate date) {
      return date.compareTo(LocalDate.ofInstant(moment(operand.toString()), ZoneOffset.UTC));
    }
    if (value instanceof Number number) {
      return Double.compare(number.doubleValue(), ((Number) operand).doubleValue());
    }
    return value.toString().compareTo(operand.toString());
  }

  /** ISO 8601: a moment, a date (its first moment in UTC), or a duration from now ("-P2W"). */
  private Instant moment(String text) {
    try {
      if (text.matches("[-+]?P.*")) {
        return text.contains("T")
            ? clock.instant().plus(Duration.parse(text))
            : clock.instant().atZone(ZoneOffset.UTC).plus(Period.parse(text)).toInstant();
      }
      return text.length() == "2026-11-30".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new LinearInputException(
          "Unable to parse '" + text + "' to a Date object or an ISO 8601 duration.", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> filter(Object condition) {
    return (Map<String, Object>) condition;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> filters(Object condition) {
    return (List<Map<String, Object>>) condition;
  }
}
