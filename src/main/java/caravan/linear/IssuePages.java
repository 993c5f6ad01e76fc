package caravan.linear;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.sync.ItemBatch;
import caravan.sync.Outcome;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Reads issues from Linear: what changed since the watermark, or all for a sweep or reconcile. */
public final class IssuePages {

  /** Linear gives no more at once (Linear: pagination). */
  private static final int LARGEST_PAGE = 250;

  private final ObjectMapper json;
  private final KnownItems knownItems;
  private final Clock clock;
  private final String team;

  /**
   * @param team {@code linear.team}: the key of the only team to read; blank for all
   */
  public IssuePages(ObjectMapper json, KnownItems knownItems, Clock clock, String team) {
    this.json = json;
    this.knownItems = knownItems;
    this.clock = clock;
    this.team = team;
  }

  /** The issues that the poll asks for. */
  public IssueListing listing(Poll poll) {
    return new IssueListing(poll);
  }

  /**
   * The next GraphQL request, as JSON text.
   *
   * @param whole the query for whole issues
   * @param ids the query for what tells issues apart
   */
  public String request(Poll poll, IssueListing listing, String whole, String ids, int pageSize)
      throws JsonProcessingException {
    List<String> byId = listing.nextById();
    if (!byId.isEmpty()) {
      return new IssueRequest(json, whole, byId.size()).withIds(byId).text();
    }
    boolean light = listing.isLight();
    return new IssueRequest(json, light ? ids : whole, light ? LARGEST_PAGE : pageSize)
        .after(poll.cursor())
        .updatedSince(poll.since())
        .ofTeam(team)
        .text();
  }

  /** The whole issues of an answer, to be handed over; turns the poll to the next page. */
  public ItemBatch issues(Poll poll, IssueListing listing, JsonNode data) {
    String integration = poll.run().integration();
    JsonNode page = IssueRequest.page(integration, data);
    List<JsonNode> issues = new ArrayList<>();
    page.path("nodes").forEach(issues::add);
    List<String> ids = issues.stream().map(issue -> issue.path("id").asText()).toList();
    Map<String, KnownItem> known = ids.isEmpty() ? Map.of() : knownItems.find(integration, ids);
    if (!listing.askedById()) {
      JsonNode info = page.path("pageInfo");
      poll.turnTo(info.path("endCursor").asText(null), info.path("hasNextPage").asBoolean());
      if (poll.isComplete()) {
        ids.forEach(listing::list);
      }
      if (listing.isLight()) {
        return sorted(poll.run(), listing, issues, known);
      }
    }
    // Before any is handed over, so that none is missed by sweeps if the hub is killed then.
    knownItems.save(
        integration,
        issues.stream()
            .map(this::item)
            .filter(issue -> !KnownItem.isPresent(known.get(issue.id())))
            .map(KnownItem::onlyMet)
            .toList());
    return new ItemBatch(issues, known);
  }

  /** Of issues that were only listed, those are needed whole that are new, changed or back. */
  private ItemBatch sorted(
      Run run, IssueListing listing, List<JsonNode> listed, Map<String, KnownItem> known) {
    ItemBatch batch = new ItemBatch(List.of(), known);
    for (JsonNode issue : listed) {
      KnownItem now = item(issue);
      KnownItem before = known.get(now.id());
      if (before == null
          || before.state() != State.PRESENT
          || before.isOnlyMet()
          || !before.lastEdited().equals(now.lastEdited())) {
        listing.need(now.id());
      } else {
        run.count(Outcome.UNCHANGED);
      }
    }
    return batch;
  }

  /** The issue in variable {@code issue} was handed over or kept as a failure. */
  public void remember(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    ItemBatch batch = exchange.getVariable("issues", ItemBatch.class);
    KnownItem issue = item(exchange.getVariable("issue", JsonNode.class));
    if (run.stopped() == null) {
      if (batch.known(issue.id()).filter(known -> known.state() != State.PRESENT).isPresent()) {
        run.note("issues that are back", 1);
      }
      batch.remember(issue);
    }
  }

  /** Writes down what is to be remembered of these issues. */
  public void keep(Run run, ItemBatch issues) {
    knownItems.save(run.integration(), issues.remembered());
  }

  private KnownItem item(JsonNode issue) {
    Instant updated = OffsetDateTime.parse(issue.path("updatedAt").asText()).toInstant();
    return new KnownItem(
        issue.path("id").asText(),
        State.PRESENT,
        null,
        issue.path("title").asText(null),
        issue.path("url").asText(null),
        updated,
        "",
        clock.instant());
  }
}
