package caravan.crm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A record of a file or request: an item that the integration can deliver, or what is wrong with
 * it.
 *
 * @param number where it begins: the line of a file, or the place in a list, from 1
 * @param externalId its External ID as given; blank if it has none
 * @param item the item {@code {id, kind, fields}}; null if it was refused
 * @param refusals what is wrong with it; empty for an item
 * @param isEnd whether nothing can be read from here on
 */
public record Line(
    long number, String externalId, JsonNode item, List<Refusal> refusals, boolean isEnd) {

  /** Keeps its own copy of the list. */
  public Line {
    refusals = List.copyOf(refusals);
  }

  /** A record that is none. */
  static Line broken(long number, String reason) {
    return new Line(number, "", null, List.of(new Refusal("", reason)), false);
  }

  /** What is wrong with a file as a whole, from this line on. */
  static Line end(long number, String reason) {
    return new Line(number, "", null, List.of(new Refusal("", reason)), true);
  }

  /** What it must not be worked on together with: records of one External ID keep their order. */
  String subject() {
    return item == null ? "" : item.path("id").asText();
  }
}
