package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rich text written as enhanced markdown within a block. */
final class InlineWriter {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\*~`$\\[\\]<>{}|^]");
  private static final Pattern EDGES = Pattern.compile("^(\\s*)(.*?)(\\s*)$", Pattern.DOTALL);
  private static final Pattern TICKS = Pattern.compile("`+");

  private InlineWriter() {}

  static String write(JsonNode items) {
    StringBuilder out = new StringBuilder();
    items.forEach(item -> out.append(item(item)));
    return out.toString();
  }

  private static String item(JsonNode item) {
    JsonNode style = item.path("annotations");
    String core =
        switch (item.path("type").asText()) {
          case "equation" -> "$" + item.at("/equation/expression").asText() + "$";
          case "mention" -> mention(item);
          default -> "";
        };
    if (!core.isEmpty()) {
      return decorated(core, style);
    }
    Matcher edges = EDGES.matcher(item.at("/text/content").asText());
    edges.matches();
    String text = edges.group(2);
    if (text.isEmpty()) {
      return lines(edges.group(1));
    }
    String inner = style.path("code").asBoolean() ? code(text) : lines(escape(text));
    String decorated = decorated(inner, style);
    JsonNode link = item.at("/text/link/url");
    String linked = link.isTextual() ? "[" + decorated + "](" + link.asText() + ")" : decorated;
    return lines(edges.group(1)) + linked + lines(edges.group(3));
  }

  static String escape(String text) {
    return SPECIAL
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement("\\" + match.group()));
  }

  private static String lines(String text) {
    return text.replace("\n", "<br>");
  }

  private static String code(String text) {
    int longest =
        TICKS.matcher(text).results().mapToInt(match -> match.group().length()).max().orElse(0);
    String fence = "`".repeat(longest + 1);
    String pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
    return fence + pad + text + pad + fence;
  }

  private static String decorated(String text, JsonNode style) {
    String out = text;
    if (style.path("strikethrough").asBoolean()) {
      out = "~~" + out + "~~";
    }
    if (style.path("italic").asBoolean()) {
      out = "*" + out + "*";
    }
    if (style.path("bold").asBoolean()) {
      out = "**" + out + "**";
    }
    String colour = style.path("color").asText("default");
    boolean underlined = style.path("underline").asBoolean();
    if (underlined || !colour.equals("default")) {
      String attributes =
          (underlined ? " underline=\"true\"" : "")
              + (colour.equals("default") ? "" : " color=\"" + Tags.shownColour(colour) + "\"");
      out = "<span" + attributes + ">" + out + "</span>";
    }
    return out;
  }

  private static String mention(JsonNode item) {
    JsonNode mention = item.path("mention");
    String label = escape(item.path("plain_text").asText());
    String kind = mention.path("type").asText();
    return switch (kind) {
      case "user" ->
          "<mention-user url=\"user://"
              + mention.at("/user/id").asText()
              + "\">"
              + escape(mention.at("/user/name").asText())
              + "</mention-user>";
      case "page", "database" ->
          "<mention-"
              + kind
              + " url=\""
              + Ids.url(mention.path(kind).path("id").asText())
              + "\">"
              + label
              + "</mention-"
              + kind
              + ">";
      case "date" -> date(mention.path("date"));
      default -> label;
    };
  }

  private static String date(JsonNode date) {
    String start = date.path("start").asText();
    StringBuilder out =
        new StringBuilder("<mention-date start=\"")
            .append(start, 0, Math.min(10, start.length()))
            .append('"');
    if (start.length() > 16) {
      out.append(" startTime=\"").append(start, 11, 16).append('"');
    }
    if (date.path("end").isTextual()) {
      String end = date.path("end").asText();
      out.append(" end=\"").append(end, 0, Math.min(10, end.length())).append('"');
    }
    if (date.path("time_zone").isTextual()) {
      out.append(" timeZone=\"").append(date.path("time_zone").asText()).append('"');
    }
    return out.append("/>").toString();
  }
}
