package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Single conditions of a filter, by the type of the value they test. */
final class Conditions {

  private final World world;

  Conditions(World world) {
    this.world = world;
  }

  /** A test of the value of a property of that type, as pages show it. */
  Predicate<JsonNode> value(Property property, String type, In in) {
    String operator = in.fields().isEmpty() ? "" : in.fields().get(0);
    In operand = in.at(operator);
    if (operator.equals("is_empty") || operator.equals("is_not_empty")) {
      if (!operand.bool()) {
        throw operand.should("be `true`");
      }
      boolean wanted = operator.equals("is_empty");
      return value -> empty(value) == wanted;
    }
    return switch (type) {
      case "title", "rich_text", "url", "email", "phone_number" -> text(operator, operand);
      case "number" -> number(operator, operand, "");
      case "unique_id" -> number(operator, operand, "number");
      case "checkbox" -> checkbox(operator, operand);
      case "select", "status" -> oneOf(property, type, operator, operand);
      case "multi_select" -> anyOf(operator, operand);
      case "people", "created_by", "last_edited_by", "relation" -> references(operator, operand);
      case "date" -> {
        Predicate<Dates.Span> test = date(in);
        yield value -> !empty(value) && test.test(Dates.span(value.path("start").asText()));
      }
      case "created_time", "last_edited_time" -> {
        Predicate<Dates.Span> test = date(in);
        yield value -> test.test(Dates.span(value.asText()));
      }
      case "verification" -> {
        String status = in.at("status").choice(List.of("verified", "expired", "none"));
        yield value ->
            value.path("state").asText().equals(status.equals("none") ? "unverified" : status);
      }
      default -> throw operand.should("be not present");
    };
  }

  private static boolean empty(JsonNode value) {
    boolean nothing = value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
    return value.isNull() || value.isMissingNode() || nothing;
  }

  private static Predicate<JsonNode> text(String operator, In in) {
    String asked = in.text().toLowerCase(Locale.ROOT);
    Predicate<String> test =
        switch (operator) {
          case "equals" -> text -> text.equals(asked);
          case "does_not_equal" -> text -> !text.equals(asked);
          case "contains" -> text -> text.contains(asked);
          case "does_not_contain" -> text -> !text.contains(asked);
          case "starts_with" -> text -> text.startsWith(asked);
          case "ends_with" -> text -> text.endsWith(asked);
          default -> throw in.should("be not present");
        };
    return value ->
        test.test(
            (value.isArray() ? RichText.plain(value) : value.asText("")).toLowerCase(Locale.ROOT));
  }

  private static Predicate<JsonNode> number(String operator, In in, String field) {
    if (!in.node().isNumber()) {
      throw in.should("be a number");
    }
    double asked = in.node().asDouble();
    Predicate<Double> test =
        switch (operator) {
          case "equals" -> number -> number == asked;
          case "does_not_equal" -> number -> number != asked;
          case "greater_than" -> number -> number > asked;
          case "less_than" -> number -> number < asked;
          case "greater_than_or_equal_to" -> number -> number >= asked;
          case "less_than_or_equal_to" -> number -> number <= asked;
          default -> throw in.should("be not present");
        };
    boolean negative = operator.equals("does_not_equal");
    return value -> {
      JsonNode number = field.isEmpty() ? value : value.path(field);
      return number.isNumber() ? test.test(number.asDouble()) : negative;
    };
  }

  private static Predicate<JsonNode> checkbox(String operator, In in) {
    boolean asked = in.bool();
    boolean equals = operator.equals("equals");
    if (!equals && !operator.equals("does_not_equal")) {
      throw in.should("be not present");
    }
    return value -> (value.asBoolean() == asked) == equals;
  }

