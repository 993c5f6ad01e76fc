package caravan.blocks;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Puts the rest of a body into a page, request by request, without any I/O: the caller sends what
 * {@link #next()} says and hands the answer to {@link #accept(JsonNode)} until nothing is left. Not
 * for use by several threads.
 */
public final class BodyWrite implements Requests {

  private static final int PAGE_SIZE = 100;

  private final Packing packing = new Packing();
  private final Deque<Step> steps = new ArrayDeque<>();
  private int requests;

  BodyWrite(String pageId, List<Block> rest) {
    this(pageId, rest, Place.END);
  }

  /**
   * @param place where the first of the blocks goes; the others follow it
   */
  BodyWrite(String parentId, List<Block> blocks, Place place) {
    append(parentId, blocks, place);
  }

  /** How many requests it takes to put these blocks below a page or block. */
  static int requestsFor(List<Block> blocks) {
    Packing packing = new Packing();
    int requests = 0;
    int from = 0;
    while (from < blocks.size()) {
      Portion portion = new Portion();
      while (from < blocks.size() && portion.take(packing.pack(blocks.get(from)))) {
        from++;
      }
      requests++;
      requests += portion.parcels().stream().mapToInt(BodyWrite::requestsAfter).sum();
    }
    return requests;
  }

  private static int requestsAfter(Parcel sent) {
    int requests = requestsFor(sent.rest());
    if (sent.insideUnfinished()) {
      requests += (sent.inside().size() + PAGE_SIZE - 1) / PAGE_SIZE;
      requests += sent.inside().stream().mapToInt(BodyWrite::requestsAfter).sum();
    }
    return requests;
  }

  /**
   * The request to send now; the same one until its answer was accepted. Empty when the body is
   * complete.
   */
  @Override
  public Optional<NotionRequest> next() {
    return Optional.ofNullable(steps.peek()).map(Step::request);
  }

  /**
   * Takes the answer to the request that {@link #next()} gave.
   *
   * @throws IllegalStateException if no request was open, or the answer lists fewer blocks than
   *     were sent although their ids are needed
   */
  @Override
  public void accept(JsonNode response) {
    if (steps.isEmpty()) {
      throw new IllegalStateException("The body is complete, there was no request to answer");
    }
    requests++;
    steps.pop().answered(response);
  }

  /** Whether the body is complete. */
  @Override
  public boolean done() {
    return steps.isEmpty();
  }

  /** Requests answered so far. */
  public int requests() {
    return requests;
  }

  /** One request and what follows from its answer. */
  private interface Step {
    NotionRequest request();

    void answered(JsonNode response);
  }

  private void append(String parentId, List<Block> blocks, Place place) {
    if (!blocks.isEmpty()) {
      steps.push(new Append(parentId, blocks, place));
    }
  }

  /** Goes on with what is unfinished in blocks whose ids are now known, in their order. */
  private void goOn(List<Parcel> sent, List<String> ids) {
    for (int i = sent.size() - 1; i >= 0; i--) {
      Parcel parcel = sent.get(i);
      if (!parcel.unfinished()) {
        continue;
      }
      append(ids.get(i), parcel.rest(), Place.END);
      if (parcel.insideUnfinished()) {
        steps.push(new Learn(ids.get(i), parcel.inside(), new ArrayList<>(), null));
      }
    }
  }

  /** Adds as many blocks to a parent as one request holds. */
  private final class Append implements Step {

    private final String parentId;
    private final Place place;
    private final List<Parcel> sent;
    private final List<Block> later;
    private final NotionRequest request;

    Append(String parentId, List<Block> blocks, Place place) {
      this.parentId = parentId;
      this.place = place;
      Portion portion = new Portion();
      int taken = 0;
      while (taken < blocks.size() && portion.take(packing.pack(blocks.get(taken)))) {
        taken++;
      }
      sent = portion.parcels();
      later = blocks.subList(taken, blocks.size());
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("children", portion.json());
      place.into(body);
      request = NotionRequest.adding("PATCH", path(parentId), body);
    }

    @Override
    public NotionRequest request() {
      return request;
    }

    @Override
    public void answered(JsonNode response) {
      List<String> ids = ids(response);
      boolean behindThese = !place.equals(Place.END) && !later.isEmpty();
      boolean needed = behindThese || sent.stream().anyMatch(Parcel::unfinished);
      if (needed && ids.size() != sent.size()) {
        throw new IllegalStateException(
            "Notion listed "
                + ids.size()
                + " new blocks in "
                + parentId
                + " where "
                + sent.size()
                + " were sent, so it is unknown where what follows belongs; the body is incomplete,"
                + " write it anew");
      }
      Place next = behindThese ? Place.after(ids.get(ids.size() - 1)) : Place.END;
      goOn(needed ? sent : List.of(), ids);
      append(parentId, later, next);
    }
  }

  /** Reads the ids of blocks that went into a request below its first level. */
  private final class Learn implements Step {

    private final String parentId;
    private final List<Parcel> sent;
    private final List<String> ids;
    private final String cursor;

    Learn(String parentId, List<Parcel> sent, List<String> ids, String cursor) {
      this.parentId = parentId;
      this.sent = sent;
      this.ids = ids;
      this.cursor = cursor;
    }

    @Override
    public NotionRequest request() {
      String from =
          cursor == null
              ? ""
              : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      return NotionRequest.get(path(parentId) + "?page_size=" + PAGE_SIZE + from);
    }

    @Override
    public void answered(JsonNode response) {
      ids.addAll(ids(response));
      if (ids.size() >= sent.size()) {
        goOn(sent, ids);
      } else if (response.path("has_more").asBoolean()) {
        steps.push(new Learn(parentId, sent, ids, response.path("next_cursor").asText()));
      } else {
        throw new IllegalStateException(
            "Notion lists "
                + ids.size()
                + " blocks in "
                + parentId
                + " where "
                + sent.size()
                + " were sent; the body is incomplete, write it anew");
      }
    }
  }

  private static String path(String parentId) {
    return "/v1/blocks/" + parentId + "/children";
  }

  private static List<String> ids(JsonNode response) {
    List<String> ids = new ArrayList<>();
    response.path("results").forEach(block -> ids.add(block.path("id").asText()));
    return ids;
  }
}
