package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Annotations;
import caravan.blocks.Block;
import caravan.blocks.BlocksToMarkdown;
import caravan.blocks.RichText;
import caravan.record.Record;
import caravan.slack.MeetingMessage;
import caravan.slack.SlackMessage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No text in a page rings a channel, names a person or hides where a link leads in Slack. */
class HostileSlackTest {

  private static final Pattern CONTROL = Pattern.compile("<([^<>]*)>");
  private static final Pattern LINK =
      Pattern.compile("(https?://|mailto:)[!-~&&[^<>|]]+\\|[^<>|\n]*");
  private static final Pattern AMPERSAND = Pattern.compile("&(?!amp;|lt;|gt;)");

  private final MeetingMessage message = new MeetingMessage();

  @TestFactory
  Stream<DynamicTest> textStaysText() {
    return Hostile.texts().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
  }

  @Test
  void mixturesStayText() {
    Hostile.mixtures(1_000).forEach(this::check);
  }

  @TestFactory
  Stream<DynamicTest> addressesBecomeNoLinks() {
    return Hostile.addresses().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(controls(message.of(record("title", "", each.getValue()))))
                            .isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> addressesStayWithinTheirLink() {
    return Hostile.breakouts().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each,
                    () ->
                        assertThat(controls(message.of(record("title", "", each))))
                            .singleElement()
                            .asString()
                            .endsWith("|Open in Notion")));
  }

  private void check(String text) {
    // As a page's blocks become Markdown, and as if something else had written it.
    String body = new BlocksToMarkdown().markdown(blocks(text)) + "\n" + text + "\n\n- [ ] " + text;
    for (boolean deleted : new boolean[] {false, true}) {
      SlackMessage posted =
          message.of(
              new Record(
                  "notion:1",
                  Map.of("title", text, "date", text, "participants", List.of(text, text)),
                  body,
                  deleted,
                  null,
                  "https://example.com/p"));
      for (String control : controls(posted)) {
        assertThat(control).matches(LINK);
      }
      shown(posted)
          .forEach(
              each ->
                  assertThat(each)
                      .isNotEmpty()
                      .hasSizeLessThan(3001)
                      .isEqualTo(VisibleText.of(each)));
    }
  }

  private static List<Block> blocks(String text) {
    List<RichText> run = List.of(RichText.text(text));
    List<RichText> linked =
        List.of(RichText.text(text, "https://example.com", Annotations.NONE.withBold(true)));
    return List.of(
        Block.of("heading_1", List.of(RichText.text("Summary"))),
        Block.paragraph(run),
        Block.of("callout", run),
        Block.of("to_do", run),
        Block.of("to_do", linked));
  }

  private static Record record(String title, String body, String source) {
    return new Record("notion:1", Map.of("title", title), body, false, null, source);
  }

  /** What stands between angle brackets in every text that Slack reads as mrkdwn. */
  private static List<String> controls(SlackMessage message) {
    List<String> controls = new ArrayList<>();
    List<String> texts = new ArrayList<>(List.of(message.text()));
    for (JsonNode text : mrkdwn(message)) {
      assertThat(text.path("verbatim").asBoolean()).isTrue();
      texts.add(text.path("text").asText());
    }
    for (String text : texts) {
      Matcher each = CONTROL.matcher(text);
      while (each.find()) {
        controls.add(each.group(1));
      }
      assertThat(each.replaceAll("")).doesNotContain("<", ">");
      assertThat(AMPERSAND.matcher(text).find()).as(text).isFalse();
    }
    return controls;
  }

  private static List<JsonNode> mrkdwn(SlackMessage message) {
    return message.blocks().findParents("text").stream()
        .filter(each -> each.path("type").asText().equals("mrkdwn"))
        .toList();
  }

  private static List<String> shown(SlackMessage message) {
    return message.blocks().findValues("text").stream()
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }
}
