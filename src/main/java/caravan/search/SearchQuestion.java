package caravan.search;

import caravan.render.SearchText;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What people search for in the index of a knowledge base: words that must all be in a page, in any
 * of its fields; {@code "a phrase"}, {@code -without}, {@code begin*} (OpenSearch: simple query
 * string, which takes no mistake amiss).
 *
 * @param words as somebody typed them
 * @param size how many pages are wanted at most
 */
public record SearchQuestion(String words, int size) {

  /** A find in a title is worth four in the text. */
  private static final List<String> FIELDS =
      List.of("title^4", "headings^2", "tags^2", "owners", "text", "code");

  /** The body of the request to search. */
  public ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("size", size);
    ObjectNode query = body.putObject("query").putObject("simple_query_string");
    query.put("query", words).put("default_operator", "and");
    ArrayNode fields = query.putArray("fields");
    FIELDS.forEach(fields::add);
    body.putArray("_source").add("title").add("url").add("tags").add("owners").add("lastEdited");
    ObjectNode highlight = body.putObject("highlight");
    highlight.putArray("pre_tags").add(SearchText.FOUND);
    highlight.putArray("post_tags").add(SearchText.END);
    ObjectNode marked = highlight.putObject("fields");
    marked.putObject("title").put("number_of_fragments", 0);
    marked.putObject("headings").put("fragment_size", 120).put("number_of_fragments", 1);
    marked.putObject("text").put("fragment_size", 160).put("number_of_fragments", 2);
    marked.putObject("code").put("fragment_size", 160).put("number_of_fragments", 1);
    return body;
  }
}
