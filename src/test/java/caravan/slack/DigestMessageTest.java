package caravan.slack;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.record.Record;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Slack's limits are those of its documents: 50 blocks, 150 and 3,000 characters. */
class DigestMessageTest {

  private static Map<String, Object> person(String name, String kind, int items, String title) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i <= items; i++) {
      list.add(
          Map.of(
              "label", "ENG-" + i, "title", title, "url", "https://linear.app/x/issue/ENG-" + i));
    }
    Map<String, Object> person = new HashMap<>(Map.of("name", name));
    person.put(kind, list);
    return person;
  }

  private static SlackMessage message(String team, List<Map<String, Object>> people) {
    Map<String, Object> properties =
        Map.of(
            "team",
            team,
            "due",
            "2026-11-23T09:00",
            "since",
            "2026-11-20T08:59",
            "zone",
            "Europe/Berlin",
            "people",
            people);
    return new DigestMessage().of(new Record("id", properties, null, false, null, null));
  }

  private static List<String> texts(SlackMessage message) {
    List<String> texts = new ArrayList<>();
    for (JsonNode block : message.blocks()) {
      texts.add(
          block.path("type").asText().equals("context")
              ? block.at("/elements/0/text").asText()
              : block.at("/text/text").asText());
    }
    return texts;
  }

  @Test
  void saysWhatHappenedByPerson() {
    Map<String, Object> person = person("Ops", "finished", 1, "Ship it");
    person.put("pages", List.of(Map.of("title", "Runbook", "url", "https://notion.so/a")));
    assertThat(texts(message("Engineering", List.of(person))))
        .containsExactly(
            "Stand-up digest: Engineering, Mon 23 Nov 2026",
            "Since Fri 20 Nov, 08:59 (Europe/Berlin)  |  1 finished, 1 page edited",
            """
            *Ops*
            _Finished_
            • <https://linear.app/x/issue/ENG-1|ENG-1> Ship it
            _Pages edited_
            • <https://notion.so/a|Runbook>""");
  }

  @Test
  void dayWithoutChangesSaysSo() {
    assertThat(texts(message("Engineering", List.of())))
        .contains("Nothing has changed since then.");
  }

  @Test
  void longListsAreCutWithACount() {
    assertThat(texts(message("Engineering", List.of(person("Ops", "started", 34, "Work")))).get(2))
        .contains("ENG-10>", "… and 24 more")
        .doesNotContain("ENG-11>");
  }

  @Test
  void messageOfAHugeTeamStaysWithinSlacksLimits() {
    List<Map<String, Object>> people = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<String, Object> person =
          person("<Person & " + i + ">", "finished", 60, "&<>".repeat(100));
      person.putAll(person("<Person & " + i + ">", "assigned", 60, "x".repeat(3000)));
      people.add(person);
    }
    SlackMessage message = message("T".repeat(300), people);
    assertThat(message.blocks().size()).isLessThanOrEqualTo(50);
    List<String> texts = texts(message);
    assertThat(texts.get(0).length()).isLessThanOrEqualTo(150);
    assertThat(texts).allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(3000));
    assertThat(texts.stream().mapToInt(String::length).sum()).isLessThan(13_000);
    assertThat(texts.get(texts.size() - 1)).matches("… and \\d+ more people: \\d+ finished, .*");
    assertThat(message.text().length()).isLessThan(4000);
  }

  @Test
  void nothingInATitleIsReadAsMarkupOrMention() {
    String hostile = "<!channel> & <https://evil.example|click>\nnext";
    SlackMessage message = message("<!here>", List.of(person("<@U1>", "started", 1, hostile)));
    assertThat(texts(message).get(2))
        .contains(
            "*&lt;@U1&gt;*", "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; next");
    assertThat(message.text()).startsWith("Stand-up digest: &lt;!here&gt;");
  }
}
