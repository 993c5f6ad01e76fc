package caravan.upsert;

import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.store.RelationStore;
import caravan.store.RelationStore.Waiting;
import caravan.sync.Run;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets relations whose targets did not exist when their record was written.
 *
 * <p>At the end of a run it looks at what concerns the data sources that the run wrote to; what an
 * earlier process or a failed request left is looked at whatever the run wrote to. A relation is in
 * the hands of one run at a time.
 */
public final class SecondPass {

  /**
   * A relation that can be set further than it is.
   *
   * @param waiting what waited
   * @param pageId the record's page
   * @param relatedPages the pages it points to, all that exist now
   */
  public record Settable(Waiting waiting, String pageId, List<String> relatedPages) {

    /** The request that sets it. */
    public NotionRequest request() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ArrayNode relation =
          body.putObject("properties").putObject(waiting.propertyId()).putArray("relation");
      relatedPages.forEach(page -> relation.addObject().put("id", page));
      return NotionRequest.setting("/v1/pages/" + pageId, body);
    }

    int stillMissing() {
      return waiting.wantedIds().size() - relatedPages.size();
    }
  }

  private final RelationStore relations;
  private final LinkStore links;
  private final Set<Waiting> inHand = new HashSet<>();
  private boolean leftovers = true;

  public SecondPass(RelationStore relations, LinkStore links) {
    this.relations = relations;
    this.links = links;
  }

  /** The relations of which this run can set more than was set; each must be given back. */
  public synchronized List<Settable> settable(Run run) {
    boolean all = leftovers;
    leftovers = false;
    List<Settable> settable = new ArrayList<>();
    for (Waiting waiting : relations.all()) {
      boolean concerned =
          all || run.wroteTo(waiting.target()) || run.wroteTo(waiting.relatedTarget());
      if (concerned && !inHand.contains(waiting)) {
        settable(waiting).ifPresent(settable::add);
      }
    }
    settable.forEach(one -> inHand.add(one.waiting()));
    return settable;
  }

  /** The relation was set. */
  public synchronized void written(Settable done) {
    relations.written(done.waiting(), done.stillMissing());
    inHand.remove(done.waiting());
  }

  /** Whether no newer version of the record has said something else meanwhile. */
  public boolean isStillWanted(Settable settable) {
    return relations.isWaiting(settable.waiting());
  }

  /**
   * The relation could not be set. The next run tries again, unless Notion refused it for good:
   * then the record's next version says it anew.
   */
  public synchronized void failed(Settable left, Exception error) {
    inHand.remove(left.waiting());
    boolean refused =
        error instanceof NotionException notion
            && (notion.error().status() == 400 || notion.error().status() == 404);
    if (refused) {
      relations.written(left.waiting(), 0);
    } else {
      leftovers = true;
    }
  }

  private Optional<Settable> settable(Waiting waiting) {
    List<String> related =
        waiting.wantedIds().stream()
            .flatMap(id -> page(waiting.relatedTarget(), id).stream())
            .toList();
    int missing = waiting.wantedIds().size() - related.size();
    return page(waiting.target(), waiting.externalId())
        .filter(page -> missing < waiting.missing())
        .map(page -> new Settable(waiting, page, related));
  }

  private Optional<String> page(String target, String externalId) {
    return links
        .find(target, externalId)
        .filter(link -> link.state() == Link.State.LINKED)
        .map(Link::remoteId);
  }
}
