package caravan.search;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Puts the documents of one index together into a {@link Bulk}: the aggregator's strategy. */
public final class BulkCollector implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange collected, Exchange next) {
    DocumentWrite document = next.getMessage().getBody(DocumentWrite.class);
    if (collected == null) {
      next.getMessage().setBody(new Bulk().with(document));
      return next;
    }
    collected.getMessage().getBody(Bulk.class).with(document);
    return collected;
  }
}
