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
    exchange.removeVariable(Variables.RECORD_SUBJECT);
    take(exchange, integration, null);
  }

  /**
   * As {@link #receive}, for an integration with records of several kinds, whose External IDs may
   * be the same: what was delivered, and what failed, is kept under {@code kind/External ID}. What
   * is written stays the External ID.
   *
   * @throws IllegalArgumentException if the route mapped no record; the message names the field
   */
  public void receiveKind(Exchange exchange, String integration, String kind) {
    take(exchange, integration, kind);
  }

  /** What the exchange's record is kept under; its External ID, with its kind if it has one. */
  static String subject(Exchange exchange) {
    String subject = exchange.getVariable(Variables.RECORD_SUBJECT, String.class);
    return subject == null
        ? exchange.getVariable(Variables.RECORD, Record.class).externalId()
        : subject;
  }

  private void take(Exchange exchange, String integration, String kind) {
    Object body = exchange.getMessage().getBody();
    JsonNode mapped = body instanceof JsonNode node ? node : json.valueToTree(body);
    Record record = RecordJson.read(mapped);
    exchange.setVariable(Variables.RECORD, record);
    if (kind != null) {
      exchange.setVariable(Variables.RECORD_SUBJECT, kind + "/" + record.externalId());
    }
    DeliveryKey key =
        DeliveryKey.of(
            integration, subject(exchange), record.version(), RecordHash.of(record).content());
    exchange.setVariable(Variables.RECORD_KEY, key.toString());
    exchange.setVariable(
        Variables.OUTCOME, deliveries.isStale(key) ? Outcome.SKIPPED : Outcome.UNCHANGED);
    exchange.getMessage().setBody(record);
  }
}
