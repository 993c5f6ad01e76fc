package caravan.upsert;

import caravan.blocks.Block;
import caravan.blocks.BodyPlan;
import caravan.blocks.BodyReplace;
import caravan.blocks.BodyUpdate;
import caravan.blocks.Requests;
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

  /** How often the body of one page is read again because blocks changed meanwhile. */
  private static final int READ_AGAIN = 2;

  private enum Step {
    CREATE,
    READ,
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
  private final List<Block> blocks;
  private final BodyUpdate bodyUpdate;
  private final BodyPlan plan;
  private Requests body;
  private BodyReplace replace;
  private int readAgain;
  private Link link;
  private Step step;
  private Outcome outcome;

  /**
   * @param link what is known of the page; null if nothing
   * @param properties what to write of the properties; null if they need nothing
   * @param blocks the record's body; null if the body is left alone
   * @param bodyUpdate how a body that is there becomes this one
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
      List<Block> blocks,
      BodyUpdate bodyUpdate) {
    this.links = links;
    this.clock = clock;
    this.target = target;
    this.record = record;
    this.hash = hash;
    this.action = action;
    this.link = link;
    this.properties = properties;
    this.blocks = blocks;
    this.bodyUpdate = bodyUpdate;
    boolean creates = action == UpsertDecision.Action.CREATE && blocks != null;
    this.plan = creates ? BodyPlan.forNewPage(blocks) : null;
    switch (action) {
      case CREATE -> begin(Step.CREATE, Outcome.CREATED);
      case UPDATE -> {
        begin(Step.PATCH, Outcome.UPDATED);
        compareBody();
      }
      case RESTORE -> {
        begin(Step.PATCH, Outcome.UPDATED);
        useReplace(bodyDiffers() ? replace(false) : null);
      }
      case TRASH -> begin(Step.PATCH, Outcome.DELETED);
      case NOTHING -> begin(Step.DONE, Outcome.UNCHANGED);
      default -> begin(Step.DONE, Outcome.SKIPPED);
    }
  }

  private void begin(Step first, Outcome whenDone) {
    step = first;
    outcome = whenDone;
  }

  private boolean bodyDiffers() {
    return !UpsertDecision.sameBody(record, hash, link);
  }

  private boolean propertiesDiffer() {
    return properties != null;
  }

  /**
   * Finds out first what the body needs: if it is erased, the patch of the properties does that.
   */
  private void compareBody() {
    if (bodyDiffers()) {
      useReplace(replace(propertiesDiffer()));
      step = replace.isReading() ? Step.READ : afterReading();
    }
  }

  private Step afterReading() {
    return propertiesDiffer() ? Step.PATCH : Step.BODY;
  }

  private BodyReplace replace(boolean withPatch) {
    return new BodyReplace(link.remoteId(), blocks, mode(withPatch), withPatch, null);
  }

  private BodyUpdate mode(boolean withPatch) {
    if (action == UpsertDecision.Action.CREATE) {
      return BodyUpdate.DIFF; // what a create could not finish is finished in any mode
    }
    // The patch that is sent anyway empties a body, so that there is nothing to compare.
    boolean emptied = bodyUpdate == BodyUpdate.DIFF && withPatch && blocks.isEmpty();
    return emptied ? BodyUpdate.REPLACE : bodyUpdate;
  }

  private void useReplace(BodyReplace next) {
    replace = next;
    body = next;
  }

  /** Whether another request has to be sent. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** What became of the record, once {@link #isUnfinished} is false. */
  public Outcome outcome() {
    return outcome;
  }

  /** How many pages and databases stay in the body although the record's has none. */
  int pagesKept() {
    return replace == null ? 0 : replace.kept().size();
  }

  /** The next request; what it is about to do is written down first. */
  public NotionRequest next() {
    return switch (step) {
      case CREATE -> create();
      case PATCH -> patch();
      case READ -> body.next().orElseThrow();
      case BODY -> bodyEdit();
      case DONE -> throw new IllegalStateException("nothing is left to send");
    };
  }

  /** Takes the answer to the request that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case CREATE -> created(answer.path("id").asText());
      case PATCH -> patched();
      case READ -> {
        body.accept(answer);
        if (!replace.isReading()) {
          step = afterReading();
          bodyMayBeDone();
        }
      }
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
    if (isWorthReadingAgain(error)) {
      readAgain++;
      useReplace(replace(step == Step.READ && propertiesDiffer()));
      return;
    }
    if (error.error().status() == 404 && isAboutThePage(error)) {
      gone(error);
      return;
    }
    if (error.error().status() == 400 && isArchived(error)) {
      if (action == UpsertDecision.Action.TRASH) {
        patched(); // where it was wanted: by a request whose answer was lost, or by a person
        return;
      }
      links.save(with(Link.State.TRASHED, link.propertiesHash(), link.bodyHash()));
      throw new PageGone(
          "The page of record %s is in the trash; it is restored on the next attempt."
              .formatted(record.externalId()),
          error);
    }
    throw error;
  }

  /**
   * Whether the body is not as it was read: a block has gone meanwhile, or an edit was saved whose
   * answer with the new blocks is lost. What is there now says what is left to do.
   */
  private boolean isWorthReadingAgain(NotionException error) {
    boolean saved = error.kind() == NotionError.Kind.SAVED;
    boolean archived = error.error().status() == 400 && isArchived(error);
    boolean blockGone = !isAboutThePage(error) && (error.error().status() == 404 || archived);
    return step != Step.PATCH && readAgain < READ_AGAIN && (saved || blockGone);
  }

  private boolean isAboutThePage(NotionException error) {
    return error.path().contains(link.remoteId());
  }

  private static boolean isArchived(NotionException error) {
    return error.error().message().contains("archived");
  }

  private void gone(NotionException error) {
    if (action == UpsertDecision.Action.TRASH) {
      links.save(with(Link.State.TRASHED, null, null));
      step = Step.DONE;
      return;
    }
    // Notion answers the same for a page that is gone and one that is not shared: what the data
    // source
    // holds decides, not this answer.
    links.markPending(target, record.externalId(), null, null);
    throw new PageGone(
        ("The page of record %s is gone, or not shared with the connection any more; its External ID"
                + " is looked up, and a new page is created only if there is none.")
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
    body = plan.startIn(pageId);
    step = Step.BODY;
    bodyMayBeDone();
  }

  private NotionRequest patch() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    propertiesAreUnfinished();
    if (action == UpsertDecision.Action.TRASH) {
      request.put("in_trash", true);
      return NotionRequest.setting("/v1/pages/" + link.remoteId(), request);
    }
    if (action == UpsertDecision.Action.RESTORE) {
      request.put("in_trash", false);
    }
    if (properties != null) {
      request.set("properties", properties.properties());
    }
    if (replace != null && replace.erasesFirst()) {
      request.put("erase_content", true);
      bodyIsUnfinished();
    }
    return NotionRequest.setting("/v1/pages/" + link.remoteId(), request);
  }

  private void patched() {
    if (action == UpsertDecision.Action.TRASH) {
      links.save(with(Link.State.TRASHED, null, null));
      step = Step.DONE;
      return;
    }
    link = with(Link.State.LINKED, hash.properties(), link.bodyHash());
    links.save(link);
    if (replace == null) {
      step = Step.DONE;
      return;
    }
    replace.erased();
    step = Step.BODY;
    bodyMayBeDone();
  }

  private NotionRequest bodyEdit() {
    if (replace == null || !replace.isReading()) {
      bodyIsUnfinished();
    }
    return body.next().orElseThrow();
  }

  /** Until the answer is there, nobody knows what of this patch was saved. */
  private void propertiesAreUnfinished() {
    boolean changes = action != UpsertDecision.Action.UPDATE || properties != null;
    if (changes && link.propertiesHash() != null) {
      link = with(link.state(), null, link.bodyHash());
      links.save(link);
    }
  }

  private void bodyIsUnfinished() {
    if (link.bodyHash() != null) {
      link = with(link.state(), link.propertiesHash(), null);
      links.save(link);
    }
  }

  private void bodyMayBeDone() {
    if (body.done() && step != Step.PATCH) {
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
