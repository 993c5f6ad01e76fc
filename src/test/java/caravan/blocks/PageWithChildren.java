package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that takes, checks, lists, updates and deletes blocks as Notion does, and counts the
 * requests.
 */
final class PageWithChildren {

  static final String PAGE = "page";

  /** The user in whose name requests are made. */
  static final String HUB = "hub";

  private static final String PERSON = "person";

  private static final Pattern CHILDREN =
      Pattern.compile("/v1/blocks/([^/]+)/children(?:\\?page_size=100(?:&start_cursor=(\\d+))?)?");
  private static final Pattern BLOCK = Pattern.compile("/v1/blocks/([^/]+)");

  private static final class Node {
    private final List<String> children = new ArrayList<>();
    private final String createdBy;
    private String parent;
    private JsonNode json;
    private String editedBy;

    Node(String parent, JsonNode json, String createdBy) {
      this.parent = parent;
      this.json = json;
      this.createdBy = createdBy;
      this.editedBy = createdBy;
    }
  }

  private final BlockReader reader = new BlockReader();
  private final Map<String, Node> nodes = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private final Set<String> listed = new HashSet<>();
  private Map<String, Block> before = Map.of();
  private int requests;
  private int reads;

  PageWithChildren() {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("type", "page");
    nodes.put(PAGE, new Node(null, page, PERSON));
  }

  /** A page that has these blocks already, without any request counted. */
  static PageWithChildren with(List<Block> blocks) {
    PageWithChildren page = new PageWithChildren();
    page.append(blocks);
    page.requests = 0;
    page.reads = 0;
    page.log.clear();
    page.before = page.blocks();
    return page;
  }

