package caravan.notion;

import java.util.List;

/**
 * Targets of a relation that have no page yet: left out of the write, to be set in a second pass.
 *
 * @param property the relation's name
 * @param targetDataSourceId the data source that it points to
 * @param externalIds the External IDs without a page, in the record's order
 */
public record UnresolvedRelation(
    String property, String targetDataSourceId, List<String> externalIds) {

  /** Keeps its own copy of the External IDs. */
  public UnresolvedRelation {
    externalIds = List.copyOf(externalIds);
  }
}
