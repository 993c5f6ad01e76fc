package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row as a query sees it.
 *
 * @param state the page at the instant that the index has reached
 */
record Row(Page page, Page.State state, PropertyReads reads) {

  /** What stands under the type; not to be changed. */
  JsonNode value(Property property) {
    JsonNode stored = state.values().get(property.id());
    if (stored != null
        && (property.type().equals("rich_text") || property.type().equals("title"))) {
      return stored;
    }
    return reads.value(page, state, property);
  }
}
