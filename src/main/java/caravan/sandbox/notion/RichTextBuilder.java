package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;

/** Collects runs of text and mentions into rich text; neighbours that look the same become one. */
final class RichTextBuilder {

  private final World world;
  private final RichText richText;
  private final ArrayNode items = World.JSON.arrayNode();
  private final Deque<ObjectNode> styles = new ArrayDeque<>();
  private final StringBuilder run = new StringBuilder();
  private ObjectNode runStyle = RichText.annotations();
  private String runLink;
  private String link;
  private String mention;

  RichTextBuilder(World world) {
    this.world = world;
    this.richText = new RichText(world);
    styles.push(RichText.annotations());
  }

  /** A copy of the annotations in force. */
  ObjectNode annotations() {
    return styles.element().deepCopy();
  }

  void push(ObjectNode annotations) {
    styles.push(annotations);
  }

  void pop() {
    if (styles.size() > 1) {
      styles.pop();
    }
  }

  void link(String address) {
    link = address;
  }

  void text(String text) {
    if (mention != null) {
      return;
    }
    if (!runStyle.equals(styles.element()) || !Objects.equals(runLink, link)) {
      flush();
      runStyle = annotations();
      runLink = link;
    }
    run.append(text);
  }

  void equation(String expression) {
    flush();
    items.add(RichText.equation(expression, annotations()));
  }

  /** A tag of the format: a span, a line break, a mention; any other is text. */
  void tag(String tag) {
    Map<String, String> attributes = Tags.attributes(tag);
    if (tag.matches("<br\\s*/?>")) {
      text("\n");
    } else if (tag.startsWith("<span")) {
      ObjectNode annotations = annotations();
      if ("true".equals(attributes.get("underline"))) {
        annotations.put("underline", true);
      }
      if (attributes.containsKey("color")) {
        annotations.put("color", Tags.colour(attributes.get("color")));
      }
      push(annotations);
    } else if (tag.startsWith("</span")) {
      pop();
    } else if (tag.startsWith("</mention")) {
      mention = null;
    } else if (tag.startsWith("<mention-")) {
      mention(tag, attributes);
    } else {
      text(tag);
    }
  }

  private void mention(String tag, Map<String, String> attributes) {
    flush();
    String id = Tags.id(attributes.get("url"));
    if (tag.startsWith("<mention-date")) {
      ObjectNode date = World.JSON.objectNode().put("start", attributes.get("start"));
      if (attributes.containsKey("startTime")) {
        date.put(
            "start", attributes.get("start") + "T" + attributes.get("startTime") + ":00.000+00:00");
      }
      date.put("end", attributes.get("end")).put("time_zone", attributes.get("timeZone"));
      items.add(richText.mentionOfDate(date, annotations()));
    } else if (tag.startsWith("<mention-user") && world.users().containsKey(id)) {
      items.add(richText.mentionOfUser(id, annotations()));
    } else if (tag.startsWith("<mention-page") && world.pages().containsKey(id)) {
      items.add(richText.mentionOfPage(id, annotations()));
    } else {
      // What can't be resolved stays as its label.
      return;
    }
    mention = tag.endsWith("/>") ? null : tag;
  }

  private void flush() {
    for (int from = 0; from < run.length(); from += RichText.TEXT_LIMIT) {
      String part = run.substring(from, Math.min(run.length(), from + RichText.TEXT_LIMIT));
      items.add(RichText.text(part, runLink, runStyle.deepCopy()));
    }
    run.setLength(0);
  }

  ArrayNode build() {
    flush();
    return items;
  }
}
