package caravan.rehearsal;

import caravan.wordpress.KeptImage;
import caravan.wordpress.WordPressRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * Stands in a dry run where the gateway to WordPress stands in a run: what reads goes through to
 * it, what writes is noted and answered as if it had been done. Images are neither fetched nor
 * uploaded.
 */
public final class WordPressStandIn {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LiveGateways live;
  private final RehearsalNotes notes;
  private final AtomicLong madeUp = new AtomicLong();

  public WordPressStandIn(LiveGateways live, RehearsalNotes notes) {
    this.live = live;
    this.notes = notes;
  }

  /** Answers the request in the body. */
  public void answer(Exchange exchange) {
    WordPressRequest request = exchange.getMessage().getBody(WordPressRequest.class);
    exchange
        .getMessage()
        .setBody(
            request.isReading() ? live.wordPress(exchange, request) : write(exchange, request));
  }

  /** Leaves the image in the body, {@code {pageId, url}}, where it is. */
  public void image(Exchange exchange) {
    JsonNode reference = exchange.getMessage().getBody(JsonNode.class);
    exchange.getMessage().setBody(new KeptImage(0, reference.path("url").asText()));
  }

  private JsonNode write(Exchange exchange, WordPressRequest request) {
    RehearsedRecord record = notes.of(exchange);
    String id = request.path().replaceFirst("^/[a-z]+/?", "");
    record.writes(id);
    ObjectNode answer = request.body() == null ? JSON.objectNode() : request.body().deepCopy();
    answer.put("id", id.isEmpty() ? Long.toString(madeUp.decrementAndGet()) : id);
    if (request.path().startsWith("/posts")) {
      boolean trashed = request.method().equals("DELETE");
      record.says(trashed ? "post " + id + " goes into the trash" : post(request.body()));
      answer.put("status", trashed ? "trash" : request.body().path("status").asText());
      answer
          .putObject("content")
          .put("raw", request.body() == null ? "" : request.body().path("content").asText());
    }
    return answer;
  }

  /** What people want to know of a post. */
  private static String post(JsonNode body) {
    StringBuilder text =
        new StringBuilder(200).append("status: ").append(body.path("status").asText());
    append(text, "title", body.path("title").asText(""));
    append(text, "slug", body.path("slug").asText(""));
    append(text, "date", body.path("date").asText(""));
    append(text, "date_gmt", body.path("date_gmt").asText(""));
    append(text, "excerpt", body.path("excerpt").asText(""));
    if (body.path("tags") instanceof ArrayNode tags) {
      append(text, "tags", Integer.toString(tags.size()));
    }
    if (body.has("content")) {
      append(text, "content", body.path("content").asText().length() + " characters of HTML");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append('\n').append(name).append(": ").append(value);
    }
  }
}
