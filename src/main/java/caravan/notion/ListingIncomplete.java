package caravan.notion;

/** The rows of a data source could not all be listed: what is missing is not known. */
public final class ListingIncomplete extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ListingIncomplete(String dataSource, String what) {
    super(
        ("The rows of the data source %s cannot all be listed: %s. The rest is unknown, so nothing"
                + " was concluded from it and it is asked for again. If this stays, split the data"
                + " source, or move rows of that time to another one.")
            .formatted(dataSource, what));
  }
}
