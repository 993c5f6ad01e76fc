package caravan.blocks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a block says without its children, in the form in which a block that Notion answered and one
 * that is wanted compare: as a request would carry it.
 */
final class OwnContent {

  private static final BlockReader READER = new BlockReader();
  private static final BlockWriter WRITER = new BlockWriter();

  private static final Set<String> TEXT = Set.of("rich_text", "color");
  private static final Set<String> HEADING = Set.of("rich_text", "color", "is_toggleable");
  private static final Set<String> MEDIA = Set.of("external", "caption");

  /** What an update may set (Notion: openapi.json, update a block); other types have nothing. */
  private static final Map<String, Set<String>> UPDATABLE =
      Map.ofEntries(
          Map.entry("paragraph", TEXT),
          Map.entry("heading_1", HEADING),
          Map.entry("heading_2", HEADING),
          Map.entry("heading_3", HEADING),
          Map.entry("heading_4", HEADING),
          Map.entry("bulleted_list_item", TEXT),
          Map.entry("numbered_list_item", TEXT),
          Map.entry("quote", TEXT),
          Map.entry("toggle", TEXT),
          Map.entry("template", Set.of("rich_text")),
          Map.entry("to_do", Set.of("rich_text", "color", "checked")),
          Map.entry("callout", Set.of("rich_text", "color", "icon")),
          Map.entry("code", Set.of("rich_text", "caption", "language")),
          Map.entry("equation", Set.of("expression")),
          Map.entry("table_of_contents", Set.of("color")),
          Map.entry("link_to_page", Set.of("page_id", "database_id", "comment_id")),
          Map.entry("table", Set.of("has_column_header", "has_row_header")),
          Map.entry("table_row", Set.of("cells")),
          Map.entry("column", Set.of("width_ratio")),
          Map.entry("image", MEDIA),
          Map.entry("video", MEDIA),
          Map.entry("pdf", MEDIA),
          Map.entry("audio", MEDIA),
          Map.entry("file", Set.of("external", "caption", "name")),
          Map.entry("bookmark", Set.of("url", "caption")),
          Map.entry("embed", Set.of("url", "caption")));

  /** What Notion fills in by itself; a wanted block that is silent about it takes any. */
  private static final Set<String> FILLED_IN = Set.of("icon", "name", "width_ratio");

  private static final Set<String> FLAGS =
      Set.of("checked", "is_toggleable", "has_column_header", "has_row_header");

  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final boolean writable;
  private final boolean hasChildren;
  private final Block form;
  private final Block whole;
  private final Map<String, JsonNode> filledIn;
  private final String plain;

  private OwnContent(Block block, boolean hasChildren, List<OwnContent> inside) {
    this.hasChildren = hasChildren;
    writable = WRITER.writable(block);
    filledIn = new TreeMap<>();
    Block alone = block.withChildren(List.of());
    Block sent = writable ? READER.block(WRITER.writeAlone(alone)) : alone;
    // Which of its fields a file is in, or a page link, is said by the field's name already.
    sent = sent.with("type", (JsonNode) null);
    for (String name : FILLED_IN) {
      JsonNode value = sent.attributes().get(name);
      if (value != null) {
        filledIn.put(name, untyped(value));
        sent = sent.with(name, (JsonNode) null);
      }
    }
    form = sent.normal();
    boolean known =
        hasChildren != inside.isEmpty() && inside.stream().allMatch(each -> each.whole != null);
    whole = known ? form.withChildren(inside.stream().map(each -> each.whole).toList()) : null;
    plain =
        RichText.plain(form.text())
            + form.cells().stream().map(RichText::plain).collect(Collectors.joining("|"))
            + RichText.plain(form.caption());
  }

  static OwnContent of(PresentBlock present) {
    return new OwnContent(
        present.block(),
        present.hasChildren(),
        present.children().stream().map(OwnContent::of).toList());
  }

  /**
   * @throws IllegalArgumentException if Notion takes no such block in a request
   */
  static OwnContent of(Block wanted) {
    if (!WRITER.writable(wanted)) {
      WRITER.writeAlone(wanted);
    }
    return new OwnContent(
        wanted,
        !wanted.children().isEmpty(),
        wanted.children().stream().map(OwnContent::of).toList());
  }

  boolean hasChildren() {
    return hasChildren;
  }

  /** Whether the present block already says what this wanted one does. */
  boolean isSaidBy(OwnContent present) {
    return present.writable
        && form.equals(present.form)
        && filledIn.entrySet().stream()
            .allMatch(each -> each.getValue().equals(present.filledIn.get(each.getKey())));
  }

