package caravan.upsert;

import caravan.sync.Stops;

/**
 * Notion does not list all rows of a data source, so that nobody knows which records have a page
 * already: the run stops, because a create could be the second one of its record.
 */
public final class RowsNotLearnt extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  private RowsNotLearnt(String message) {
    super(message);
  }

  static RowsNotLearnt moreInOneMinute(String dataSource, String minute) {
    return new RowsNotLearnt(
        ("The data source %s has more rows with an External ID created in one minute (%s) than one"
                + " query lists, so it is not known which records have a page. Nothing was written."
                + " Move a part of those rows to another data source, or empty the External ID of"
                + " rows that no record belongs to.")
            .formatted(dataSource, minute));
  }

  static RowsNotLearnt noNewCursor(String dataSource) {
    return new RowsNotLearnt(
        ("Notion says that the data source %s has more rows but gives no new cursor, so it is not"
                + " known which records have a page. Nothing was written; the next run asks again.")
            .formatted(dataSource));
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
