package caravan.rest;

import caravan.sync.Poll;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** Reads a source that gives JSON over HTTP, page by page. */
public final class RestPages {

  /**
   * Begins a reading.
   *
   * @param url the address with its query
   * @param since the name of the parameter that asks for what changed since a moment (UTC, whole
   *     seconds); blank if the source has none
   */
  public RestListing begin(Poll poll, String url, String since) {
    String address = url;
    if (!since.isBlank() && poll.since() != null) {
      String moment = poll.since().truncatedTo(ChronoUnit.SECONDS).toString();
      address +=
          (url.contains("?") ? "&" : "?")
              + since
              + "="
              + URLEncoder.encode(moment, StandardCharsets.UTF_8);
    }
    return new RestListing(poll, URI.create(address));
  }

  /** The request for the next page. */
  public RestRequest request(Poll poll, RestListing listing, String accept) {
    return new RestRequest(poll.run().integration(), "GET", listing.next(), accept, null);
  }

  /**
   * Turns to the page after the one whose answer is in the body, and leaves that page's JSON there.
   *
   * @param named the address of the next page, as the source's JSON has it; null or JSON's null
   *     where the header {@code Link} says it
   */
  public void turn(Exchange exchange, RestListing listing, Object named) {
    JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
    String next = named instanceof JsonNode node ? node.asText("") : text(named);
    if (next.isBlank() || next.equals("null")) {
      next = answer.path("next").asText("");
    }
    listing.turnTo(
        next.isBlank() || next.equals("null") ? null : listing.next().resolve(URI.create(next)));
    exchange.getMessage().setBody(answer.path("body"));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * The items of a page.
   *
   * @throws IllegalStateException if the Kamelet's expression gives no list
   */
  public List<JsonNode> items(Poll poll, JsonNode list) {
    if (list == null || !list.isArray()) {
      throw new IllegalStateException(
          "%s: the answer has no list where the Kamelet's \"items\" looks for one; the poll ends, its watermark stays"
              .formatted(poll.run().integration()));
    }
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }
}
