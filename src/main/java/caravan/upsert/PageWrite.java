package caravan.upsert;

import caravan.blocks.Block;
import caravan.blocks.BodyPlan;
import caravan.blocks.BodyWrite;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.notion.WrittenProperties;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The requests that bring one page to what its record says, one after the other. The route sends
 * {@link #next} through the gateway and hands the answer to {@link #accept}, or the error to {@link
 * #failed}.
 *
 * <p>What is known of the page is written down before and after each step: a crash anywhere leaves
 * a link that says what has to be done again. A body counts as written only when its last part is.
 */
public final class PageWrite {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  private enum Step {
    CREATE,
    PATCH,
    BODY,
    DONE
  }

  private final LinkStore links;
  private final Clock clock;
  private final String target;
  private final Record record;
  private final RecordHash hash;
  private final UpsertDecision.Action action;
  private final WrittenProperties properties;
  private final BodyPlan plan;
  private BodyWrite body;
  private Link link;
  private Step step;
  private Outcome outcome;

  /**
   * @param link what is known of the page; null if nothing
   * @param properties what to write of the properties; null if nothing is written
   * @param blocks the record's body; null if the body is left alone
   */
  PageWrite(
      LinkStore links,
      Clock clock,
      String target,
      Record record,
      RecordHash hash,
      UpsertDecision.Action action,
      Link link,
      WrittenProperties properties,
      List<Block> blocks) {
    this.links = links;
    this.clock = clock;
    this.target = target;
    this.record = record;
    this.hash = hash;
    this.action = action;
    this.link = link;
    this.properties = properties;
    this.plan = writesBody() ? plan(blocks) : null;
    switch (action) {
      case CREATE -> begin(Step.CREATE, Outcome.CREATED);
      case UPDATE, RESTORE -> begin(Step.PATCH, Outcome.UPDATED);
      case TRASH -> begin(Step.PATCH, Outcome.DELETED);
      case NOTHING -> begin(Step.DONE, Outcome.UNCHANGED);
      default -> begin(Step.DONE, Outcome.SKIPPED);
    }
  }

  private void begin(Step first, Outcome whenDone) {
    step = first;
    outcome = whenDone;
  }

  private BodyPlan plan(List<Block> blocks) {
    return action == UpsertDecision.Action.CREATE
        ? BodyPlan.forNewPage(blocks)
        : BodyPlan.forEmptyPage(blocks);
  }

  private boolean writesBody() {
    if (record.body() == null) {
      return false;
    }
    return action == UpsertDecision.Action.CREATE
        || (action == UpsertDecision.Action.UPDATE || action == UpsertDecision.Action.RESTORE)
            && !UpsertDecision.sameBody(record, hash, link);
  }

  /** Whether another request has to be sent. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** What became of the record, once {@link #isUnfinished} is false. */
  public Outcome outcome() {
    return outcome;
  }

  /** The next request; what it is about to do is written down first. */
  public NotionRequest next() {
    return switch (step) {
      case CREATE -> create();
      case PATCH -> patch();
      case BODY -> body.next().orElseThrow();
      case DONE -> throw new IllegalStateException("nothing is left to send");
    };
  }

  /** Takes the answer to the request that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case CREATE -> created(answer.path("id").asText());
      case PATCH -> patched();
      case BODY -> {
        body.accept(answer);
        bodyMayBeDone();
      }
      default -> throw new IllegalStateException("nothing was sent");
    }
  }

  /**
   * Takes the error of the request that {@link #next} gave, writes down what is known now, and
   * throws what the record's failure is. A create that was saved although it answered 503 is no
   * failure: its page is known, and the write goes on.
   */
  public void failed(NotionException error) {
    boolean saved = error.kind() == NotionError.Kind.SAVED;
    if (step == Step.PATCH && saved) {
      patched();
      return;
    }
    if (step == Step.CREATE) {
      if (error.error().committedResourceId() != null) {
        created(error.error().committedResourceId());
        return;
      }
      if (error.isAmbiguous()) {
        // It may have waited for its budget and for its answer: the lag counts from here.
        links.stillPending(target, record.externalId());
        throw new CreateOutcomeUnknown(
            record.externalId(), clock.instant().plus(LOOK_AGAIN), error);
      }
      links.forget(target, record.externalId());
      throw error;
    }
    if (error.error().status() == 404) {
      gone(error);
    }
    if (error.error().status() == 400 && error.error().message().contains("archived")) {
      links.save(with(Link.State.TRASHED, link.propertiesHash(), link.bodyHash()));
      throw new PageGone(
          "The page of record %s is in the trash; it is restored on the next attempt."
              .formatted(record.externalId()),
          error);
    }
    throw error;
  }

  private void gone(NotionException error) {
    if (action == UpsertDecision.Action.TRASH) {
      links.save(with(Link.State.TRASHED, null, null));
      step = Step.DONE;
      return;
    }
    links.forget(target, record.externalId());
    throw new PageGone(
        ("The page of record %s is gone, or not shared with the connection any more; a new one is"
                + " created on the next attempt.")
            .formatted(record.externalId()),
        error);
  }

  private NotionRequest create() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("parent").put("type", "data_source_id").put("data_source_id", target);
    request.set("properties", properties.properties());
    if (plan != null) {
      ArrayNode children = plan.firstChildren();
      if (!children.isEmpty()) {
        request.set("children", children);
      }
    }
    boolean whole = plan == null || plan.completeWithCreate();
    links.markPending(target, record.externalId(), hash.properties(), whole ? bodyHash() : null);
    link = links.find(target, record.externalId()).orElseThrow();
    return NotionRequest.adding("POST", "/v1/pages", request);
  }

  private void created(String pageId) {
    link = linked(link, pageId);
    links.save(link);
    if (plan == null || plan.completeWithCreate()) {
      step = Step.DONE;
      return;
    }
    writeBody();
  }

  private NotionRequest patch() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (action == UpsertDecision.Action.TRASH) {
      request.put("in_trash", true);
      return NotionRequest.setting("/v1/pages/" + link.remoteId(), request);
    }
    if (action == UpsertDecision.Action.RESTORE) {
      request.put("in_trash", false);
    }
    if (!hash.properties().equals(link.propertiesHash())) {
      request.set("properties", properties.properties());
    }
    if (plan != null) {
      request.put("erase_content", true);
      links.save(with(link.state(), link.propertiesHash(), null));
    }
    return NotionRequest.setting("/v1/pages/" + link.remoteId(), request);
  }

  private void patched() {
    if (action == UpsertDecision.Action.TRASH) {
      links.save(with(Link.State.TRASHED, null, null));
      step = Step.DONE;
      return;
    }
    String bodyHash = plan == null ? link.bodyHash() : null;
    link = with(Link.State.LINKED, hash.properties(), bodyHash);
    links.save(link);
    if (plan == null) {
      step = Step.DONE;
      return;
    }
    writeBody();
  }

  private void writeBody() {
    body = plan.startIn(link.remoteId());
    step = Step.BODY;
    bodyMayBeDone();
  }

  private void bodyMayBeDone() {
    if (body.done()) {
      link = with(Link.State.LINKED, hash.properties(), bodyHash());
      links.save(link);
      step = Step.DONE;
    }
  }

  /** What the body is once it is written; null if it is left alone. */
  private String bodyHash() {
    return record.body() == null ? null : hash.body();
  }

  private Link with(Link.State state, String propertiesHash, String bodyHash) {
    return new Link(
        target, record.externalId(), link.remoteId(), state, propertiesHash, bodyHash, null, null);
  }

  /** A pending link whose page is known: the page holds what the create carried. */
  static Link linked(Link pending, String pageId) {
    return new Link(
        pending.target(),
        pending.externalId(),
        pageId,
        Link.State.LINKED,
        pending.propertiesHash(),
        pending.bodyHash(),
        null,
        null);
  }
}
