package caravan.changes;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.notion.PlainValue;
import caravan.notion.PropertyItems;
import caravan.notion.Truncation;
import caravan.notion.Truncation.Reason;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Completes what Notion cuts at 25 references in a row: relations, people, and titles and texts
 * with many mentions. Only properties that the integration's contract names, and only where they
 * were cut, cost a request (Notion: retrieve a page property item).
 */
public final class Completion {

  private static final Set<Reason> CUT =
      EnumSet.of(
          Reason.MORE_RELATIONS, Reason.MORE_PEOPLE, Reason.MORE_MENTIONS, Reason.INCOMPLETE);

  private final NotionGateway gateway;
  private final Map<String, Contract> contracts;

  /**
   * @param contracts by name; an integration without one needs all its properties
   */
  public Completion(NotionGateway gateway, Map<String, Contract> contracts) {
    this.gateway = gateway;
    this.contracts = Map.copyOf(contracts);
  }

  /** The page with every property that is needed and was cut read whole. */
  NotionPage complete(Exchange exchange, NotionPage page) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    NotionPage complete = page;
    for (Truncation truncation : page.truncations()) {
      if (CUT.contains(truncation.reason()) && isNeeded(run, truncation.property())) {
        complete = complete.with(truncation.property(), read(exchange, page.id(), truncation.id()));
        run.note("properties completed beyond 25 references", 1);
      }
    }
    return complete;
  }

  private boolean isNeeded(Run run, String property) {
    Contract contract = contracts.get(run.integration());
    return contract == null || contract.properties().containsKey(property);
  }

  private PlainValue read(Exchange exchange, String pageId, String propertyId) {
    String path = "/v1/pages/" + pageId + "/properties/" + propertyId + "?page_size=100";
    List<JsonNode> answers = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      String from =
          cursor.get().isEmpty()
              ? ""
              : "&start_cursor=" + URLEncoder.encode(cursor.get(), StandardCharsets.UTF_8);
      JsonNode answer = gateway.send(exchange, NotionRequest.get(path + from));
      answers.add(answer);
      cursor = PropertyItems.nextCursor(answer);
    }
    return PropertyItems.read(answers);
  }
}
