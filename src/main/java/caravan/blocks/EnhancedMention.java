package caravan.blocks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a mention tag says, in the form of the block API. */
final class EnhancedMention {

  private EnhancedMention() {}

  static RichText of(EnhancedTag tag, String label, Annotations looks) {
    String kind = tag.name().startsWith("mention-") ? tag.name().substring(8) : "page";
    ObjectNode mention = JsonNodeFactory.instance.objectNode();
    if (tag.name().equals("date") || kind.equals("date")) {
      return date(tag, label, looks, mention);
    }
    String url = tag.attribute("url");
    String id = id(url);
    String type = kind.equals("data-source") ? "database" : kind.replace('-', '_');
    mention.put("type", type);
    mention.putObject(type).put("id", id);
    String link = url.startsWith("http") ? url : null;
    String named = label.isEmpty() ? url : label;
    // The block API names people with an at sign, enhanced Markdown without.
    String plain = kind.equals("user") && !named.startsWith("@") ? "@" + named : named;
    return new RichText(RichText.MENTION, "", link, looks, plain, mention);
  }

  private static RichText date(
      EnhancedTag tag, String label, Annotations looks, ObjectNode mention) {
    String start = moment(tag, "start", "startTime", "start-time");
    String end = moment(tag, "end", "endTime", "end-time");
    String zone =
        tag.attribute(tag.attributes().containsKey("timeZone") ? "timeZone" : "time-zone");
    ObjectNode date = mention.put("type", "date").putObject("date").put("start", start);
    date.put("end", end.isEmpty() ? null : end);
    date.put("time_zone", zone.isEmpty() ? null : zone);
    String shown = end.isEmpty() ? start : start + " \u2192 " + end;
    return new RichText(
        RichText.MENTION, "", null, looks, label.isEmpty() ? shown : label, mention);
  }

  private static String moment(EnhancedTag tag, String day, String time, String otherTime) {
    String clock = tag.attribute(tag.attributes().containsKey(time) ? time : otherTime);
    return clock.isEmpty() ? tag.attribute(day) : tag.attribute(day) + "T" + clock + ":00";
  }

  /** The id at the end of {@code user://id}, {@code {{user://id}}} or a page's address. */
  private static String id(String url) {
    String bare = url.replace("{{", "").replace("}}", "");
    int query = bare.indexOf('?');
    String path = query < 0 ? bare : bare.substring(0, query);
    String last = path.substring(path.lastIndexOf('/') + 1);
    String hex = last.replace("-", "");
    if (hex.length() >= 32 && hex.substring(hex.length() - 32).matches("[0-9a-fA-F]{32}")) {
      String id = hex.substring(hex.length() - 32);
      return String.join(
          "-",
          id.substring(0, 8),
          id.substring(8, 12),
          id.substring(12, 16),
          id.substring(16, 20),
          id.substring(20));
    }
    return last;
  }
}
