package caravan.sandbox.opensearch;

import caravan.sandbox.opensearch.SearchWords.Place;
import caravan.sandbox.opensearch.SearchWords.Term;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The search endpoint, for match_all and simple_query_string with highlights. */
final class SearchAnswers {

  private static final int DEFAULT_SIZE = 10;
  private static final int FRAGMENT = 100;

  private final ObjectMapper json;

  SearchAnswers(ObjectMapper json) {
    this.json = json;
  }

  private record Hit(SearchDocument document, double score, Map<String, List<Place>> places) {}

  ObjectNode answer(SearchIndex index, JsonNode request) throws SearchFailure {
    List<Hit> hits = hits(index, request.path("query"));
    int size = request.path("size").asInt(DEFAULT_SIZE);
    ObjectNode answer = json.createObjectNode().put("took", 1).put("timed_out", false);
    ObjectNode found = answer.putObject("hits");
    found.putObject("total").put("value", hits.size()).put("relation", "eq");
    ArrayNode list = found.putArray("hits");
    for (Hit hit : hits.subList(0, Math.min(size, hits.size()))) {
      ObjectNode node = list.addObject();
      node.put("_index", index.name()).put("_id", hit.document().id()).put("_score", hit.score());
      node.set("_source", hit.document().source().deepCopy());
      highlight(node, hit, request.path("highlight"));
    }
    return answer;
  }

  private static List<Hit> hits(SearchIndex index, JsonNode query) throws SearchFailure {
    if (query.isMissingNode() || query.has("match_all")) {
      return index.documents().stream().map(it -> new Hit(it, 1, Map.of())).toList();
    }
    JsonNode simple = query.path("simple_query_string");
    if (!simple.has("query")) {
      throw new SearchFailure(400, "parsing_exception", "unknown query " + query);
    }
    Map<String, Double> fields = fields(simple.path("fields"));
    SearchWords words = new SearchWords(simple.path("query").asText());
    boolean all = simple.path("default_operator").asText("or").equalsIgnoreCase("and");
    List<Hit> hits = new ArrayList<>();
    for (SearchDocument document : index.documents()) {
      Hit hit = hit(document, words.terms(), fields, all);
      if (hit != null) {
        hits.add(hit);
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    return hits;
  }

  /** Each field with its boost: {@code title^4}. */
  private static Map<String, Double> fields(JsonNode names) {
    Map<String, Double> fields = new LinkedHashMap<>();
    for (JsonNode name : names) {
      String[] parts = name.asText().split("\\^", 2);
      fields.put(parts[0], parts.length < 2 ? 1 : Double.parseDouble(parts[1]));
    }
    return fields;
  }

  private static Hit hit(
      SearchDocument document, List<Term> terms, Map<String, Double> fields, boolean all) {
    Map<String, List<Place>> places = new LinkedHashMap<>();
    double score = 0;
    int found = 0;
    for (Term term : terms) {
      double best = 0;
      for (var field : fields.entrySet()) {
        List<Place> here = SearchWords.find(term, text(document, field.getKey()));
        if (!here.isEmpty() && !term.without()) {
          places.computeIfAbsent(field.getKey(), key -> new ArrayList<>()).addAll(here);
        }
        best =
            here.isEmpty() ? best : Math.max(best, field.getValue() * (1 + Math.log(here.size())));
      }
      boolean fits = term.without() == (best == 0);
      if (!fits && (all || term.without())) {
        return null;
      }
      found += fits ? 1 : 0;
      score += term.without() ? 0 : best;
    }
    return found == 0 ? null : new Hit(document, score, places);
  }

  private static String text(SearchDocument document, String field) {
    JsonNode value = document.source().path(field);
    if (!value.isArray()) {
      return value.asText("");
    }
    List<String> values = new ArrayList<>();
    value.forEach(it -> values.add(it.asText()));
    return String.join("\n", values);
  }

  private static void highlight(ObjectNode node, Hit hit, JsonNode wanted) {
    String before = wanted.path("pre_tags").path(0).asText("<em>");
    String after = wanted.path("post_tags").path(0).asText("</em>");
    for (var field : wanted.path("fields").properties()) {
      List<Place> places = hit.places().getOrDefault(field.getKey(), List.of());
      if (places.isEmpty()) {
        continue;
      }
      String text = text(hit.document(), field.getKey());
      JsonNode fragments = field.getValue();
      boolean whole = fragments.path("number_of_fragments").asInt(5) == 0;
      int length = fragments.path("fragment_size").asInt(FRAGMENT);
      int from = whole ? 0 : Math.max(0, first(places).from() - length / 2);
      int to = whole ? text.length() : Math.min(text.length(), from + length);
      node.withObject("/highlight")
          .putArray(field.getKey())
          .add(marked(text, from, to, places, before, after));
    }
  }

  private static Place first(List<Place> places) {
    return places.stream().min(Comparator.comparingInt(Place::from)).orElseThrow();
  }

  private static String marked(
      String text, int from, int to, List<Place> places, String before, String after) {
    StringBuilder marked = new StringBuilder();
    int at = from;
    List<Place> inOrder =
        places.stream().distinct().sorted(Comparator.comparingInt(Place::from)).toList();
    for (Place place : inOrder) {
      if (place.from() >= at && place.to() <= to) {
        marked.append(text, at, place.from()).append(before);
        marked.append(text, place.from(), place.to()).append(after);
        at = place.to();
      }
    }
    return marked.append(text, Math.min(at, to), to).toString();
  }
}
