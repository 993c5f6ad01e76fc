package caravan.changes;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.Contracts;
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
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Completes what Notion cuts at 25 references in a row: relations, people, titles and texts with
 * many mentions, and rollups and formulas over such relations. Only properties that the
 * integration's contract names, and only where they were cut, cost a request (Notion: retrieve a
 * page property item).
 */
public final class Completion {

  private static final Set<Reason> NOT_CALCULATED =
      EnumSet.of(Reason.UNSUPPORTED, Reason.INCOMPLETE);

  /** Notion says of an unsupported value that it calculates it nowhere. */
  private static final Set<Reason> COMPLETED = EnumSet.complementOf(EnumSet.of(Reason.UNSUPPORTED));

  private final NotionGateway gateway;
  private final Contracts contracts;

  /**
   * @param contracts by name; an integration without one needs all its properties
   */
  public Completion(NotionGateway gateway, Contracts contracts) {
    this.gateway = gateway;
    this.contracts = contracts;
  }

  /**
   * The page with every property that is needed and was cut read whole; what stays unknown has no
   * value, and is counted.
   */
  NotionPage complete(Exchange exchange, NotionPage page) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    NotionPage complete = page;
    for (Truncation truncation : page.truncations()) {
      String property = truncation.property();
      if (!isNeeded(run.integration(), property)) {
        run.note("properties left cut, because the contract does not name them", 1);
      } else if (COMPLETED.contains(truncation.reason())) {
        complete = complete.with(property, read(exchange, page.id(), truncation.id()));
        run.note("properties completed beyond 25 references", 1);
      }
    }
    run.note(
        "derived values that Notion did not calculate",
        (int)
            complete.truncations().stream()
                .filter(left -> NOT_CALCULATED.contains(left.reason()))
                .count());
    return complete;
  }

  /** Whether something that the integration needs was cut, so that the row does not show it all. */
  boolean isCut(String integration, NotionPage page) {
    return page.truncations().stream()
        .anyMatch(it -> COMPLETED.contains(it.reason()) && isNeeded(integration, it.property()));
  }

  private boolean isNeeded(String integration, String property) {
    Contract contract = contracts.find(integration).orElse(null);
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
