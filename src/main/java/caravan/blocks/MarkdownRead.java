package caravan.blocks;

import caravan.notion.AnswerIncomplete;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a body as enhanced Markdown: one request for up to about 20,000 blocks. What an answer left
 * out ({@code unknown_block_ids}) is read with the same endpoint and put where its {@code
 * <unknown>} tag stands, or to the end if none does; so is what that answer left out. A part of the
 * list that is a page of its own is not read: it is not part of this body.
 */
public final class MarkdownRead implements BodyRead {

  /** So that one huge page cannot take the budget for hours; it is counted what is left out. */
  private static final int REQUESTS = 1_000;

  private final String pageId;
  private final int mostRequests;
  private final EnhancedMarkdown parser = new EnhancedMarkdown();
  private final Deque<String> toRead = new ArrayDeque<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, List<Block>> parts = new LinkedHashMap<>();
  private final Set<String> missing = new HashSet<>();
  private int requests;
  private int hidden;
  private int leftOut;
  private List<Block> whole;

  public MarkdownRead(String pageId) {
    this(pageId, REQUESTS);
  }

  MarkdownRead(String pageId, int mostRequests) {
    this.pageId = pageId;
    this.mostRequests = mostRequests;
    String page = UnknownBlock.plain(pageId);
    toRead.add(page);
    asked.add(page);
  }

  @Override
  public Optional<NotionRequest> next() {
    return Optional.ofNullable(toRead.peek())
        .map(
            id ->
                NotionRequest.get("/v1/pages/" + (canLack() ? dashed(id) : pageId) + "/markdown"));
  }

  @Override
  public boolean done() {
    return toRead.isEmpty();
  }

  @Override
  public boolean canLack() {
    return requests > 0;
  }

  @Override
  public void accept(JsonNode response) {
    if (!response.path("markdown").isTextual()) {
      throw new AnswerIncomplete("the Markdown of " + toRead.peek(), "has no Markdown");
    }
    String id = open();
    List<Block> blocks = parser.parse(response.path("markdown").asText());
    parts.put(id, blocks);
    if (response.path("truncated").asBoolean()) {
      Set<String> pages = new HashSet<>();
      pagesIn(blocks, pages);
      for (JsonNode unknown : response.path("unknown_block_ids")) {
        want(UnknownBlock.plain(unknown.asText()), pages);
      }
    }
    finish();
  }

  @Override
  public void lacking() {
    if (!canLack()) {
      throw new IllegalStateException("The page " + pageId + " itself can't be lacking");
    }
    missing.add(open());
    hidden++;
    finish();
  }

  private String open() {
    if (done()) {
      throw new IllegalStateException("The body is complete, there was no request to answer");
    }
    requests++;
    return toRead.remove();
  }

  private void want(String id, Set<String> pages) {
    if (pages.contains(id) || !asked.add(id)) {
      return;
    }
    if (requests + toRead.size() < mostRequests) {
      toRead.add(id);
    } else {
      missing.add(id);
      leftOut++;
    }
  }

  private static void pagesIn(List<Block> blocks, Set<String> into) {
    for (Block block : blocks) {
      UnknownBlock.of(block).filter(UnknownBlock::page).ifPresent(page -> into.add(page.id()));
      pagesIn(block.children(), into);
    }
  }

  private void finish() {
    if (done() && parts.size() == 1 && missing.isEmpty()) {
      whole = parts.values().iterator().next();
    } else if (done()) {
      Map<String, List<Block>> left = new HashMap<>(parts);
      List<Block> all = new ArrayList<>();
      for (String id : parts.keySet()) {
        // The page first; what no tag stood for comes behind it, in the order of the lists.
        List<Block> part = left.remove(id);
        if (part != null) {
          all.addAll(placed(part, left, 0));
        }
      }
      whole = List.copyOf(all);
    }
  }

  /** The blocks with the parts that were read in the place of their tags; each part once. */
  private List<Block> placed(List<Block> blocks, Map<String, List<Block>> left, int depth) {
    List<Block> placed = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      String id = UnknownBlock.of(block).filter(it -> !it.page()).map(UnknownBlock::id).orElse("");
      List<Block> part = left.remove(id);
      if (part != null) {
        placed.addAll(placed(part, left, depth));
      } else if (!missing.contains(id)) {
        BodyRead.put(block, placed(block.children(), left, depth + 1), depth, placed);
      }
    }
    return placed;
  }

  @Override
  public List<Block> blocks() {
    if (whole == null) {
      throw new IllegalStateException("The body is not read yet");
    }
    return whole;
  }

  @Override
  public int hidden() {
    return hidden;
  }

  @Override
  public int leftOut() {
    return leftOut;
  }

  @Override
  public int furtherParts() {
    return Math.max(0, parts.size() - 1);
  }

  private static String dashed(String id) {
    return id.replaceFirst("^(.{8})(.{4})(.{4})(.{4})(.{12})$", "$1-$2-$3-$4-$5");
  }
}
