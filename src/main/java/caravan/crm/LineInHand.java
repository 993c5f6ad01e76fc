package caravan.crm;

import caravan.sync.Variables;
import org.apache.camel.Exchange;

/** The line that an exchange delivers. */
final class LineInHand {

  private static final String LINE = "line";

  private LineInHand() {}

  /**
   * The line in the body becomes the item to deliver.
   *
   * @throws LineRefused if it holds no record
   */
  static void take(Exchange exchange) {
    Line line = exchange.getMessage().getBody(Line.class);
    exchange.setVariable(LINE, line);
    if (line.item() == null) {
      throw new LineRefused(line);
    }
    exchange.setVariable(Variables.ITEM, line.item().toString());
    exchange.getMessage().setBody(line.item());
  }

  static Line of(Exchange exchange) {
    return exchange.getVariable(LINE, Line.class);
  }
}
