package caravan.changes;

import caravan.notion.Contract;
import caravan.notion.Contracts;
import caravan.notion.NotionPage;
import java.util.List;

/**
 * Formulas and rollups are for people: a route sees one only where its contract says {@code
 * derived: allowed}. They change without an edit, and Notion may leave them out.
 */
public final class DerivedValues {

  private final Contracts contracts;

  /**
   * @param contracts by name; an integration without one sees no derived values
   */
  public DerivedValues(Contracts contracts) {
    this.contracts = contracts;
  }

  /** The page as the integration may see it. */
  NotionPage seenBy(String integration, NotionPage page) {
    Contract contract = contracts.find(integration).orElse(null);
    List<String> hidden =
        page.derived().stream()
            .filter(name -> contract == null || !contract.allowsDerived(name))
            .toList();
    return page.without(hidden);
  }
}
