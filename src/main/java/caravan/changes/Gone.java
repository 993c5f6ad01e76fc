package caravan.changes;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How a page that is no row of its data source any more is told to an integration. */
final class Gone {

  private Gone() {}

  /**
   * The item of such a page: {@code {id, url, lastEdited, inTrash, deleted: true, gone, title,
   * properties}}. {@code gone} is trashed, archived, moved or unshared; of the properties there is
   * only the title, under the name that it had.
   */
  static ObjectNode item(KnownItem page) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", page.id());
    item.put("url", page.url());
    item.put("lastEdited", page.lastEdited().toString());
    item.put("inTrash", page.state() == State.TRASHED);
    item.put("deleted", true);
    item.put("gone", page.state().name().toLowerCase(Locale.ROOT));
    item.put("title", page.title());
    ObjectNode properties = item.putObject("properties");
    if (page.titleProperty() != null) {
      properties.put(page.titleProperty(), page.title());
    }
    return item;
  }

  /** How a run's notes tally it. */
  static String inWords(State state) {
    return switch (state) {
      case TRASHED -> "rows that are in the trash";
      case ARCHIVED -> "rows that are archived";
      case MOVED -> "rows that were moved out of the data source";
      case UNSHARED -> "rows that were deleted for good or are no longer shared";
      case PRESENT -> "rows that were not listed but are there";
    };
  }
}
