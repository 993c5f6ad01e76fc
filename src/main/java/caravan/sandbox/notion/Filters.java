package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Filters of a query: groups two levels deep over property and timestamp conditions (Notion: filter
 * data source entries).
 */
final class Filters {

  private static final int GROUP_LIMIT = 100;
  private static final int GROUP_LEVELS = 2;
  private static final Set<String> TEXT =
      Set.of("title", "rich_text", "url", "email", "phone_number");

  private final World world;
  private final Conditions conditions;

  Filters(World world) {
    this.world = world;
    this.conditions = new Conditions(world);
  }

  Predicate<Row> read(DataSource source, In in) {
    return in.given() ? filter(source, in.object(), GROUP_LEVELS) : row -> true;
  }

  private Predicate<Row> filter(DataSource source, In in, int levels) {
    for (String group : List.of("and", "or")) {
      if (in.at(group).present()) {
        if (levels == 0) {
          throw in.at(group).should("be not present");
        }
        in.only(group);
        List<Predicate<Row>> parts =
            in.at(group).items(GROUP_LIMIT).stream()
                .map(item -> filter(source, item.object(), levels - 1))
                .toList();
        boolean all = group.equals("and");
        return row ->
            all
                ? parts.stream().allMatch(p -> p.test(row))
                : parts.stream().anyMatch(p -> p.test(row));
      }
    }
    return in.at("timestamp").present() ? timestamp(in) : property(source, in);
  }

  private Predicate<Row> timestamp(In in) {
    String which = in.at("timestamp").choice(List.of("created_time", "last_edited_time"));
    in.only("timestamp", "type", which);
    Predicate<Dates.Span> condition = conditions.date(in.at(which).object());
    // Whether Notion compares the rounded time is not documented; the rounded one is what a client
    // can get wrong.
    return row -> {
      String shown =
          world.shown(
              which.equals("created_time") ? row.page().created() : row.state().lastEdited());
      return condition.test(Dates.span(shown));
    };
  }

  private Predicate<Row> property(DataSource source, In in) {
    String asked = in.at("property").text();
    Property property =
        source
            .find(asked)
            .orElseThrow(
                () -> ApiError.validation("Could not find property with name or id: " + asked));
    String key =
        in.fields().stream()
            .filter(field -> !field.equals("property") && !field.equals("type"))
            .findFirst()
            .orElseThrow(() -> in.at(property.type()).required().should("be defined"));
    in.only("property", "type", key);
    boolean fits =
        key.equals(property.type()) || (TEXT.contains(property.type()) && key.equals("rich_text"));
    if (!fits) {
      throw ApiError.validation(
          "database property " + property.type() + " does not match filter " + key);
    }
    In condition = in.at(key).object();
    if (condition.fields().size() != 1) {
      throw condition.should("have one condition");
    }
    return switch (property.type()) {
      case "formula" -> formula(property, condition);
      case "rollup" -> rollup(property, condition);
      default -> {
        Predicate<JsonNode> test = conditions.value(property, property.type(), condition);
        yield row -> test.test(row.value(property));
      }
    };
  }

  private Predicate<Row> formula(Property property, In in) {
    String kind = in.fields().get(0);
    String type =
        switch (kind) {
          case "string" -> "rich_text";
          case "number", "checkbox", "date" -> kind;
          default -> throw in.at(kind).should("be not present");
        };
    Predicate<JsonNode> test = conditions.value(property, type, in.at(kind).object());
    String field = kind.equals("checkbox") ? "boolean" : kind;
    return row -> {
      JsonNode value = row.value(property).path(field);
      return test.test(kind.equals("string") ? RichText.of(value.asText("")) : value);
    };
  }

  private Predicate<Row> rollup(Property property, In in) {
    String kind = in.fields().get(0);
    In inner = in.at(kind).object();
    if (kind.equals("number") || kind.equals("date")) {
      Predicate<JsonNode> test = conditions.value(property, kind, inner);
      return row -> test.test(row.value(property).path(kind));
    }
    if (!Set.of("any", "every", "none").contains(kind)) {
      throw inner.should("be not present");
    }
    String type =
        inner.fields().stream().findFirst().orElseThrow(() -> inner.should("have one condition"));
    Predicate<JsonNode> test = conditions.value(property, type, inner.at(type).object());
    return row -> {
      List<JsonNode> items = row.reads().rollups().items(row.state(), property, Integer.MAX_VALUE);
      return switch (kind) {
        case "any" -> items.stream().anyMatch(item -> test.test(item.path(type)));
        case "every" -> items.stream().allMatch(item -> test.test(item.path(type)));
        default -> items.stream().noneMatch(item -> test.test(item.path(type)));
      };
    };
  }
}
