package caravan.upsert;

import caravan.notion.ListingIncomplete;
import caravan.sync.Stops;

/**
 * Notion does not list all rows of a data source, so that nobody knows which records have a page
 * already: the run stops, because a create could be the second one of its record.
 */
public final class RowsNotLearnt extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  RowsNotLearnt(ListingIncomplete cause) {
    super(
        "It is not known which records have a page already, so nothing was written. "
            + cause.getMessage(),
        cause);
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
