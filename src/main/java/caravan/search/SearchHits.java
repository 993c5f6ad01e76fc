package caravan.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a search found, the best first.
 *
 * @param total how many pages there are
 * @param hits as many as were asked for
 */
public record SearchHits(long total, List<Hit> hits) {

  /**
   * A page.
   *
   * @param snippets by field, in the order in which they are worth reading, with marks around what
   *     was found (see {@link caravan.render.SearchText#FOUND})
   */
  public record Hit(
      String id,
      double score,
      String title,
      String url,
      List<String> tags,
      List<String> owners,
      String lastEdited,
      Map<String, List<String>> snippets) {

    /** Keeps its own copies, in their order. */
    public Hit {
      tags = List.copyOf(tags);
      owners = List.copyOf(owners);
      snippets = Collections.unmodifiableMap(new LinkedHashMap<>(snippets));
    }
  }

  /** Keeps its own copy of the list. */
  public SearchHits {
    hits = List.copyOf(hits);
  }

  /** Reads the answer to a search. */
  public static SearchHits read(JsonNode answer) {
    List<Hit> hits = new ArrayList<>();
    for (JsonNode hit : answer.at("/hits/hits")) {
      hits.add(hit(hit));
    }
    return new SearchHits(answer.at("/hits/total/value").asLong(), hits);
  }

  private static Hit hit(JsonNode hit) {
    JsonNode page = hit.path("_source");
    Map<String, List<String>> snippets = new LinkedHashMap<>();
    for (String field : List.of("title", "headings", "text", "code")) {
      List<String> found = texts(hit.path("highlight").path(field));
      if (!found.isEmpty()) {
        snippets.put(field, found);
      }
    }
    return new Hit(
        hit.path("_id").asText(),
        hit.path("_score").asDouble(),
        page.path("title").asText(""),
        page.path("url").asText(""),
        texts(page.path("tags")),
        texts(page.path("owners")),
        page.path("lastEdited").asText(""),
        snippets);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(it -> texts.add(it.asText()));
    return texts;
  }
}
