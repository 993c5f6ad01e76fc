package caravan.notion;

import java.util.Optional;

/** Finds the pages that other records became. */
@FunctionalInterface
public interface RelationTargets {
  /** The page of that External ID in that data source; empty if there is none yet. */
  Optional<String> pageId(String targetDataSourceId, String externalId);
}
