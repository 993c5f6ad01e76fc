package caravan.sandbox.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The indexes, as tests and the demo see them too. What is written can be searched at once, without
 * OpenSearch's second until the next refresh. Safe for use by several threads.
 */
public final class SearchCluster {

  /** OpenSearch: create index, index naming restrictions. */
  private static final Pattern NAME =
      Pattern.compile("[^A-Z\\\\/*?\"<>| ,#:_+\\-][^A-Z\\\\/*?\"<>| ,#:]*");

  private final Map<String, SearchIndex> indexes = new TreeMap<>();
  private final Map<String, Integer> rejections = new HashMap<>();

  /** The names of all indexes. */
  public synchronized List<String> names() {
    return List.copyOf(indexes.keySet());
  }

  /** The documents of an index, in the order of their first writing; none if it is not there. */
  public synchronized List<SearchDocument> documents(String index) {
    SearchIndex found = indexes.get(index);
    return found == null ? List.of() : found.documents();
  }

  /** A document, if it is there. */
  public synchronized Optional<SearchDocument> document(String index, String id) {
    return Optional.ofNullable(indexes.get(index)).map(it -> it.document(id));
  }

  /** The mappings of an index; empty if it is not there. */
  public synchronized ObjectNode mappings(String index) {
    SearchIndex found = indexes.get(index);
    return found == null ? JsonNodeFactory.instance.objectNode() : found.mappings().deepCopy();
  }

  /** Deletes an index with all that is in it; false if it is not there. */
  public synchronized boolean delete(String index) {
    return indexes.remove(index) != null;
  }

  /** Writes a document as somebody else would, with a version of its own. */
  public synchronized void write(String index, String id, long version, ObjectNode source) {
    try {
      found(index).index(id, SearchIndex.VersionType.EXTERNAL_GTE, version, source);
    } catch (SearchFailure e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The next so many writes of that document find the cluster busy (429 for the document alone).
   */
  public synchronized void rejectNext(String id, int times) {
    rejections.put(id, times);
  }

  synchronized void create(String name, JsonNode definition) throws SearchFailure {
    if (!NAME.matcher(name).matches()) {
      throw new SearchFailure(
          400,
          "invalid_index_name_exception",
          "Invalid index name [%s], must be lowercase and must not contain the following characters"
              .formatted(name));
    }
    if (indexes.containsKey(name)) {
      throw new SearchFailure(
          400, "resource_already_exists_exception", "index [" + name + "] already exists");
    }
    for (var part : definition.properties()) {
      if (!List.of("settings", "mappings", "aliases").contains(part.getKey())) {
        throw new SearchFailure(
            400, "parse_exception", "unknown key [" + part.getKey() + "] for create index");
      }
    }
    indexes.put(name, new SearchIndex(name, definition));
  }

  /**
   * The index with this name.
   *
   * @throws SearchFailure if there is none
   */
  synchronized SearchIndex found(String name) throws SearchFailure {
    SearchIndex index = indexes.get(name);
    if (index == null) {
      throw SearchFailure.noIndex(name);
    }
    return index;
  }

  /** The index with this name; a write makes one without mappings if there is none. */
  synchronized SearchIndex foundOrMade(String name) throws SearchFailure {
    if (!indexes.containsKey(name)) {
      create(name, JsonNodeFactory.instance.objectNode());
    }
    return found(name);
  }

  /** Whether this write finds the cluster busy. */
  synchronized boolean rejects(String id) {
    int left = rejections.getOrDefault(id, 0);
    if (left > 0) {
      rejections.put(id, left - 1);
    }
    return left > 0;
  }
}
