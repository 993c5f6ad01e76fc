package caravan.linear;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Known issues that a complete list did not show. They are asked for by id, whatever their team:
 * one that Linear does not give then was deleted for good, or the key may not see it any more. One
 * that is in another team stays as it is.
 */
public final class MissingIssues {

  private static final int AT_ONCE = 50;
  private static final Pattern IDENTIFIER = Pattern.compile("/issue/([A-Za-z0-9]+-[0-9]+)");

  private final ObjectMapper json;
  private final KnownItems knownItems;
  private final String team;

  /**
   * @param team {@code linear.team}; blank for all
   */
  public MissingIssues(ObjectMapper json, KnownItems knownItems, String team) {
    this.json = json;
    this.knownItems = knownItems;
    this.team = team;
  }

  /** The missing issues in parts that one request can ask for. */
  public List<List<KnownItem>> parts(List<KnownItem> missing) {
    List<List<KnownItem>> parts = new ArrayList<>();
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      parts.add(missing.subList(from, Math.min(from + AT_ONCE, missing.size())));
    }
    return parts;
  }

  /** The GraphQL request for these issues, as JSON text. */
  public String request(List<KnownItem> missing, String ids) throws JsonProcessingException {
    return new IssueRequest(json, ids, missing.size())
        .withIds(missing.stream().map(KnownItem::id).toList())
        .text();
  }

  /** Those of the missing issues that are gone, as Linear's answer says. */
  public List<KnownItem> gone(Run run, List<KnownItem> missing, JsonNode data) {
    JsonNode page = IssueRequest.page(run.integration(), data);
    if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
      throw new IllegalStateException(
          run.integration()
              + ": Linear gave only a part of the issues that it was asked for by id; none of them"
              + " was taken for gone.");
    }
    Map<String, JsonNode> found = new HashMap<>();
    page.path("nodes").forEach(issue -> found.put(issue.path("id").asText(), issue));
    List<KnownItem> gone = new ArrayList<>();
    List<KnownItem> moved = new ArrayList<>();
    for (KnownItem issue : missing) {
      JsonNode there = found.get(issue.id());
      if (there == null) {
        run.note("issues that were deleted for good or are out of sight", 1);
        gone.add(issue.in(State.UNSHARED));
      } else if (isElsewhere(there)) {
        run.note("issues that are in another team now", 1);
        run.count(Outcome.SKIPPED);
        moved.add(issue.in(State.MOVED));
      } else {
        run.note("issues that were not listed but are there", 1);
        run.count(Outcome.UNCHANGED);
      }
    }
    knownItems.save(run.integration(), moved);
    return gone;
  }

  private boolean isElsewhere(JsonNode issue) {
    return !team.isBlank() && !team.equals(issue.path("team").path("key").asText());
  }

  /**
   * The item of an issue that is gone, in the shape in which {@code linear-issues-source} hands
   * over the others: trashed, with its title and address, and empty otherwise.
   */
  public ObjectNode item(KnownItem gone) {
    ObjectNode item = json.createObjectNode();
    item.put("id", gone.id());
    item.put("identifier", identifier(gone));
    item.put("title", gone.title());
    item.putNull("description").put("priority", 0).putNull("estimate").putNull("dueDate");
    item.put("url", gone.url());
    item.put("updatedAt", gone.lastEdited().toString());
    item.put("trashed", true).put("gone", "deleted");
    item.putObject("state").putNull("name");
    item.putNull("assignee").putNull("parent");
    item.putObject("labels").putArray("nodes");
    return item;
  }

  private static String identifier(KnownItem issue) {
    Matcher matcher = IDENTIFIER.matcher(issue.url() == null ? "" : issue.url());
    return matcher.find() ? matcher.group(1) : issue.id();
  }

  /** The gone issue was handed over or kept as a failure. */
  public void remember(Exchange exchange, KnownItem gone) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run.stopped() == null) {
      knownItems.save(run.integration(), List.of(gone));
    }
  }
}