  /** Creates the page with these blocks and then does what the plan says; returns the requests. */
  int write(List<Block> blocks) {
    BodyPlan plan = BodyPlan.forNewPage(blocks);
    NotionRules.check(plan.firstChildren());
    add(PAGE, 0, plan.firstChildren(), HUB);
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

  /** Sends these requests and answers them until no more follow; returns how many it were. */
  int finish(Requests all) {
    int before = requests;
    for (Optional<NotionRequest> next = all.next(); next.isPresent(); next = all.next()) {
      assertThat(all.next()).as("asking again changes nothing").isEqualTo(next);
      all.accept(answer(next.get()));
    }
    return requests - before;
  }

  /** Puts a block into the page that no request could, as a person does. */
  String addByHand(String parent, int index, String type) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type);
    json.putObject(type).put("title", "by hand");
    String id = "b" + nodes.size();
    nodes.put(id, new Node(parent, json, PERSON));
    nodes.get(parent).children.add(index, id);
    return id;
  }

  /** A person adds a block, with everything inside it. */
  String addByHand(String parent, int index, Block block) {
    return add(parent, index, new BlockWriter().write(List.of(block)), PERSON).get(0);
  }

  /** A person makes a block say something else; what is inside it stays. */
  void editByHand(String id, Block block) {
    nodes.get(id).json = new BlockWriter().writeAlone(block);
    nodes.get(id).editedBy = PERSON;
  }

  /** A person deletes a block. */
  void deleteByHand(String id) {
    nodes.get(nodes.get(id).parent).children.remove(id);
  }

  /** A person drags a block elsewhere, which leaves no trace in it. */
  void moveByHand(String id, String parent, int index) {
    deleteByHand(id);
    nodes.get(id).parent = parent;
    nodes.get(parent).children.add(index, id);
  }

  /** Notion shows what was written in another form than it was sent in. */
  void showAs(String id, Block block) {
    nodes.get(id).json = new BlockWriter().writeAlone(block);
  }

  /** The blocks as a reader of the whole tree finds them. */
  List<PresentBlock> present() {
    return present(PAGE);
  }

  private List<PresentBlock> present(String parent) {
    List<PresentBlock> blocks = new ArrayList<>();
    for (JsonNode each : list(nodes.get(parent).children).path("results")) {
      PresentBlock block = PresentBlock.read(each);
      blocks.add(block.childrenUnread() ? block.withChildren(present(block.id())) : block);
    }
    return blocks;
  }

  int reads() {
    return reads;
  }

  /** The requests other than reads, such as {@code DELETE /v1/blocks/b7}. */
  List<String> writes() {
    return log;
  }

  List<Block> body() {
    return tree(PAGE).children();
  }

  /** The ids of all blocks in the page, each with what the block says by itself. */
  Map<String, Block> blocks() {
    Map<String, Block> blocks = new LinkedHashMap<>();
    collect(PAGE, blocks);
    return blocks;
  }

  /** How many blocks that the page had at first are still in it, other than these. */
  long untouched(List<String> except) {
    return blocks().keySet().stream()
        .filter(id -> before.containsKey(id) && !except.contains(id))
        .count();
  }

  /** How many blocks the page had at first, as far as anyone listed them. */
  long listedAtFirst() {
    return before.keySet().stream().filter(listed::contains).count();
  }

  List<String> idsIn(String parent) {
    return List.copyOf(nodes.get(parent).children);
  }

  JsonNode answer(NotionRequest request) {
    requests++;
    if (request.method().equals("GET")) {
      reads++;
      return page(request.path());
    }
    log.add(request.method() + " " + request.path());
    Matcher children = CHILDREN.matcher(request.path());
    Matcher block = BLOCK.matcher(request.path());
    if (children.matches()) {
      return appended(children.group(1), request);
    }
    assertThat(request.repeat()).isEqualTo(NotionRequest.Repeat.SAFE);
    if (!block.matches()) {
      assertThat(request.path()).isEqualTo("/v1/pages/" + PAGE);
      assertThat(request.body().path("erase_content").asBoolean()).isTrue();
      nodes.get(PAGE).children.clear();
      return request.body();
    }
    Node node = nodes.get(block.group(1));
    assertThat(attached(block.group(1))).as("%s is not in the trash", block.group(1)).isTrue();
    if (request.method().equals("DELETE")) {
      nodes.get(node.parent).children.remove(block.group(1));
    } else {
      assertThat(request.method()).isEqualTo("PATCH");
      node.json = NotionRules.updated(node.json, request.body(), !node.children.isEmpty());
      node.editedBy = HUB;
    }
    return node.json;
  }

  private JsonNode page(String asked) {
    Matcher path = CHILDREN.matcher(asked);
    assertThat(path.matches()).as(asked).isTrue();
    int from = path.group(2) == null ? 0 : Integer.parseInt(path.group(2));
    List<String> children = nodes.get(path.group(1)).children;
    int to = Math.min(children.size(), from + 100);
    listed.addAll(children.subList(from, to));
    ObjectNode list = list(children.subList(from, to));
    list.put("has_more", to < children.size());
    return to < children.size() ? list.put("next_cursor", "" + to) : list;
  }

  private JsonNode appended(String parent, NotionRequest request) {
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.repeat()).isEqualTo(NotionRequest.Repeat.UNSAFE);
    JsonNode children = request.body().get("children");
    NotionRules.check(children);
    assertThat(children).isNotEmpty();
    NotionRules.checkBelow(nodes.get(parent).json, children);
    List<String> siblings = nodes.get(parent).children;
    JsonNode position = request.body().path("position");
    int index =
        switch (position.path("type").asText("end")) {
          case "start" -> 0;
          case "end" -> siblings.size();
          default -> siblings.indexOf(position.path("after_block").path("id").asText()) + 1;
        };
    assertThat(index > 0 || !position.path("type").asText().equals("after_block")).isTrue();
    return list(add(parent, index, children, HUB));
  }

  private ObjectNode list(List<String> ids) {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    list.putArray("results");
    for (String id : ids) {
      Node node = nodes.get(id);
      ObjectNode block = node.json.deepCopy();
      block.put("id", id).put("has_children", !node.children.isEmpty());
      block.putObject("created_by").put("object", "user").put("id", node.createdBy);
      block.putObject("last_edited_by").put("object", "user").put("id", node.editedBy);
      list.withArray("results").add(block);
    }
    return list;
  }

  private List<String> add(String parent, int index, JsonNode children, String by) {
    List<String> ids = new ArrayList<>();
    for (JsonNode child : children) {
      String id = "b" + nodes.size();
      String type = child.path("type").asText();
      ObjectNode alone = child.deepCopy();
      JsonNode inside = ((ObjectNode) alone.get(type)).remove("children");
      nodes.put(id, new Node(parent, alone, by));
      ids.add(id);
      if (inside != null) {
        add(id, 0, inside, by);
      }
    }
    nodes.get(parent).children.addAll(index, ids);
    return ids;
  }

  private boolean attached(String id) {
    String at = id;
    while (!at.equals(PAGE)) {
      Node node = nodes.get(at);
      if (!nodes.get(node.parent).children.contains(at)) {
        return false;
      }
      at = node.parent;
    }
    return true;
  }

  private void collect(String parent, Map<String, Block> into) {
    for (String id : nodes.get(parent).children) {
      into.put(id, reader.block(nodes.get(id).json));
      collect(id, into);
    }
  }

  private Block tree(String id) {
    Node node = nodes.get(id);
    return reader.block(node.json).withChildren(node.children.stream().map(this::tree).toList());
  }
}
