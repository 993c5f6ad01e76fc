package caravan.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The definitions of indexes in routes/indexes, each read once. */
public final class IndexDefinitions {

  private final Path folder;
  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final Map<String, IndexDefinition> known = new ConcurrentHashMap<>();

  /**
   * @param folder routes/indexes
   */
  public IndexDefinitions(Path folder) {
    this.folder = folder;
  }

  /**
   * The definition with this name.
   *
   * @throws IllegalArgumentException if there is none, or it is no JSON object; the message says
   *     what to do
   */
  public IndexDefinition named(String name) {
    return known.computeIfAbsent(name, this::read);
  }

  private IndexDefinition read(String name) {
    String file = "routes/indexes/%s.json".formatted(name);
    String text;
    try {
      text = Files.readString(folder.resolve(name + ".json"));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "search-index-sink: there is no %s, which says how the index is made; write it, or name another definition."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "search-index-sink: %s cannot be read: %s".formatted(file, e), e);
    }
    try {
      if (json.readTree(text).isObject()) {
        return new IndexDefinition(file, text);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "search-index-sink: %s is not JSON (line %d): %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
    throw new IllegalArgumentException(
        "search-index-sink: %s must be a JSON object with settings and mappings, as OpenSearch takes them to create an index."
            .formatted(file));
  }
}
