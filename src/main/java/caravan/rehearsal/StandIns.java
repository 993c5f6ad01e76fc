package caravan.rehearsal;

import caravan.rehearsal.RecordReport.Change;
import caravan.rest.RestRequest;
import caravan.search.DocumentWrite;
import caravan.search.OpenSearchRequest;
import caravan.slack.SlackRequest;
import caravan.sync.Outcome;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Stand in a dry run where the gateways to Linear, Slack and OpenSearch stand in a run: what reads
 * goes through to them, what writes is noted and answered as if it had been done.
 */
public final class StandIns {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveGateways live;
  private final RehearsalNotes notes;

  public StandIns(LiveGateways live, RehearsalNotes notes) {
    this.live = live;
    this.notes = notes;
  }

  /** A call of Slack's Web API. */
  public void slack(Exchange exchange) {
    SlackRequest request = exchange.getMessage().getBody(SlackRequest.class);
    if (ReadOnly.reads(request)) {
      exchange.getMessage().setBody(live.slack(exchange, request));
      return;
    }
    RehearsedRecord record = notes.of(exchange);
    String ts = request.body().path("ts").asText("");
    notes.said();
    record.writes(ts);
    record.says(text(request.body()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
    answer.put("channel", request.channel()).put("ts", ts.isEmpty() ? "dry-run" : ts);
    exchange.getMessage().setBody(answer);
  }

  /** A request to Linear; the gateway refuses what writes. */
  public void linear(Exchange exchange) {
    exchange
        .getMessage()
        .setBody(live.linear(exchange, exchange.getMessage().getBody(String.class)));
  }

  /** A request to a server that an integration names; what would be written is noted. */
  public void rest(Exchange exchange) throws JsonProcessingException {
    RestRequest request = exchange.getMessage().getBody(RestRequest.class);
    if (request.isReading()) {
      exchange.getMessage().setBody(live.rest(exchange, request));
      return;
    }
    RehearsedRecord record = notes.of(exchange);
    record.writes(request.method().equals("DELETE") ? "" : request.url().getPath());
    if (request.json() != null) {
      for (var field : JSON.readTree(request.json()).properties()) {
        record.sets(new Change(field.getKey(), "", shown(field.getValue())));
      }
    }
    exchange.getMessage().setBody(JSON.createObjectNode().put("status", 200));
  }

  /**
   * A document on its way into a search index: the one that is there is read, so that the report
   * can name the fields that differ.
   */
  public void document(Exchange exchange) {
    DocumentWrite document = exchange.getMessage().getBody(DocumentWrite.class);
    JsonNode present =
        live.openSearch(exchange, OpenSearchRequest.document(document.index(), document.id()));
    boolean found = present.path("found").asBoolean();
    boolean overtaken = present.path("_version").asLong() > document.version();
    if (overtaken || document.content() == null && !found) {
      document.settle(Outcome.SKIPPED);
      return;
    }
    RehearsedRecord record = notes.of(exchange);
    record.writes(found ? document.id() : "");
    if (document.content() == null) {
      document.settle(Outcome.DELETED);
      return;
    }
    for (var field : document.content().properties()) {
      JsonNode before = present.path("_source").path(field.getKey());
      record.sets(new Change(field.getKey(), shown(before), shown(field.getValue())));
    }
    document.settle(found ? Outcome.UPDATED : Outcome.CREATED);
  }

  private static String shown(JsonNode value) {
    if (!value.isArray()) {
      return value.asText("");
    }
    List<String> values = new ArrayList<>();
    value.forEach(it -> values.add(it.asText()));
    return String.join(", ", values);
  }

  /** What people would read: the blocks where there are any, else the text. */
  private static String text(JsonNode body) {
    List<String> lines = new ArrayList<>();
    collect(body.path("blocks"), lines);
    return lines.isEmpty() ? body.path("text").asText() : String.join("\n", lines);
  }

  private static void collect(JsonNode node, List<String> lines) {
    if (node.path("text").isTextual()) {
      lines.add(node.path("text").asText());
      return;
    }
    node.forEach(child -> collect(child, lines));
  }
}
