package caravan.rehearsal;

import caravan.playbook.PlaybookDatabase;
import caravan.playbook.PlaybookPage;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Stands in a dry run for the read model of the sales playbook: asks the database which pages it
 * has, and notes what would be written.
 */
public final class PlaybookStandIn {

  private final RehearsalNotes notes;
  private final PlaybookDatabase database;

  public PlaybookStandIn(RehearsalNotes notes, PlaybookDatabase database) {
    this.notes = notes;
    this.database = database;
  }

  /** As if every image were there already: none is fetched for a dry run. */
  public Map<String, Object> known(PlaybookPage page) {
    Map<String, Object> row = new HashMap<>();
    row.put("images", page.imagesAsIfStored());
    return row;
  }

  /**
   * Notes the page; the body becomes whether its row would be created, null if none would change.
   */
  public void page(Exchange exchange, PlaybookPage page) {
    boolean shown = database.shows(page.getId());
    exchange.getMessage().setBody(null);
    if (page.isDeleted() && !shown) {
      return;
    }
    RehearsedRecord record = notes.of(exchange);
    record.writes(page.getId());
    record.says(page.isDeleted() ? "its row would be marked as deleted" : words(page));
    exchange.getMessage().setBody(!page.isDeleted() && !shown);
  }

  private static String words(PlaybookPage page) {
    return "slug %s, %d characters of HTML".formatted(page.getSlug(), page.getHtml().length());
  }
}
