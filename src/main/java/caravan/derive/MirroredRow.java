package caravan.derive;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row as it was last read.
 *
 * @param id its page's id
 * @param dataSource the id of its data source, with dashes
 * @param values the properties that the route's mapping names, with plain values as in a Record
 */
public record MirroredRow(String id, String dataSource, JsonNode values) {

  /** The number that a property holds; empty where it holds none. */
  public Optional<BigDecimal> number(String property) {
    JsonNode value = values.path(property);
    return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
  }

  /** The text that a property holds; empty where it is blank or holds none. */
  public Optional<String> text(String property) {
    return Optional.ofNullable(values.path(property).asText(null))
        .filter(text -> !values.path(property).isContainerNode() && !text.isBlank())
        .filter(text -> !values.path(property).isNull());
  }

  /** The pages of a relation; empty where it has none. */
  public List<String> pages(String property) {
    List<String> pages = new ArrayList<>();
    values.path(property).path("pageIds").forEach(one -> pages.add(one.asText()));
    return pages;
  }

  /** Whether a property says this already; numbers are the same whatever their digits. */
  boolean says(String property, JsonNode wanted) {
    JsonNode value = values.path(property);
    if (wanted.isNumber() && value.isNumber()) {
      return wanted.decimalValue().compareTo(value.decimalValue()) == 0;
    }
    boolean nothing = value.isMissingNode() || value.isNull();
    return wanted.isNull() ? nothing : wanted.equals(value);
  }
}
