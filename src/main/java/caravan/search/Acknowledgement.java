package caravan.search;

import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Holds an exchange back until the end of its document is known, without keeping a thread waiting:
 * so all the pages of an answer can stand in one bulk request, however few workers there are. The
 * exchange goes on, or fails, as its own document did.
 */
public final class Acknowledgement extends AsyncProcessorSupport {

  private Executor workers;

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    DocumentWrite document = Documents.of(exchange);
    if (document.isSettled()) {
      end(exchange, document);
      callback.done(true);
      return true;
    }
    document
        .result()
        .whenCompleteAsync(
            (result, error) -> {
              end(exchange, document);
              callback.done(false);
            },
            workers(exchange.getContext()));
    return false;
  }

  private static void end(Exchange exchange, DocumentWrite document) {
    document
        .result()
        .whenComplete(
            (result, error) -> {
              if (error != null) {
                exchange.setException(error);
              }
            });
  }

  /** Who goes on with exchanges: as many threads as deliver records. Camel ends them. */
  private synchronized Executor workers(CamelContext context) {
    if (workers == null) {
      workers = context.getExecutorServiceManager().newThreadPool(this, "acknowledged", "workers");
    }
    return workers;
  }
}
