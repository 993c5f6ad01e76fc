package caravan.blocks;

import caravan.notion.AnswerIncomplete;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the body of an existing page the wanted one, request by request, without any I/O: the
 * caller sends what {@link #next()} says and hands the answer to {@link #accept(JsonNode)} until
 * nothing is left. It reads what is there first, so running it again after an unknown outcome
 * finishes the work and adds nothing twice. Not for use by several threads.
 *
 * <p>Reading takes one request for each 100 blocks of the page, and one or more for each block with
 * blocks inside that has to be compared, or deleted: only then is it known that no page is deleted
 * with it. {@link #rewriteRequests} says what writing everything anew takes instead.
 */
public final class BodyReplace implements Requests {

  private static final int PAGE_SIZE = 100;

  private final String pageId;
  private final List<Block> wanted;
  private final BodyUpdate mode;
  private final boolean erasedWithPatch;
  private final BodyGuard guard;
  private final Map<String, List<PresentBlock>> read = new LinkedHashMap<>();
  private final Deque<String> toRead = new ArrayDeque<>();
  private final Deque<Requests> steps = new ArrayDeque<>();
  private List<PresentBlock> partlyRead = new ArrayList<>();
  private String cursor;
  private boolean erasing;
  private int requests;
  private int reads;
  private boolean edited;
  private BodyDiff diff;

  /** Begins with the page as it is. */
  public BodyReplace(String pageId, List<Block> wanted, BodyUpdate mode) {
    this(pageId, wanted, mode, false, null);
  }

  /**
   * Begins with the page as it is.
   *
   * @param wanted blocks within the limits of a single block, see {@link WithinLimits}
   * @param erasedWithPatch whether the caller sends a {@code PATCH /v1/pages/{id}} anyway, which
   *     can carry {@code erase_content} at no cost; then it has to ask {@link #erasesFirst}
   * @param guard what keeps a body that people edited as it is, see {@link #isEdited}; null if
   *     their edits may be overwritten
   */
  public BodyReplace(
      String pageId,
      List<Block> wanted,
      BodyUpdate mode,
      boolean erasedWithPatch,
      BodyGuard guard) {
    this.pageId = pageId;
    this.wanted = List.copyOf(wanted);
    this.mode = mode;
    this.erasedWithPatch = erasedWithPatch;
    // An append overwrites nothing.
    this.guard = mode == BodyUpdate.APPEND ? null : guard;
    switch (mode) {
      case DIFF, APPEND -> toRead.add(pageId);
      case REPLACE -> {
        if (guard == null) {
          rewrite();
        } else {
          toRead.add(pageId);
        }
      }
      case LEAVE -> {
        // Nothing is read and nothing is written.
      }
    }
  }

  /** How many requests it takes to write these blocks into an empty page. */
  public static int rewriteRequests(List<Block> wanted) {
    return BodyWrite.requestsFor(wanted);
  }

  @Override
  public Optional<NotionRequest> next() {
    if (isReading()) {
      String from =
          cursor == null
              ? ""
              : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      return Optional.of(
          NotionRequest.get(
              "/v1/blocks/" + toRead.peek() + "/children?page_size=" + PAGE_SIZE + from));
    }
    return erasing
        ? Optional.of(erase())
        : Optional.ofNullable(steps.peek()).flatMap(Requests::next);
  }

  /**
   * Takes the answer to the request that {@link #next()} gave.
   *
   * @throws IllegalStateException if no request was open, or the answer to an append lists fewer
   *     blocks than were sent although their ids are needed
   */
  @Override
  public void accept(JsonNode response) {
    if (done()) {
      throw new IllegalStateException("The body is complete, there was no request to answer");
    }
    requests++;
    if (isReading()) {
      reads++;
      readOn(response);
    } else if (erasing) {
      erasing = false;
    } else {
      steps.peek().accept(response);
      dropFinished();
    }
  }

  /** Whether the body is complete. */
  @Override
  public boolean done() {
    return !isReading() && !erasing && steps.isEmpty();
  }

  /** Whether it is still finding out what the page has. */
  public boolean isReading() {
    return !toRead.isEmpty();
  }

  /** Whether everything is erased next; a caller that does that itself says {@link #erased}. */
  public boolean erasesFirst() {
    return erasing;
  }

  /** Takes note that the caller's own request erased the page's content. */
  public void erased() {
    erasing = false;
  }

  /** Whether people edited the body, so that nothing is written: it is left as it is. */
  public boolean isEdited() {
    return edited;
  }

  /** Requests answered so far. */
  public int requests() {
    return requests;
  }

  /** Those of them that only read. */
  public int reads() {
    return reads;
  }

  /** Blocks that stay although the wanted body has none like them: they are or hold pages. */
  public List<PresentBlock> kept() {
    return diff == null ? List.of() : diff.kept();
  }

  private NotionRequest erase() {
    return NotionRequest.setting(
        "/v1/pages/" + pageId, JsonNodeFactory.instance.objectNode().put("erase_content", true));
  }

  private void readOn(JsonNode response) {
    Optional<String> next = AnswerIncomplete.nextCursor(response, "the blocks in " + toRead.peek());
    for (JsonNode each : response.path("results")) {
      partlyRead.add(PresentBlock.read(each));
    }
    if (next.isPresent()) {
      cursor = next.get();
      return;
    }
    read.put(toRead.pop(), partlyRead);
    partlyRead = new ArrayList<>();
    cursor = null;
    if (toRead.isEmpty()) {
      compare();
    }
  }

  private void compare() {
    List<PresentBlock> present = known(read.get(pageId));
    diff =
        mode == BodyUpdate.APPEND
            ? BodyAdditions.of(pageId, present, wanted)
            : BodyDiff.of(pageId, present, wanted);
    if (guard != null && isLeft(present)) {
      edited = true;
      return;
    }
    Set<String> missing = new LinkedHashSet<>(diff.unread());
    if (guard != null) {
      // Only a body that is known whole is known to be as it was written.
      present.forEach(block -> unreadInside(block, missing));
    }
    if (!missing.isEmpty()) {
      toRead.addAll(missing);
    } else if (isRewritten()) {
      rewrite();
    } else {
      diff.edits().forEach(edit -> steps.add(edit.start()));
    }
  }

  /** A body that says what is wanted already is nothing to keep, whoever wrote it. */
  private boolean isLeft(List<PresentBlock> present) {
    if (!isDifferent()) {
      return false;
    }
    boolean pagesToo = mode == BodyUpdate.REPLACE;
    boolean unread = present.stream().anyMatch(BodyReplace::isUnread);
    return unread ? guard.findsOthers(present, pagesToo) : guard.isEdited(present, pagesToo);
  }

  /** As far as it was read; pages inside the body go only where everything is erased. */
  private boolean isDifferent() {
    boolean pagesGo = mode == BodyUpdate.REPLACE && !diff.kept().isEmpty();
    return !diff.edits().isEmpty() || pagesGo;
  }

  private boolean isRewritten() {
    return switch (mode) {
      case REPLACE -> isDifferent();
      case DIFF -> isReplacedCheaper();
      default -> false;
    };
  }

  private static boolean isUnread(PresentBlock block) {
    return block.childrenUnread() || block.children().stream().anyMatch(BodyReplace::isUnread);
  }

  private static void unreadInside(PresentBlock block, Set<String> into) {
    if (block.childrenUnread()) {
      into.add(block.id());
    }
    block.children().forEach(child -> unreadInside(child, into));
  }

  /**
   * A page that keeps less than half of its blocks has little to lose; and what is or holds another
   * page is never erased.
   */
  private boolean isReplacedCheaper() {
    int anew = (erasedWithPatch ? 0 : 1) + rewriteRequests(wanted);
    return diff.requests() > anew && 2 * diff.untouched() < diff.present() && diff.kept().isEmpty();
  }

  private void rewrite() {
    erasing = true;
    steps.add(BodyPlan.forEmptyPage(wanted).startIn(pageId));
    dropFinished();
  }

  private void dropFinished() {
    while (!steps.isEmpty() && steps.peek().next().isEmpty()) {
      steps.pop();
    }
  }

  private List<PresentBlock> known(List<PresentBlock> blocks) {
    return blocks.stream()
        .map(
            block ->
                read.containsKey(block.id())
                    ? block.withChildren(known(read.get(block.id())))
                    : block)
        .toList();
  }
}
