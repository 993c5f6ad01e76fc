package caravan.blocks;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A request whose answer leads to no other. */
final class OneRequest implements Requests {

  private final NotionRequest request;
  private boolean answered;

  OneRequest(NotionRequest request) {
    this.request = request;
  }

  @Override
  public Optional<NotionRequest> next() {
    return answered ? Optional.empty() : Optional.of(request);
  }

  @Override
  public void accept(JsonNode response) {
    answered = true;
  }

  @Override
  public boolean done() {
    return answered;
  }
}
