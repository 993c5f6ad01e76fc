package caravan.changes;

import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.notion.RowListing;
import caravan.sync.Listing;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * The complete list of the rows of an integration's data sources, one data source after the other.
 * It is complete once the list of each is; an integration of which one source cannot be listed
 * knows nothing of what is missing from the others either.
 */
public final class SourceListing implements Listing {

  private final List<RowListing> listings;
  private int current;
  private String answered;

  /**
   * A listing that has not begun.
   *
   * @param dataSources ids, with commas between them; at least one
   * @param editedFrom only rows whose last_edited_time is this or later; null for all
   * @param onlyProperties as for {@link RowListing}
   */
  SourceListing(String dataSources, Instant editedFrom, List<String> onlyProperties) {
    List<String> ids = NotionId.list(dataSources);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("a source needs the id of a data source");
    }
    this.listings = ids.stream().map(id -> new RowListing(id, editedFrom, onlyProperties)).toList();
    this.answered = ids.get(0);
  }

  @Override
  public boolean isUnfinished() {
    return listings.stream().anyMatch(RowListing::isUnfinished);
  }

  @Override
  public boolean contains(String pageId) {
    return listings.stream().anyMatch(listing -> listing.contains(pageId));
  }

  /** Whether the rows carry some of their properties only. */
  public boolean isLight() {
    return listings.get(0).isLight();
  }

  /** The next request. */
  public NotionRequest next() {
    return listings.get(current).next();
  }

  /**
   * Takes the answer to the request that {@link #next} gave.
   *
   * @return its rows that were not listed before
   * @throws caravan.notion.ListingIncomplete if the listing cannot become complete
   */
  List<JsonNode> accept(JsonNode answer) {
    RowListing listing = listings.get(current);
    List<JsonNode> rows = listing.accept(answer);
    answered = listing.dataSource();
    if (!listing.isUnfinished() && current < listings.size() - 1) {
      current++;
    }
    return rows;
  }

  /** The data source of the rows that {@link #accept} gave last. */
  String dataSource() {
    return answered;
  }

  /** The data source of which a page with this parent is a row; the first if it is of none. */
  String dataSourceOf(String parent) {
    return oneOf(listings.stream().map(RowListing::dataSource).toList(), parent);
  }

  /** That one of the data sources, or the first of them if it is none of them. */
  static String oneOf(List<String> dataSources, String id) {
    return dataSources.stream()
        .filter(one -> NotionId.same(one, id))
        .findFirst()
        .orElse(dataSources.get(0));
  }
}
