package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that takes, checks and lists children as Notion does, and counts the requests. */
final class PageWithChildren {

  static final String PAGE = "page";

  private static final Pattern PATH =
      Pattern.compile("/v1/blocks/([^/]+)/children(?:\\?page_size=100(?:&start_cursor=(\\d+))?)?");

  private record Node(String id, Block alone, List<String> children) {}

  private final BlockReader reader = new BlockReader();
  private final Map<String, Node> nodes = new HashMap<>();
  private int requests;
  private int reads;

  PageWithChildren() {
    nodes.put(PAGE, new Node(PAGE, Block.of("page"), new ArrayList<>()));
  }

  /** Creates the page with these blocks and then does what the plan says; returns the requests. */
  int write(List<Block> blocks) {
    BodyPlan plan = BodyPlan.forNewPage(blocks);
    NotionRules.check(plan.firstChildren());
    add(PAGE, plan.firstChildren());
    requests++;
    finish(plan.startIn(PAGE));
    return requests;
  }

  /** Appends these blocks to the empty page; returns the requests. */
  int append(List<Block> blocks) {
    BodyPlan plan = BodyPlan.forEmptyPage(blocks);
    assertThat(plan.firstChildren()).isEmpty();
    finish(plan.startIn(PAGE));
    return requests;
  }

  int reads() {
    return reads;
  }

  List<Block> body() {
    return tree(PAGE).children();
  }

  private void finish(BodyWrite write) {
    for (Optional<NotionRequest> next = write.next(); next.isPresent(); next = write.next()) {
      assertThat(write.done()).isFalse();
      assertThat(write.next()).as("asking again changes nothing").isEqualTo(next);
      write.accept(answer(next.get()));
      requests++;
    }
    assertThat(write.done()).isTrue();
  }

  private JsonNode answer(NotionRequest request) {
    Matcher path = PATH.matcher(request.path());
    assertThat(path.matches()).as(request.path()).isTrue();
    if (request.method().equals("GET")) {
      reads++;
      int from = path.group(2) == null ? 0 : Integer.parseInt(path.group(2));
      List<String> children = nodes.get(path.group(1)).children();
      int to = Math.min(children.size(), from + 100);
      ObjectNode list = list(children.subList(from, to));
      list.put("has_more", to < children.size());
      return to < children.size() ? list.put("next_cursor", "" + to) : list;
    }
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.repeat()).isEqualTo(NotionRequest.Repeat.UNSAFE);
    NotionRules.check(request.body().get("children"));
    assertThat(request.body().get("children")).isNotEmpty();
    return list(add(path.group(1), request.body().get("children")));
  }

  private static ObjectNode list(List<String> ids) {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    list.putArray("results");
    ids.forEach(id -> list.withArray("results").addObject().put("id", id));
    return list;
  }

  private List<String> add(String parent, JsonNode children) {
    List<String> ids = new ArrayList<>();
    for (JsonNode child : children) {
      String id = "b" + nodes.size();
      Block alone = reader.block(child).withChildren(List.of());
      nodes.put(id, new Node(id, alone, new ArrayList<>()));
      nodes.get(parent).children().add(id);
      ids.add(id);
      add(id, child.path(child.path("type").asText()).path("children"));
    }
    return ids;
  }

  private Block tree(String id) {
    Node node = nodes.get(id);
    return node.alone().withChildren(node.children().stream().map(this::tree).toList());
  }
}
