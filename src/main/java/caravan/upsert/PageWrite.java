package caravan.upsert;

import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.notion.WrittenProperties;
import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The requests that bring one page to what its record says, one after the other. The route sends
 * {@link #next} through the gateway and hands the answer to {@link #accept}, or the error to {@link
 * #failed}. What is known of the page meanwhile is {@link KnownPage}'s to remember, what becomes of
 * its body {@link PageBody}'s to say.
 */
public final class PageWrite {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  /** "Can't edit page on block that is archived. You must unarchive ..." and the like. */
  private static final Pattern ARCHIVED =
      Pattern.compile("(?i)unarchive|is archived|archived ancestor");

  private enum Step {
    CREATE,
    READ,
    PATCH,
    WHERE,
    BODY,
    DONE
  }

  private final KnownPage page;
  private final Clock clock;
  private final UpsertDecision.Action action;
  private final WrittenProperties properties;
  private final String propertiesHash;
  private final PageBody body;
  private Step step;
  private Outcome outcome;
  private boolean patched;
  private NotionException refusal;

  /**
   * @param properties what to write of the properties; null if they need nothing
   * @param propertiesHash the record's hash of them
   * @param body what to write as the body; null if it needs nothing or is left alone
   */
  PageWrite(
      KnownPage page,
      Clock clock,
      UpsertDecision.Action action,
      WrittenProperties properties,
      String propertiesHash,
      PageBody body) {
    this.page = page;
    this.clock = clock;
    this.action = action;
    this.properties = properties;
    this.propertiesHash = propertiesHash;
    this.body = body;
    switch (action) {
      case CREATE -> begin(Step.CREATE, Outcome.CREATED);
      case UPDATE -> {
        begin(Step.PATCH, Outcome.UPDATED);
        if (body != null && !dependsOnMaker()) {
          compareBody();
        }
      }
      case RESTORE -> {
        begin(Step.PATCH, Outcome.UPDATED);
        if (body != null) {
          body.compare(false);
        }
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

  private boolean dependsOnMaker() {
    return action == UpsertDecision.Action.UPDATE && properties != null && body.dependsOnMaker();
  }

  /**
   * Finds out first what the body needs: if it is erased, the patch of the properties does that.
   */
  private void compareBody() {
    body.compare(properties != null);
    step = body.isReading() ? Step.READ : afterReading();
    bodyMayBeDone();
  }

  private Step afterReading() {
    return properties != null ? Step.PATCH : Step.BODY;
  }

  /** Whether another request has to be sent. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** What became of the record, once {@link #isUnfinished} is false. */
  public Outcome outcome() {
    return outcome;
  }

  /** What became of the body; null if it needed nothing or was left alone. */
  PageBody body() {
    return body;
  }

  KnownPage page() {
    return page;
  }

  /** The next request; what it is about to do is written down first. */
  public NotionRequest next() {
    return switch (step) {
      case CREATE -> create();
      case PATCH -> patch();
      case READ, BODY -> body.next();
      case WHERE -> NotionRequest.get("/v1/pages/" + page.id());
      case DONE -> throw new IllegalStateException("nothing is left to send");
    };
  }

  /** Takes the answer to the request that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case CREATE -> created(answer.path("id").asText());
      case PATCH -> patched(answer);
      case WHERE -> throw whereItIs(answer);
      case READ -> {
        body.accept(answer);
        if (!body.isReading()) {
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
    if (step == Step.WHERE) {
      throw refusal;
    }
    boolean saved = error.kind() == NotionError.Kind.SAVED;
    if (step == Step.PATCH && saved) {
      patched(JsonNodeFactory.instance.missingNode());
      return;
    }
    if (step == Step.CREATE) {
      createFailed(error);
      return;
    }
    if (isBodyDoubtful(error) && body.readAgain(step == Step.READ && properties != null)) {
      return;
    }
    if (error.isMissing() && isAboutThePage(error)) {
      gone(error);
      return;
    }
    if (error.error().status() == 400 && isArchived(error)) {
      if (action == UpsertDecision.Action.TRASH) {
        inTrash(); // where it was wanted: by a request whose answer was lost, or by a person
        return;
      }
      page.wasPutIntoTrash();
      throw new PageGone(
          "The page of record %s is in the trash; it is restored on the next attempt."
              .formatted(page.externalId()),
          error);
    }
    if (error.error().status() == 400 && step == Step.PATCH) {
      refusal = error;
      step = Step.WHERE;
      return;
    }
    throw error;
  }

  /**
   * Notion takes no value of a property that the page does not have: it may have been moved to
   * another data source, where it is this record's page no more.
   */
  private RuntimeException whereItIs(JsonNode answer) {
    String there = answer.path("parent").path("data_source_id").asText(null);
    if (there == null || NotionId.same(there, page.target())) {
      return refusal;
    }
    page.isGone();
    return new PageGone(
        ("The page of record %s was moved to another data source (%s); its External ID is looked up,"
                + " and a new page is created only if there is none.")
            .formatted(page.externalId(), there),
        refusal);
  }

  /** Whether a refusal is being looked into already, so that its cause is no news. */
  boolean isRefused() {
    return refusal != null;
  }

  /** Notion refused the request of {@link #next} for what the whole data source has become. */
  void refused() {
    if (step == Step.CREATE) {
      page.doesNotExist();
    }
  }

  private void createFailed(NotionException error) {
    if (error.error().committedResourceId() != null) {
      created(error.error().committedResourceId());
      return;
    }
    if (error.isAmbiguous()) {
      page.mayExist();
      throw new CreateOutcomeUnknown(page.externalId(), clock.instant().plus(LOOK_AGAIN), error);
    }
    page.doesNotExist();
    throw error;
  }

  /**
   * Whether the body is not as it was read: a block has gone meanwhile, or an edit was saved whose
   * answer with the new blocks is lost. What is there now says what is left to do. An edit of which
   * nobody knows if it was saved is another matter: it may arrive yet, so the record fails, and its
   * next attempt reads what is there before it sends anything.
   */
  private boolean isBodyDoubtful(NotionException error) {
    boolean saved = error.kind() == NotionError.Kind.SAVED;
    boolean archived = error.error().status() == 400 && isArchived(error);
    boolean blockGone = !isAboutThePage(error) && (error.isMissing() || archived);
    return step != Step.PATCH && (saved || blockGone);
  }

  private boolean isAboutThePage(NotionException error) {
    return error.path().contains(page.id());
  }

  private static boolean isArchived(NotionException error) {
    return ARCHIVED.matcher(error.error().message()).find();
  }

  private void gone(NotionException error) {
    if (action == UpsertDecision.Action.TRASH) {
      inTrash();
      return;
    }
    page.isGone();
    throw new PageGone(
        ("The page of record %s is gone, or not shared with the connection any more; its External ID"
                + " is looked up, and a new page is created only if there is none.")
            .formatted(page.externalId()),
        error);
  }

  private NotionRequest create() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("parent").put("type", "data_source_id").put("data_source_id", page.target());
    request.set("properties", properties.properties());
    if (body == null) {
      page.creating(propertiesHash, null);
    } else {
      ArrayNode children = body.create(propertiesHash);
      if (!children.isEmpty()) {
        request.set("children", children);
      }
    }
    return NotionRequest.adding("POST", "/v1/pages", request);
  }

  private void created(String pageId) {
    page.exists(pageId);
    if (body == null || body.isCompleteWithCreate()) {
      step = Step.DONE;
      return;
    }
    body.created();
    step = Step.BODY;
    bodyMayBeDone();
  }

  private NotionRequest patch() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    page.propertiesAreUnderWay();
    if (action == UpsertDecision.Action.TRASH) {
      request.put("in_trash", true);
      return NotionRequest.setting("/v1/pages/" + page.id(), request);
    }
    if (action == UpsertDecision.Action.RESTORE) {
      request.put("in_trash", false);
    }
    if (properties != null) {
      request.set("properties", properties.properties());
    }
    if (body != null && body.erasesFirst()) {
      request.put("erase_content", true);
      body.begin();
    }
    return NotionRequest.setting("/v1/pages/" + page.id(), request);
  }

  private void patched(JsonNode answer) {
    if (action == UpsertDecision.Action.TRASH) {
      inTrash();
      return;
    }
    patched = true;
    page.propertiesAreWritten(propertiesHash);
    if (body == null) {
      step = Step.DONE;
      return;
    }
    if (dependsOnMaker()) {
      body.patched(answer);
    } else {
      body.erased();
    }
    step = Step.BODY;
    bodyMayBeDone();
  }

  private void inTrash() {
    page.isInTrash();
    step = Step.DONE;
  }

  private void bodyMayBeDone() {
    if (step == Step.BODY && body.done()) {
      body.finish();
      step = Step.DONE;
      if (body.isLeft() && !patched) {
        outcome = Outcome.SKIPPED;
      }
    }
  }
}