  private static Predicate<JsonNode> oneOf(Property property, String type, String operator, In in) {
    List<String> asked = strings(in);
    for (String name : asked) {
      if (property.type().equals(type)
          && property.option("name", name).isEmpty()
          && property.option("id", name).isEmpty()) {
        List<String> known = new ArrayList<>();
        property.options().forEach(option -> known.add("\"" + option.path("name").asText() + "\""));
        throw ApiError.validation(
            type
                + " option \""
                + name
                + "\" not found for property \""
                + property.name()
                + "\". Available options: "
                + String.join(", ", known)
                + ".");
      }
    }
    Predicate<JsonNode> in1 =
        value ->
            asked.contains(value.path("name").asText())
                || asked.contains(value.path("id").asText());
    return switch (operator) {
      case "equals" -> in1;
      case "does_not_equal" -> in1.negate();
      default -> throw in.should("be not present");
    };
  }

  private static Predicate<JsonNode> anyOf(String operator, In in) {
    List<String> asked = strings(in);
    Predicate<JsonNode> any =
        value -> {
          for (JsonNode option : value) {
            if (asked.contains(option.path("name").asText())
                || asked.contains(option.path("id").asText())) {
              return true;
            }
          }
          return false;
        };
    return switch (operator) {
      case "contains" -> any;
      case "does_not_contain" -> any.negate();
      default -> throw in.should("be not present");
    };
  }

  private static List<String> strings(In in) {
    return in.required().node().isArray()
        ? in.items(100).stream().map(In::text).toList()
        : List.of(in.text());
  }

  private static Predicate<JsonNode> references(String operator, In in) {
    String asked = in.id();
    Predicate<JsonNode> contains =
        value -> {
          for (JsonNode item : value.isArray() ? value : World.JSON.arrayNode().add(value)) {
            if (item.path("id").asText().equals(asked)) {
              return true;
            }
          }
          return false;
        };
    return switch (operator) {
      case "contains" -> contains;
      case "does_not_contain" -> contains.negate();
      default -> throw in.should("be not present");
    };
  }

  /** A test of a day or moment. */
  Predicate<Dates.Span> date(In in) {
    String operator = in.fields().isEmpty() ? "" : in.fields().get(0);
    in.only(operator);
    In operand = in.at(operator);
    if (operator.equals("is_not_empty") || operator.equals("is_empty")) {
      return span -> operator.equals("is_not_empty");
    }
    LocalDate today = LocalDate.ofInstant(world.now(), ZoneOffset.UTC);
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return switch (operator) {
      case "this_week" -> between(monday, monday.plusDays(6));
      case "past_week" -> between(today.minusWeeks(1), today);
      case "past_month" -> between(today.minusMonths(1), today);
      case "past_year" -> between(today.minusYears(1), today);
      case "next_week" -> between(today, today.plusWeeks(1));
      case "next_month" -> between(today, today.plusMonths(1));
      case "next_year" -> between(today, today.plusYears(1));
      default -> compare(operator, operand, asked(operand, today));
    };
  }

  private static Predicate<Dates.Span> compare(String operator, In in, Dates.Span asked) {
    return switch (operator) {
      case "equals" ->
          span -> !span.start().isBefore(asked.start()) && !span.start().isAfter(asked.end());
      case "before" -> span -> span.start().isBefore(asked.start());
      case "after" -> span -> span.start().isAfter(asked.end());
      case "on_or_before" -> span -> !span.start().isAfter(asked.end());
      case "on_or_after" -> span -> !span.start().isBefore(asked.start());
      default -> throw in.should("be not present");
    };
  }

  private static Dates.Span asked(In in, LocalDate today) {
    return switch (in.text()) {
      case "today" -> Dates.span(today.toString());
      case "tomorrow" -> Dates.span(today.plusDays(1).toString());
      case "yesterday" -> Dates.span(today.minusDays(1).toString());
      case "one_week_ago" -> Dates.span(today.minusWeeks(1).toString());
      case "one_week_from_now" -> Dates.span(today.plusWeeks(1).toString());
      case "one_month_ago" -> Dates.span(today.minusMonths(1).toString());
      case "one_month_from_now" -> Dates.span(today.plusMonths(1).toString());
      default -> Dates.span(in);
    };
  }

  private static Predicate<Dates.Span> between(LocalDate first, LocalDate last) {
    Instant from = Dates.span(first.toString()).start();
    Instant to = Dates.span(last.toString()).end();
    return span -> !span.start().isBefore(from) && !span.start().isAfter(to);
  }
}
