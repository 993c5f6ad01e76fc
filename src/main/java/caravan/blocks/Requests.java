package caravan.blocks;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Requests that follow from one another's answers. Without any I/O, and not for several threads.
 */
public interface Requests {

  /** The request to send now; the same one until its answer was accepted. Empty when done. */
  Optional<NotionRequest> next();

  /**
   * Takes the answer to the request that {@link #next()} gave.
   *
   * @throws IllegalStateException if no request was open, or the answer does not fit it
   */
  void accept(JsonNode response);

  /** Whether nothing is left to send. */
  boolean done();
}
