package caravan.sync;

import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.record.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;

/** Receives what a route mapped, as a Record. */
public final class Records {

  private final Deliveries deliveries;
  private final ObjectMapper json;

  public Records(Deliveries deliveries, ObjectMapper json) {
    this.deliveries = deliveries;
    this.json = json;
  }

  /**
   * Makes the body a {@link Record}, and sets the variables {@code record}, {@code recordKey} and
   * {@code outcome} (unchanged, or skipped for a version older than one already delivered, until a
   * sink says otherwise).
   *
   * @throws IllegalArgumentException if the route mapped no record; the message names the field
   */
  public void receive(Exchange exchange, String integration) {
    Object body = exchange.getMessage().getBody();
    JsonNode mapped = body instanceof JsonNode node ? node : json.valueToTree(body);
    Record record = RecordJson.read(mapped);
    DeliveryKey key = DeliveryKey.of(integration, record, RecordHash.of(record).content());
    exchange.setVariable(Variables.RECORD, record);
    exchange.setVariable(Variables.RECORD_KEY, key.toString());
    exchange.setVariable(
        Variables.OUTCOME, deliveries.isStale(key) ? Outcome.SKIPPED : Outcome.UNCHANGED);
    exchange.getMessage().setBody(record);
  }
}
