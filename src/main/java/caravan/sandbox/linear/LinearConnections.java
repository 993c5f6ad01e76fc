package caravan.sandbox.linear;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Cuts a page out of a collection as Linear's connections do: 50 nodes by default, 250 at most,
 * ordered by `createdAt` or `updatedAt`, newest first unless `sort` says otherwise. A cursor marks
 * a position in that order, so a page neither repeats nor loses a node that did not change.
 */
final class LinearConnections {
  static final int DEFAULT_PAGE = 50;
  static final int LARGEST_PAGE = 250;

  private final LinearFields fields;
  private final LinearFilter filter;

  LinearConnections(LinearFields fields, LinearFilter filter) {
    this.fields = fields;
    this.filter = filter;
  }

  /**
   * The page that the arguments of a connection field ask for, as `{nodes, pageInfo}`.
   *
   * @throws LinearInputException for a page size out of range or a cursor not handed out here
   */
  @SuppressWarnings("unchecked")
  Map<String, Object> page(Collection<?> all, Map<String, Object> arguments) {
    boolean archived = Boolean.TRUE.equals(arguments.get("includeArchived"));
    Map<String, Object> condition = (Map<String, Object>) arguments.get("filter");
    Order order = Order.of(arguments);
    Comparator<Object> comparator = comparator(order);
    List<Object> nodes = new ArrayList<>();
    for (Object node : all) {
      if ((archived || !fields.archived(node)) && filter.matches(node, condition)) {
        nodes.add(node);
      }
    }
    nodes.sort(comparator);

    String after = (String) arguments.get("after");
    String before = (String) arguments.get("before");
    int from = after == null ? 0 : position(nodes, Position.read(after), order, true);
    int to = before == null ? nodes.size() : position(nodes, Position.read(before), order, false);
    to = Math.max(from, to);
    if (arguments.get("last") != null && arguments.get("first") == null) {
      from = Math.max(from, to - size(arguments.get("last")));
    } else {
      to = Math.min(to, from + size(arguments.get("first")));
    }
    List<Object> page = List.copyOf(nodes.subList(from, to));
    return Map.of("nodes", page, "pageInfo", pageInfo(page, order, from > 0, to < nodes.size()));
  }

  private Map<String, Object> pageInfo(
      List<Object> page, Order order, boolean hasPrevious, boolean hasNext) {
    if (page.isEmpty()) {
      return Map.of("hasPreviousPage", hasPrevious, "hasNextPage", hasNext);
    }
    return Map.of(
        "hasPreviousPage",
        hasPrevious,
        "hasNextPage",
        hasNext,
        "startCursor",
        positionOf(page.get(0), order).cursor(),
        "endCursor",
        positionOf(page.get(page.size() - 1), order).cursor());
  }

  private static int size(Object argument) {
    int size = argument == null ? DEFAULT_PAGE : (Integer) argument;
    if (size < 0 || size > LARGEST_PAGE) {
      throw new LinearInputException(
          "Argument Validation Error: a page holds 0 to " + LARGEST_PAGE + " nodes, not " + size);
    }
    return size;
  }

  /** The first index behind the mark (`after`), or the index of the mark itself (`before`). */
  private int position(List<Object> nodes, Position mark, Order order, boolean behind) {
    int index = 0;
    for (Object node : nodes) {
      int compared = compare(positionOf(node, order), mark, order);
      if (behind ? compared > 0 : compared >= 0) {
        return index;
      }
      index++;
    }
    return index;
  }

  private Comparator<Object> comparator(Order order) {
    return (left, right) -> compare(positionOf(left, order), positionOf(right, order), order);
  }

  private static int compare(Position left, Position right, Order order) {
    return order.ascending() ? left.compareTo(right) : right.compareTo(left);
  }

  private Position positionOf(Object node, Order order) {
    Object key = fields.value(node, order.field());
    String sortable =
        key instanceof Instant moment
            ? String.format("%015d", moment.toEpochMilli())
            : String.valueOf(key);
    return new Position(sortable, (String) fields.value(node, "id"));
  }

  /** By which field, and in which direction. */
  private record Order(String field, boolean ascending) {
    static Order of(Map<String, Object> arguments) {
      if (arguments.get("sort") instanceof List<?> sorts
          && !sorts.isEmpty()
          && sorts.get(0) instanceof Map<?, ?> sort
          && !sort.isEmpty()) {
        Map.Entry<?, ?> first = sort.entrySet().iterator().next();
        Object direction = ((Map<?, ?>) first.getValue()).get("order");
        return new Order((String) first.getKey(), "Ascending".equals(direction));
      }
      return new Order(
          "updatedAt".equals(arguments.get("orderBy")) ? "updatedAt" : "createdAt", false);
    }
  }

  /** A place in the order, and its opaque form. */
  private record Position(String key, String id) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
        Comparator.comparing(Position::key).thenComparing(Position::id);

    @Override
    public int compareTo(Position other) {
      return ORDER.compare(this, other);
    }

    String cursor() {
      byte[] bytes = (key + "|" + id).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Position read(String cursor) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        int bar = text.lastIndexOf('|');
        if (bar > 0) {
          return new Position(text.substring(0, bar), text.substring(bar + 1));
        }
      } catch (IllegalArgumentException notBase64) {
        throw new LinearInputException("Argument Validation Error: invalid cursor", notBase64);
      }
      throw new LinearInputException("Argument Validation Error: invalid cursor");
    }
  }
}
