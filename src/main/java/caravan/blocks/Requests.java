package caravan.blocks;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Requests that follow from one another's answers. */
interface Requests {

  /** The request to send now; the same one until its answer was accepted. Empty when done. */
  Optional<NotionRequest> next();

  /** Takes the answer to the request that {@link #next()} gave. */
  void accept(JsonNode response);
}
