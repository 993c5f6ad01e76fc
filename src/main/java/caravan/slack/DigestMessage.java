package caravan.slack;

import caravan.record.Record;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a team's stand-up digest reads in Slack: for each person what is finished, blocked, started
 * and newly assigned, and the pages edited. Long lists are cut with a count, so that a message
 * stays within Slack's limits: 50 blocks, 3,000 characters a section, about 13,000 in all.
 *
 * <p>Takes a Record with the properties {@code team}, {@code due}, {@code since} (local times),
 * {@code zone}, and {@code people}: a list of objects with {@code name} and, for each kind, a list
 * of objects with {@code title}, {@code url} and perhaps {@code label} and {@code blockers}.
 */
public final class DigestMessage {

  private static final int HEADER = 150;
  private static final int SECTION = 2900;
  private static final int ALL_SECTIONS = 11_000;
  private static final int PEOPLE = 40;
  private static final int ITEMS = 10;
  private static final int TITLE = 160;
  private static final int BLOCKERS = 5;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

  /** How the kinds are named, in their order. */
  private static final Map<String, String> KINDS = kinds();

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("finished", "Finished");
    kinds.put("blocked", "Blocked");
    kinds.put("started", "Started");
    kinds.put("assigned", "Newly assigned");
    kinds.put("pages", "Pages edited");
    return kinds;
  }

  /** The message of a record. */
  public SlackMessage of(Record record) {
    String team = String.valueOf(record.properties().get("team"));
    LocalDateTime due = LocalDateTime.parse(String.valueOf(record.properties().get("due")));
    List<Map<?, ?>> people = objects(record.properties().get("people"));
    String title = "Stand-up digest: %s, %s".formatted(team, DAY.format(due));
    String counts = counts(people);
    ArrayNode blocks = JSON.arrayNode();
    ObjectNode header = blocks.addObject().put("type", "header").putObject("text");
    header.put("type", "plain_text").put("text", Mrkdwn.cutPlain(title, HEADER));
    header.put("emoji", false);
    ObjectNode facts = blocks.addObject().put("type", "context").putArray("elements").addObject();
    LocalDateTime since = LocalDateTime.parse(String.valueOf(record.properties().get("since")));
    verbatim(
        facts,
        Mrkdwn.escape(
            "Since %s (%s)  |  %s"
                .formatted(MOMENT.format(since), record.properties().get("zone"), counts)));
    sections(people).forEach(section -> section(blocks, section));
    return new SlackMessage(Mrkdwn.escape(title + ": " + counts), blocks);
  }

  private static String counts(List<Map<?, ?>> people) {
    List<String> counts = new ArrayList<>();
    KINDS.forEach(
        (kind, name) -> {
          int count = people.stream().mapToInt(person -> objects(person.get(kind)).size()).sum();
          if (count > 0) {
            String what = name.toLowerCase(Locale.ROOT);
            counts.add(count + " " + (count == 1 ? what.replace("pages", "page") : what));
          }
        });
    return counts.isEmpty() ? "nothing has changed" : String.join(", ", counts);
  }

  /** One for each person, as far as the message holds them. */
  private static List<String> sections(List<Map<?, ?>> people) {
    if (people.isEmpty()) {
      return List.of("Nothing has changed since then.");
    }
    List<String> sections = new ArrayList<>();
    int length = 0;
    for (Map<?, ?> person : people) {
      String section = section(person);
      if (sections.size() == PEOPLE || length + section.length() > ALL_SECTIONS) {
        List<Map<?, ?>> left = people.subList(sections.size(), people.size());
        sections.add("… and %d more people: %s".formatted(left.size(), counts(left)));
        return sections;
      }
      sections.add(section);
      length += section.length();
    }
    return sections;
  }

  private static String section(Map<?, ?> person) {
    StringBuilder text = new StringBuilder();
    text.append('*').append(Mrkdwn.cut(Mrkdwn.escape(oneLine(person.get("name"))), TITLE));
    text.append('*');
    KINDS.forEach((kind, name) -> list(text, name, objects(person.get(kind))));
    return Mrkdwn.cut(text.toString(), SECTION);
  }

  private static void list(StringBuilder text, String name, List<Map<?, ?>> items) {
    if (items.isEmpty()) {
      return;
    }
    text.append("\n_").append(name).append("_");
    int room = SECTION / KINDS.size() - 60;
    int start = text.length();
    int shown = 0;
    for (Map<?, ?> item : items) {
      String line = "\n• " + line(item);
      if (shown == ITEMS || text.length() - start + line.length() > room && shown > 0) {
        text.append("\n… and ").append(items.size() - shown).append(" more");
        return;
      }
      text.append(line);
      shown++;
    }
  }

  private static String line(Map<?, ?> item) {
    String title = Mrkdwn.cutPlain(oneLine(item.get("title")), TITLE);
    String url = item.get("url") == null ? "" : item.get("url").toString();
    if (item.get("label") == null) {
      return Mrkdwn.link(url, title);
    }
    StringBuilder line = new StringBuilder(Mrkdwn.link(url, oneLine(item.get("label"))));
    line.append(' ').append(Mrkdwn.escape(title));
    if (item.get("blockers") instanceof List<?> blockers && !blockers.isEmpty()) {
      List<String> shown = blockers.stream().limit(BLOCKERS).map(String::valueOf).toList();
      line.append(" (by ").append(Mrkdwn.escape(String.join(", ", shown)));
      line.append(blockers.size() > BLOCKERS ? " and others)" : ")");
    }
    return line.toString();
  }

  private static String oneLine(Object text) {
    return String.valueOf(text).replaceAll("\\s+", " ").strip();
  }

  private static void section(ArrayNode blocks, String mrkdwn) {
    verbatim(blocks.addObject().put("type", "section").putObject("text"), mrkdwn);
  }

  /** Otherwise Slack would read mentions into plain text, such as @channel (Slack: text object). */
  private static void verbatim(ObjectNode text, String mrkdwn) {
    text.put("type", "mrkdwn").put("text", mrkdwn).put("verbatim", true);
  }

  private static List<Map<?, ?>> objects(Object list) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
