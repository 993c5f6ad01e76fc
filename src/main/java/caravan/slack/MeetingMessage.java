package caravan.slack;

import caravan.blocks.CleanText;
import caravan.blocks.MarkdownToBlocks;
import caravan.record.Record;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How a meeting's notes read in Slack: title, date, participants, summary, open action items and a
 * link; within Slack's limits (a header takes 150 characters, a section 3,000).
 *
 * <p>Takes a Record with the properties {@code title}, {@code date}, {@code participants} (a list
 * of names) and {@code gone} (why a page is no row any more, else null), and Markdown as body.
 */
public final class MeetingMessage {

  private static final int HEADER = 150;
  private static final int SECTION = 3000;
  private static final int ACTIONS = 20;
  private static final int ACTION_LENGTH = 250;
  private static final int SUMMARY_LENGTH = 2900;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The message of a record; a deleted one's says that it was withdrawn. */
  public SlackMessage of(Record record) {
    String title = text(record.properties().get("title"), "Meeting notes without a title");
    return record.deleted() ? withdrawn(title, record) : posted(title, record);
  }

  private static SlackMessage posted(String title, Record record) {
    MeetingDigest digest =
        MeetingDigest.of(
            new MarkdownToBlocks().convert(record.body() == null ? "" : record.body()).blocks());
    ArrayNode blocks = JSON.arrayNode();
    header(blocks, title);
    context(blocks, facts(record));
    if (!digest.summary().isEmpty()) {
      section(blocks, Mrkdwn.cut(String.join("\n", digest.summary()), SUMMARY_LENGTH));
    }
    if (!digest.openActions().isEmpty()) {
      section(blocks, actions(digest.openActions(), names(record)));
    }
    return new SlackMessage("Meeting notes: " + Mrkdwn.escape(title), blocks);
  }

  private static SlackMessage withdrawn(String title, Record record) {
    ArrayNode blocks = JSON.arrayNode();
    section(
        blocks,
        "~"
            + Mrkdwn.link(record.source(), Mrkdwn.cut(title, HEADER))
            + "~\nThese notes were withdrawn: "
            + reason(text(record.properties().get("gone"), ""))
            + ".");
    return new SlackMessage("Withdrawn: " + Mrkdwn.escape(title), blocks);
  }

  private static String reason(String gone) {
    return switch (gone) {
      case "trashed" -> "their page is in Notion's trash";
      case "archived" -> "their page was archived";
      case "moved" -> "their page was moved elsewhere";
      case "unshared" -> "their page was deleted, or is no longer shared with Caravan";
      default -> "they are not final any more";
    };
  }

  private static String facts(Record record) {
    List<String> facts = new ArrayList<>();
    String date = text(record.properties().get("date"), "");
    if (!date.isEmpty()) {
      facts.add(Mrkdwn.escape(date));
    }
    List<String> people = names(record);
    if (!people.isEmpty()) {
      facts.add(Mrkdwn.escape(String.join(", ", people)));
    }
    facts.add(Mrkdwn.link(record.source(), "Open in Notion"));
    return String.join("  |  ", facts);
  }

  private static List<String> names(Record record) {
    return record.properties().get("participants") instanceof List<?> people
        ? people.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String actions(List<String> open, List<String> participants) {
    StringBuilder text = new StringBuilder("*Open action items*");
    int shown = 0;
    for (String action : open) {
      String line =
          "\n• " + ActionOwners.shown(action.replace('\n', ' '), participants, ACTION_LENGTH);
      if (shown == ACTIONS || text.length() + line.length() > SECTION - 40) {
        break;
      }
      text.append(line);
      shown++;
    }
    if (shown < open.size()) {
      text.append("\n… and ").append(open.size() - shown).append(" more");
    }
    return text.toString();
  }

  private static void header(ArrayNode blocks, String title) {
    ObjectNode text = blocks.addObject().put("type", "header").putObject("text");
    text.put("type", "plain_text").put("text", Mrkdwn.cutPlain(title, HEADER)).put("emoji", false);
  }

  private static void section(ArrayNode blocks, String mrkdwn) {
    ObjectNode text = blocks.addObject().put("type", "section").putObject("text");
    verbatim(text, mrkdwn);
  }

  private static void context(ArrayNode blocks, String mrkdwn) {
    ObjectNode element = blocks.addObject().put("type", "context").putArray("elements").addObject();
    verbatim(element, Mrkdwn.cut(mrkdwn, SECTION));
  }

  /** Otherwise Slack would read mentions into plain text, such as @channel (Slack: text object). */
  private static void verbatim(ObjectNode text, String mrkdwn) {
    text.put("type", "mrkdwn").put("text", mrkdwn).put("verbatim", true);
  }

  private static String text(Object value, String fallback) {
    String text = value == null ? "" : CleanText.of(value.toString());
    return text.isBlank() ? fallback : text;
  }
}
