package caravan.upsert;

import caravan.blocks.Block;
import caravan.blocks.BodyGuard;
import caravan.blocks.BodyPlan;
import caravan.blocks.BodyPrint;
import caravan.blocks.BodyReplace;
import caravan.blocks.BodyUpdate;
import caravan.blocks.OnConflict;
import caravan.blocks.Requests;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * The body's part in the write of one page: what goes into the create, what is read and what
 * follows, and whether the body is left as people edited it. It counts as written only when its
 * last part is.
 */
final class PageBody {

  /** How often one body is read again because blocks changed meanwhile. */
  private static final int READ_AGAIN = 2;

  private final KnownPage page;
  private final List<Block> wanted;
  private final String hash;
  private final BodyUpdate update;
  private final OnConflict onConflict;
  private final Predicate<String> isHub;
  private BodyPrint print;
  private BodyPlan plan;
  private BodyReplace replace;
  private Requests requests;
  private boolean begun;
  private boolean settled;
  private int readAgain;

  /**
   * @param wanted the record's body
   * @param hash the record's hash of it
   * @param update how a body that is there becomes this one
   * @param onConflict what becomes of one that people edited
   * @param isHub whether a user of Notion is the hub
   */
  PageBody(
      KnownPage page,
      List<Block> wanted,
      String hash,
      BodyUpdate update,
      OnConflict onConflict,
      Predicate<String> isHub) {
    this.page = page;
    this.wanted = List.copyOf(wanted);
    this.hash = hash;
    // Whatever the mode, what was begun is finished.
    this.update = update.onlyAdds() && page.body().isBrokenOff() ? BodyUpdate.DIFF : update;
    this.onConflict = onConflict;
    this.isHub = isHub;
    this.print = this.update.onlyAdds() ? null : BodyPrint.of(wanted);
  }

  /** What the create carries; written down before it is sent. */
  ArrayNode create(String propertiesHash) {
    plan = BodyPlan.forNewPage(wanted);
    print = BodyPrint.of(wanted);
    page.creatingWith(print, plan.completeWithCreate());
    page.creating(propertiesHash, plan.completeWithCreate() ? hash : null);
    return plan.firstChildren();
  }

  /** Whether the create puts the whole body into the page. */
  boolean isCompleteWithCreate() {
    return plan.completeWithCreate();
  }

  /** The page was created with the first part of the body; the rest follows. */
  void created() {
    requests = plan.startIn(page.id());
    begun = true;
  }

  /**
   * Begins to find out what the page lacks.
   *
   * @param withPatch whether a patch of the page is sent anyway once that is known; it can empty
   *     the body
   */
  void compare(boolean withPatch) {
    replace = new BodyReplace(page.id(), wanted, mode(withPatch), withPatch, guard());
    requests = replace;
  }

  private BodyUpdate mode(boolean withPatch) {
    if (plan != null) {
      return BodyUpdate.DIFF; // what a create could not finish is finished in any mode
    }
    if (update == BodyUpdate.APPEND && wanted.isEmpty()) {
      return BodyUpdate.LEAVE;
    }
    // The patch that is sent anyway empties a body, so that there is nothing to compare.
    boolean emptied = update == BodyUpdate.DIFF && withPatch && wanted.isEmpty() && overwrites();
    return emptied ? BodyUpdate.REPLACE : update;
  }

  private BodyGuard guard() {
    KnownPage.Body written = page.body();
    return overwrites() ? null : new BodyGuard(written.print(), written.whole(), isHub);
  }

  private boolean overwrites() {
    return onConflict == OnConflict.OVERWRITE;
  }

  /**
   * Whether it depends on who made the page if anything is done: where the record has no body and
   * the hub never wrote one, what is in a page that people made is nothing that could be out of
   * date. The answer to the patch of the properties tells, at no cost.
   */
  boolean dependsOnMaker() {
    return wanted.isEmpty() && !page.hadBody() && !overwrites();
  }

  /** Takes the answer to the patch of the properties where {@link #dependsOnMaker}. */
  void patched(JsonNode answer) {
    String maker = answer.path("created_by").path("id").asText();
    String patcher = answer.path("last_edited_by").path("id").asText();
    settled = !maker.isEmpty() && !patcher.isEmpty() && !maker.equals(patcher);
    if (!settled) {
      compare(false);
    }
  }

  boolean isReading() {
    return replace != null && replace.isReading();
  }

  /** Whether the patch of the page is to empty the body. */
  boolean erasesFirst() {
    return replace != null && replace.erasesFirst();
  }

  /** The patch of the page emptied the body. */
  void erased() {
    replace.erased();
  }

  /** The next request; that the body is about to change is written down first. */
  NotionRequest next() {
    if (!isReading()) {
      begin();
    }
    return requests.next().orElseThrow();
  }

  /** The body is about to change. */
  void begin() {
    if (!begun) {
      begun = true;
      page.bodyIsUnderWay(print);
    }
  }

  void accept(JsonNode answer) {
    requests.accept(answer);
  }

  /** Whether nothing is left to send. */
  boolean done() {
    return settled || requests.done();
  }

  /** The last request was answered: writes down what the body is now, unless it was left. */
  void finish() {
    if (!isLeft()) {
      page.bodyIsWritten(hash, settled ? null : print);
    }
  }

  /** Whether the body stays as people edited it. */
  boolean isLeft() {
    return replace != null && replace.isEdited();
  }

  /** Whether people are told that it stays. */
  boolean isToldOf() {
    return onConflict == OnConflict.ALERT;
  }

  /** Whether it stays because people made the page and the record has no body. */
  boolean isNobodysMatter() {
    return settled;
  }

  /** How many pages and databases stay in the body although the record's has none. */
  int pagesKept() {
    return replace == null ? 0 : replace.kept().size();
  }

  /** Reads the body again, because it is not as it was read; not for ever. */
  boolean readAgain(boolean withPatch) {
    if (readAgain == READ_AGAIN) {
      return false;
    }
    readAgain++;
    compare(withPatch);
    return true;
  }
}
