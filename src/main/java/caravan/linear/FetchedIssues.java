package caravan.linear;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.sync.ItemBatch;
import caravan.sync.Outcome;
import caravan.sync.Run;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Issues that are read by id because webhooks named them. What the webhook said is not believed:
 * only issues that Linear gives, in the team that is read, go on; those that it does not give and
 * that were handed over before are looked for once more, as after a sweep.
 */
public final class FetchedIssues {

  private final ObjectMapper json;
  private final KnownItems knownItems;
  private final String team;

  /**
   * @param team {@code linear.team}: the key of the only team to read; blank for all
   */
  public FetchedIssues(ObjectMapper json, KnownItems knownItems, String team) {
    this.json = json;
    this.knownItems = knownItems;
    this.team = team;
  }

  /** The GraphQL request for these issues, as JSON text. */
  public String request(List<String> ids, String whole) throws JsonProcessingException {
    return new IssueRequest(json, whole, ids.size()).withIds(ids).ofTeam(team).text();
  }

  /**
   * The issues that Linear gave.
   *
   * @param firstFrom what the first start reached back to: older ones are left; null for everything
   */
  public ItemBatch found(Run run, List<String> ids, Instant firstFrom, JsonNode data) {
    List<JsonNode> issues = new ArrayList<>();
    Map<String, KnownItem> known = knownItems.find(run.integration(), ids);
    for (JsonNode issue : nodes(run, data)) {
      boolean older = firstFrom != null && updatedAt(issue).isBefore(firstFrom);
      if (older && !known.containsKey(issue.path("id").asText())) {
        run.count(Outcome.SKIPPED);
      } else {
        issues.add(issue);
      }
    }
    return new ItemBatch(issues, known);
  }

  /** Those that Linear did not give although they were in the source when last heard of. */
  public List<KnownItem> missing(Run run, List<String> ids, JsonNode data) {
    Set<String> given = new HashSet<>();
    nodes(run, data).forEach(issue -> given.add(issue.path("id").asText()));
    Map<String, KnownItem> known = knownItems.find(run.integration(), ids);
    List<KnownItem> missing = new ArrayList<>();
    for (String id : ids) {
      if (given.contains(id)) {
        continue;
      }
      if (known.containsKey(id) && known.get(id).state() == State.PRESENT) {
        missing.add(known.get(id));
      } else {
        run.note("issues that webhooks named and that are not in the source", 1);
        run.count(Outcome.SKIPPED);
      }
    }
    return missing;
  }

  private static JsonNode nodes(Run run, JsonNode data) {
    JsonNode page = IssueRequest.page(run.integration(), data);
    if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
      throw new IllegalStateException(
          run.integration()
              + ": Linear gave only a part of the issues that it was asked for by id");
    }
    return page.path("nodes");
  }

  private static Instant updatedAt(JsonNode issue) {
    return OffsetDateTime.parse(issue.path("updatedAt").asText()).toInstant();
  }
}
