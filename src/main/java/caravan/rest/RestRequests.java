package caravan.rest;

import caravan.record.Record;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** Makes requests for {@code direct:rest} in sinks, and reads what became of them. */
public final class RestRequests {

  private static final String JSON = "application/json";

  /** Puts the JSON in the body to the address of the record: its External ID below the address. */
  public RestRequest put(Exchange exchange, String address) {
    String json = exchange.getMessage().getBody(String.class);
    return of(exchange, "PUT", address, json);
  }

  /** Deletes what is at the address of the record. */
  public RestRequest delete(Exchange exchange, String address) {
    return of(exchange, "DELETE", address, null);
  }

  private static RestRequest of(Exchange exchange, String method, String address, String json) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    String id = URLEncoder.encode(record.externalId(), StandardCharsets.UTF_8).replace("+", "%20");
    URI url = URI.create(address.replaceAll("/+$", "") + "/" + id);
    return new RestRequest(run.integration(), method, url, JSON, json);
  }

  /** What became of the record, by the status of the answer in the body. */
  public Outcome outcome(Exchange exchange) {
    int status = exchange.getMessage().getBody(JsonNode.class).path("status").asInt();
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    if (record.deleted()) {
      return status == 404 || status == 410 ? Outcome.SKIPPED : Outcome.DELETED;
    }
    return status == 201 ? Outcome.CREATED : Outcome.UPDATED;
  }
}
