package caravan.upsert;

import caravan.notion.NotionRequest;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.store.RelationStore;
import caravan.store.RelationStore.Waiting;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets relations whose targets did not exist when their record was written. */
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

  public SecondPass(RelationStore relations, LinkStore links) {
    this.relations = relations;
    this.links = links;
  }

  /** The relations of which more can be set than was. */
  public List<Settable> settable() {
    List<Settable> settable = new ArrayList<>();
    for (Waiting waiting : relations.all()) {
      Optional<String> page = page(waiting.target(), waiting.externalId());
      List<String> related =
          waiting.wantedIds().stream()
              .flatMap(id -> page(waiting.relatedTarget(), id).stream())
              .toList();
      int missing = waiting.wantedIds().size() - related.size();
      if (page.isPresent() && missing < waiting.missing()) {
        settable.add(new Settable(waiting, page.get(), related));
      }
    }
    return settable;
  }

  /** The relation was set. */
  public void written(Settable done) {
    relations.written(done.waiting(), done.stillMissing());
  }

  private Optional<String> page(String target, String externalId) {
    return links
        .find(target, externalId)
        .filter(link -> link.state() == Link.State.LINKED)
        .map(Link::remoteId);
  }
}