  /** Whether the present block has the same inside too, as far as that is known. */
  boolean mayBeWholly(OwnContent present) {
    return hasChildren == present.hasChildren
        && (present.whole == null || whole.equals(present.whole));
  }

  /** How many blocks say the same; 1 unless everything inside is known to be the same. */
  int sameBlocks(OwnContent present) {
    return present.whole != null && whole.equals(present.whole) ? size(whole) : 1;
  }

  private static int size(Block block) {
    return 1 + block.children().stream().mapToInt(OwnContent::size).sum();
  }

  /** Whether an update makes the present block say what this wanted one does. */
  boolean canUpdate(OwnContent present) {
    Set<String> fields = UPDATABLE.getOrDefault(form.type(), Set.of());
    if (!present.writable || !form.type().equals(present.form.type()) || fields.isEmpty()) {
      return false;
    }
    boolean closes = present.form.is("is_toggleable") && !form.is("is_toggleable");
    if (closes && present.hasChildren) {
      return false;
    }
    Set<String> names = new TreeSet<>(form.attributes().keySet());
    names.addAll(present.form.attributes().keySet());
    for (String name : names) {
      JsonNode wanted = form.attributes().get(name);
      boolean same = wanted != null && wanted.equals(present.form.attributes().get(name));
      boolean settable = fields.contains(name) && (wanted != null || unset(name) != null);
      if (!same && !settable) {
        return false;
      }
    }
    return filledIn.entrySet().stream()
        .allMatch(
            each ->
                fields.contains(each.getKey())
                    || each.getValue().equals(present.filledIn.get(each.getKey())));
  }

  /**
   * The body of {@code PATCH /v1/blocks/{id}} that does it. What the wanted block leaves to the
   * default is said, because an update keeps what it is silent about.
   */
  static ObjectNode update(Block wanted, Block present) {
    JsonNode sent = WRITER.writeAlone(wanted).get(wanted.type());
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    for (String field : new TreeSet<>(UPDATABLE.get(wanted.type()))) {
      if (sent.has(field)) {
        own.set(field, sent.get(field));
      } else if (field.equals("caption") && !present.caption().isEmpty()) {
        own.putArray(field);
      } else if (present.attributes().containsKey(field) && unset(field) != null) {
        own.set(field, unset(field));
      }
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set(wanted.type(), own);
    return body;
  }

  /**
   * A hash of what a wanted block says: the same for every block that says it.
   *
   * @return 11 letters, digits, dashes and underscores
   */
  String print() {
    return hash(filledIn);
  }

  /**
   * The hashes under which this present block may have been written; none if it can't have been.
   */
  List<String> prints() {
    if (!writable) {
      return List.of();
    }
    return filledIn.isEmpty() ? List.of(hash(Map.of())) : List.of(print(), hash(Map.of()));
  }

  /** Whether a wanted block with this hash is said by this present one. */
  boolean isPrintedAs(String hash) {
    return prints().contains(hash);
  }

  private String hash(Map<String, JsonNode> filled) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("type", form.type());
    form.attributes().forEach(all.putObject("attributes")::set);
    filled.forEach(all.putObject("filled_in")::set);
    all.set("rich_text", WRITER.richText(form.text()));
    all.set("caption", WRITER.richText(form.caption()));
    form.cells().forEach(cell -> all.withArray("cells").add(WRITER.richText(cell)));
    try {
      // Through plain maps, because those are written in the order of their keys.
      byte[] text = SORTED.writeValueAsBytes(SORTED.treeToValue(all, Object.class));
      byte[] digest = DigestUtils.sha256(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON can be written", e);
    }
  }

  /** From 0 to 15: how much of the text's beginning and end is the same. */
  int likeness(OwnContent present) {
    String other = present.plain;
    int shorter = Math.min(plain.length(), other.length());
    int longer = Math.max(plain.length(), other.length());
    if (longer == 0) {
      return 15;
    }
    int head = 0;
    while (head < shorter && plain.charAt(head) == other.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && plain.charAt(plain.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
      tail++;
    }
    return 15 * (head + tail) / longer;
  }

  /** Equal for contents that say the same, unless something that Notion fills in differs. */
  Block form() {
    return form;
  }

  private static JsonNode unset(String field) {
    if (FLAGS.contains(field)) {
      return BooleanNode.FALSE;
    }
    return field.equals("color") ? TextNode.valueOf(Annotations.DEFAULT_COLOR) : null;
  }

  private static JsonNode untyped(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return object.deepCopy().without("type");
    }
    return value;
  }
}
