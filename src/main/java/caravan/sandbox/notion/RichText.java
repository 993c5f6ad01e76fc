package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Rich text as sent, checked and completed to the form in which Notion gives it back. */
final class RichText {

  static final int ITEM_LIMIT = 100;
  static final int TEXT_LIMIT = 2000;
  private static final int EQUATION_LIMIT = 1000;
  private static final List<String> TYPES = List.of("text", "mention", "equation");
  private static final List<String> MENTIONS =
      List.of("user", "date", "page", "database", "template_mention", "custom_emoji");
  private static final List<String> FLAGS =
      List.of("bold", "italic", "strikethrough", "underline", "code");
  static final Set<String> COLOURS =
      Set.of(
          "default",
          "gray",
          "brown",
          "orange",
          "yellow",
          "green",
          "blue",
          "purple",
          "pink",
          "red",
          "default_background",
          "gray_background",
          "brown_background",
          "orange_background",
          "yellow_background",
          "green_background",
          "blue_background",
          "purple_background",
          "pink_background",
          "red_background");

  private final World world;

  RichText(World world) {
    this.world = world;
  }

  /** Checks an array of rich text; empty texts are left out, as Notion leaves them out. */
  ArrayNode read(In in) {
    ArrayNode items = World.JSON.arrayNode();
    for (In item : in.items(ITEM_LIMIT)) {
      ObjectNode read = item(item);
      if (!read.path("plain_text").asText().isEmpty()) {
        items.add(read);
      }
    }
    return items;
  }

  /** Plain text as rich text, cut into items no longer than one may be. */
  static ArrayNode of(String text) {
    ArrayNode items = World.JSON.arrayNode();
    for (int from = 0; from < text.length(); from += TEXT_LIMIT) {
      items.add(
          text(
              text.substring(from, Math.min(text.length(), from + TEXT_LIMIT)),
              null,
              annotations()));
    }
    return items;
  }

  static ObjectNode text(String content, String link, ObjectNode annotations) {
    ObjectNode item = World.JSON.objectNode().put("type", "text");
    ObjectNode text = item.putObject("text").put("content", content);
    if (link == null) {
      text.putNull("link");
    } else {
      text.putObject("link").put("url", link);
    }
    item.set("annotations", annotations);
    return item.put("plain_text", content).put("href", link);
  }

  static ObjectNode equation(String expression, ObjectNode annotations) {
    ObjectNode item = World.JSON.objectNode().put("type", "equation");
    item.putObject("equation").put("expression", expression);
    item.set("annotations", annotations);
    return item.put("plain_text", expression).putNull("href");
  }

  static ObjectNode annotations() {
    ObjectNode annotations = World.JSON.objectNode();
    FLAGS.forEach(flag -> annotations.put(flag, false));
    return annotations.put("color", "default");
  }

  static String plain(JsonNode items) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(item.path("plain_text").asText()));
    return text.toString();
  }

  private ObjectNode item(In in) {
    // Items as read back are accepted too: plain_text and href are then ignored.
    in.only("type", "text", "mention", "equation", "annotations", "plain_text", "href");
    String type =
        in.at("type").present()
            ? in.at("type").choice(TYPES)
            : TYPES.stream().filter(t -> in.at(t).present()).findFirst().orElse("text");
    ObjectNode annotations = annotations(in.at("annotations"));
    In value = in.at(type).object();
    return switch (type) {
      case "text" -> {
        value.only("content", "link");
        In link = value.at("link");
        String url = link.given() ? link.only("url", "type").at("url").url() : null;
        yield text(value.at("content").text(TEXT_LIMIT), url, annotations);
      }
      case "equation" ->
          equation(value.only("expression").at("expression").text(EQUATION_LIMIT), annotations);
      default -> mention(value, annotations);
    };
  }

  private ObjectNode annotations(In in) {
    ObjectNode annotations = annotations();
    if (in.given()) {
      in.only("bold", "italic", "strikethrough", "underline", "code", "color");
      for (String flag : FLAGS) {
        if (in.at(flag).present()) {
          annotations.put(flag, in.at(flag).bool());
        }
      }
      if (in.at("color").present()) {
        annotations.put("color", in.at("color").choice(COLOURS));
      }
    }
    return annotations;
  }

  private ObjectNode mention(In in, ObjectNode annotations) {
    String kind =
        in.at("type").present()
            ? in.at("type").choice(MENTIONS)
            : MENTIONS.stream().filter(k -> in.at(k).present()).findFirst().orElse("user");
    In value = in.at(kind).object();
    return switch (kind) {
      case "user" -> mentionOfUser(value.at("id").id(), annotations);
      case "page" -> mentionOfPage(value.at("id").id(), annotations);
      case "database" -> {
        String id = value.at("id").id();
        String name = plain(world.database(id).title());
        yield mention(
            "database", World.JSON.objectNode().put("id", id), name, Ids.url(id), annotations);
      }
      case "date" -> {
        value.only("start", "end", "time_zone");
        value.at("start").text();
        yield mentionOfDate((ObjectNode) value.node(), annotations);
      }
      default -> mention(kind, value.node(), "@" + kind, null, annotations);
    };
  }

  ObjectNode mentionOfUser(String id, ObjectNode annotations) {
    User user = world.user(id);
    return mention("user", user.json(), "@" + user.name(), null, annotations);
  }

  ObjectNode mentionOfPage(String id, ObjectNode annotations) {
    String title = world.title(world.page(id).state());
    return mention(
        "page",
        World.JSON.objectNode().put("id", id),
        title.isEmpty() ? "Untitled" : title,
        Ids.url(id),
        annotations);
  }

  ObjectNode mentionOfDate(ObjectNode date, ObjectNode annotations) {
    ObjectNode shown =
        World.JSON
            .objectNode()
            .put("start", date.path("start").asText())
            .put("end", date.path("end").asText(null))
            .put("time_zone", date.path("time_zone").asText(null));
    String plain =
        shown.path("start").asText()
            + (shown.get("end").isNull() ? "" : " → " + shown.get("end").asText());
    return mention("date", shown, plain, null, annotations);
  }

  private static ObjectNode mention(
      String kind, JsonNode value, String plain, String href, ObjectNode annotations) {
    ObjectNode item = World.JSON.objectNode().put("type", "mention");
    item.putObject("mention").put("type", kind).set(kind, value.deepCopy());
    item.set("annotations", annotations);
    return item.put("plain_text", plain).put("href", href);
  }
}
