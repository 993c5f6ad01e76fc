package caravan.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A record's properties as Notion takes them.
 *
 * @param properties the {@code properties} of a create or update, keyed by property id, which
 *     survives a rename (Notion: property object)
 * @param unknownPeople e-mail addresses without a Notion user, and groups, which can't be assigned;
 *     left out, each once
 * @param unresolved relation targets without a page, left out for now
 */
public record WrittenProperties(
    ObjectNode properties, List<String> unknownPeople, List<UnresolvedRelation> unresolved) {

  /** Keeps its own copies of the lists. */
  public WrittenProperties {
    unknownPeople = List.copyOf(unknownPeople);
    unresolved = List.copyOf(unresolved);
  }
}
