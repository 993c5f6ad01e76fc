package caravan.blocks;

import caravan.notion.AnswerIncomplete;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads a body block by block: one request for each 100 blocks of a level (Notion: retrieve block
 * children). Exact, and dearer than {@link MarkdownRead}. It goes neither into pages and databases,
 * which are no part of this body, nor into blocks that nobody wants. What stands in a synced copy
 * is read from its original, because a copy may say that it does not exist.
 */
public final class TreeRead implements BodyRead {

  private static final int PAGE_SIZE = 100;
  private static final int REQUESTS = 5_000;

  /** Copies of copies could make a small page an endless one. */
  private static final int BLOCKS = 200_000;

  private static final Set<String> CLOSED = Set.of("child_page", "child_database", "unsupported");

  /** A block without its children, and whose children those are. */
  private record Node(Block block, List<String> insides) {}

  private final String pageId;
  private final Predicate<String> wanted;
  private final int mostRequests;
  private final int mostBlocks;
  private final Deque<String> toRead = new ArrayDeque<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, List<Node>> read = new HashMap<>();
  private List<Node> partlyRead = new ArrayList<>();
  private String cursor;
  private int requests;
  private int hidden;
  private int leftOut;
  private int built;
  private List<Block> whole;

  /**
   * @param wanted whether blocks of a type are wanted; others are read without what is inside
   */
  public TreeRead(String pageId, Predicate<String> wanted) {
    this(pageId, wanted, REQUESTS, BLOCKS);
  }

  TreeRead(String pageId, Predicate<String> wanted, int mostRequests, int mostBlocks) {
    this.pageId = pageId;
    this.wanted = wanted;
    this.mostRequests = mostRequests;
    this.mostBlocks = mostBlocks;
    toRead.add(pageId);
    asked.add(pageId);
  }

  @Override
  public Optional<NotionRequest> next() {
    String from =
        cursor == null ? "" : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    return Optional.ofNullable(toRead.peek())
        .map(
            id ->
                NotionRequest.get("/v1/blocks/" + id + "/children?page_size=" + PAGE_SIZE + from));
  }

  @Override
  public boolean done() {
    return toRead.isEmpty();
  }

  @Override
  public boolean canLack() {
    return !pageId.equals(toRead.peek());
  }

  @Override
  public void accept(JsonNode response) {
    refuseIfDone();
    Optional<String> next = AnswerIncomplete.nextCursor(response, "the blocks in " + toRead.peek());
    requests++;
    for (JsonNode each : response.path("results")) {
      Block block = new BlockReader().block(each);
      List<String> insides = wanted.test(block.type()) ? insides(each, block) : List.of();
      insides.forEach(this::want);
      partlyRead.add(new Node(block, insides));
    }
    cursor = next.orElse(null);
    if (cursor != null && requests >= mostRequests) {
      leftOut++;
      cursor = null;
    }
    if (cursor == null) {
      close();
    }
  }

  @Override
  public void lacking() {
    refuseIfDone();
    if (!canLack()) {
      throw new IllegalStateException("The page " + pageId + " itself can't be lacking");
    }
    requests++;
    hidden++;
    cursor = null;
    close();
  }

  private void refuseIfDone() {
    if (done()) {
      throw new IllegalStateException("The body is complete, there was no request to answer");
    }
  }

  private void close() {
    read.put(toRead.remove(), partlyRead);
    partlyRead = new ArrayList<>();
    if (done()) {
      whole = build(pageId, new ArrayDeque<>());
    }
  }

  private void want(String id) {
    if (!asked.contains(id)) {
      if (requests + toRead.size() <= mostRequests) {
        asked.add(id);
        toRead.add(id);
      } else {
        leftOut++;
      }
    }
  }

  /** Whose children stand inside a block. */
  private static List<String> insides(JsonNode json, Block block) {
    JsonNode own = json.path(block.type());
    JsonNode sections = own.path("children");
    if (sections.isObject()) {
      // Meeting notes name the blocks of their parts (Notion: block, meeting notes).
      List<String> named = new ArrayList<>();
      for (String part : List.of("summary_block_id", "notes_block_id")) {
        if (sections.path(part).isTextual()) {
          named.add(sections.path(part).asText());
        }
      }
      return named;
    }
    JsonNode original = own.path("synced_from").path("block_id");
    if (original.isTextual()) {
      return List.of(original.asText());
    }
    boolean inside = json.path("has_children").asBoolean() && !CLOSED.contains(block.type());
    return inside ? List.of(json.path("id").asText()) : List.of();
  }

  private List<Block> build(String id, Deque<String> above) {
    List<Block> blocks = new ArrayList<>();
    if (above.contains(id)) {
      return blocks;
    }
    above.push(id);
    for (Node node : read.getOrDefault(id, List.of())) {
      if (++built > mostBlocks) {
        leftOut++;
        break;
      }
      List<Block> inside = new ArrayList<>();
      for (String each : node.insides()) {
        inside.addAll(build(each, above));
      }
      BodyRead.put(node.block(), inside, above.size() - 1, blocks);
    }
    above.pop();
    return blocks;
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

  /** The tree is always read in parts. */
  @Override
  public int furtherParts() {
    return 0;
  }
}
