package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row as a query sees it.
 *
 * @param state the page at the instant that the index has reached
 */
record Row(Page page, Page.State state, PropertyReads reads) {

  JsonNode value(Property property) {
    return reads.value(page, state, property);
  }
}
