package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order of a query's rows. Without a sort it follows the random ids: Notion promises no order
 * either.
 */
final class Sorts {

  private static final int LIMIT = 100;

  private Sorts() {}

  static Comparator<Row> read(World world, DataSource source, In in) {
    Comparator<Row> order = (a, b) -> 0;
    if (in.given()) {
      for (In item : in.items(LIMIT)) {
        item.only("property", "timestamp", "direction");
        Comparator<Row> next = one(world, source, item);
        boolean down =
            item.at("direction").present()
                && item.at("direction")
                    .choice(List.of("ascending", "descending"))
                    .equals("descending");
        order = order.thenComparing(down ? next.reversed() : next);
      }
    }
    return order.thenComparing(row -> row.page().id());
  }

  private static Comparator<Row> one(World world, DataSource source, In in) {
    if (in.at("timestamp").present()) {
      boolean byCreation =
          in.at("timestamp")
              .choice(List.of("created_time", "last_edited_time"))
              .equals("created_time");
      return once(
          row -> world.floored(byCreation ? row.page().created() : row.state().lastEdited()));
    }
    String asked = in.at("property").text();
    Property property =
        source
            .find(asked)
            .orElseThrow(
                () ->
                    ApiError.validation("Could not find sort property with name or id: " + asked));
    return once(row -> key(property, row.value(property)));
  }

  /** Compares by a key that is worked out once for each row. */
  private static <K extends Comparable<K>> Comparator<Row> once(Function<Row, K> key) {
    Map<Row, K> keys = new IdentityHashMap<>();
    return Comparator.comparing(row -> keys.computeIfAbsent(row, key));
  }

  /** A value to be compared: numbers, then times, then text; empty ones last. */
  private record Key(int kind, double number, Instant time, String text)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::kind)
            .thenComparingDouble(Key::number)
            .thenComparing(Key::time)
            .thenComparing(Key::text, String.CASE_INSENSITIVE_ORDER);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static Key key(Property property, JsonNode value) {
    if (value.isNull() || (value.isArray() && value.isEmpty())) {
      return new Key(9, 0, Instant.EPOCH, "");
    }
    return switch (property.type()) {
      case "number" -> number(value.asDouble());
      case "unique_id" -> number(value.path("number").asDouble());
      case "checkbox" -> number(value.asBoolean() ? 1 : 0);
      case "date" -> new Key(1, 0, Dates.start(value), "");
      case "created_time", "last_edited_time" ->
          new Key(1, 0, Dates.span(value.asText()).start(), "");
      case "select", "status" -> number(position(property, value.path("id").asText()));
      case "title", "rich_text" -> text(RichText.plain(value));
      case "multi_select", "people" -> text(value.get(0).path("name").asText());
      case "rollup", "formula" -> number(value.path("number").asDouble());
      default -> text(value.asText());
    };
  }

  private static Key number(double number) {
    return new Key(0, number, Instant.EPOCH, "");
  }

  private static Key text(String text) {
    return new Key(2, 0, Instant.EPOCH, text);
  }

  /** Options sort in the order of the schema. */
  private static int position(Property property, String optionId) {
    for (int i = 0; i < property.options().size(); i++) {
      if (property.options().get(i).path("id").asText().equals(optionId)) {
        return i;
      }
    }
    return property.options().size();
  }
}
