package caravan.torture;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.NotionWorkspace;
import caravan.sandbox.slack.SlackMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether each final note has one message that says what the note says, and all others none. */
final class NoteMessagesCheck {

  private final Stage stage;
  private final NotionSandbox notion;
  private final List<Difference> differences = new ArrayList<>();

  private NoteMessagesCheck(Stage stage) {
    this.stage = stage;
    this.notion = stage.sandbox().notion();
  }

  /** The messages that are not as their notes are, oldest note first. */
  static List<Difference> differences(Stage stage) {
    NoteMessagesCheck check = new NoteMessagesCheck(stage);
    for (int i = 0; i < stage.notes().size(); i++) {
      check.compare(i, stage.notes().get(i));
    }
    return check.differences;
  }

  /** The messages that carry this note's id. */
  static List<SlackMessage> messages(Stage stage, String note) {
    return stage.sandbox().messages().stream()
        .filter(
            it ->
                it.metadata() != null
                    && it.metadata().at("/event_payload/external_id").asText().equals(note))
        .toList();
  }

  private void compare(int at, String note) {
    ObjectNode page = notion.page(note);
    boolean posted = isFinal(page) && !page.path("in_trash").asBoolean();
    List<SlackMessage> messages = messages(stage, note);
    if (messages.size() > 1) {
      differ(at, note, "messages", "1", messages.stream().map(SlackMessage::ts).toList());
    } else if (posted && messages.isEmpty()) {
      differ(at, note, "messages", "1", "none");
    } else if (posted) {
      comparePosted(at, note, page, messages.get(0));
    } else if (!messages.isEmpty()) {
      String text = messages.get(0).text();
      if (!text.startsWith("Withdrawn: ")) {
        differ(at, note, "not final any more, its message", "Withdrawn: ...", text);
      }
    }
  }

  static boolean isFinal(JsonNode page) {
    return page.at("/properties/Status/status/name").asText().equals("Final");
  }

  private void comparePosted(int at, String note, ObjectNode page, SlackMessage message) {
    JsonNode properties = page.path("properties");
    String title = IssuePagesCheck.plain(properties.at("/Name/title"));
    Doc body = stage.ofNotion(notion.body(note));
    List<String> found = new ArrayList<>();
    message.blocks().forEach(block -> found.add(text(block)));
    String facts = found.size() > 1 ? found.remove(1) : "";

    List<String> expected = new ArrayList<>();
    expected.add(title);
    if (!body.summary().isEmpty()) {
      expected.add(String.join("\n", body.summary()));
    }
    if (!body.openActions().isEmpty()) {
      expected.add("*Open action items*\n• " + String.join("\n• ", body.openActions()));
    }
    if (!found.equals(expected)) {
      differ(at, note, "message", expected, found);
    }
    String fallback = "Meeting notes: " + title.replace("&", "&amp;");
    if (!message.text().equals(fallback)) {
      differ(at, note, "the text for notifications", fallback, message.text());
    }
    compareFacts(at, note, page, facts);
  }

  /** A person's new name reaches a message only when the note is edited after it. */
  private void compareFacts(int at, String note, ObjectNode page, String facts) {
    Instant edited = lastEdited(note);
    List<Set<String>> people = new ArrayList<>();
    page.at("/properties/Participants/people")
        .forEach(it -> people.add(stage.cast().namesSince(it.path("id").asText(), edited)));
    List<String> parts = new ArrayList<>(List.of(facts.split(" \\| ")));
    parts.replaceAll(String::strip);
    String date = page.at("/properties/Date/date/start").asText();
    List<Object> expected = new ArrayList<>();
    if (!date.isEmpty()) {
      expected.add(date);
    }
    if (!people.isEmpty()) {
      expected.add(people);
    }
    expected.add("<" + page.path("url").asText() + "|Open in Notion>");
    boolean same = parts.size() == expected.size();
    for (int i = 0; same && i < parts.size(); i++) {
      same =
          expected.get(i) instanceof List<?>
              ? names(parts.get(i), people)
              : expected.get(i).equals(parts.get(i));
    }
    if (!same) {
      differ(at, note, "date, participants and link", expected, parts);
    }
  }

  private static boolean names(String text, List<Set<String>> people) {
    List<String> names = List.of(text.split(", "));
    boolean same = names.size() == people.size();
    for (int i = 0; same && i < names.size(); i++) {
      same = people.get(i).contains(names.get(i));
    }
    return same;
  }

  private Instant lastEdited(String note) {
    List<NotionWorkspace.Change> history = notion.history(note);
    return history.get(history.size() - 1).at();
  }

  private static String text(JsonNode block) {
    JsonNode elements = block.path("elements");
    return elements.isArray()
        ? elements.path(0).path("text").asText()
        : block.at("/text/text").asText();
  }

  private void differ(int at, String note, String what, Object expected, Object found) {
    differences.add(
        new Difference(note, "note " + at + ", " + what, expected.toString(), found.toString()));
  }
}
