package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.slack.SlackMessage;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OkrMessageTest {

  private static final LocalDate HALF = LocalDate.of(2026, 11, 16);

  private final List<Objective> objectives = new ArrayList<>();
  private final List<KeyResult> keyResults = new ArrayList<>();

  @Test
  void objectivesOfTheQuarterAreListedThoseInDangerFirst() {
    objective("Delight customers", "2026-Q4", 80);
    objective("Grow <fast> & well", "2026-Q4", 10, 20);
    objective("Hire", "2026-Q4", 30);
    objective("Last quarter's", "2026-Q3", 10);
    objective("Without quarter", null, 10);
    SlackMessage message = message();
    assertThat(message.text())
        .isEqualTo("Objectives of 2026-Q4: 1 on track, 1 at risk, 1 off track");
    assertThat(texts(message))
        .containsExactly(
            "Objectives of 2026-Q4",
            "2026-11-16, 50 % of the quarter gone  |  1 on track, 1 at risk, 1 off track  |  without"
                + " a quarter: 1",
            ":red_circle: *<https://app.notion.com/p/1|Grow &lt;fast&gt; &amp; well>*  15 %, Off"
                + " track\n• KR 0: 10 %\n• KR 1: 20 %",
            ":large_yellow_circle: *<https://app.notion.com/p/2|Hire>*  30 %, At risk\n• KR 0: 30 %",
            ":large_green_circle: *<https://app.notion.com/p/0|Delight customers>*  80 %, On"
                + " track\n• KR 0: 80 %");
  }

  @Test
  void whatCannotBeToldSaysWhy() {
    objective("Empty", "2026-Q4");
    objectives.add(new Objective("x", "", null, "2026-Q4"));
    keyResults.add(new KeyResult("k", "", List.of("x"), null, BigDecimal.ONE, null, null));
    assertThat(texts(message()))
        .contains(
            ":white_circle: *<https://app.notion.com/p/0|Empty>*  has no key results",
            ":white_circle: *without a title*  has no key result with a Progress and a Weight above"
                + " 0\n• without a title: has no Start and no Current");
  }

  @Test
  void longListsAreCutWithACountAndStayWithinSlacksLimits() {
    int[] many = IntStream.range(0, 30).map(i -> 50).toArray();
    for (int i = 0; i < 55; i++) {
      objective("Objective " + "x&".repeat(500) + i, "2026-Q4", many);
    }
    SlackMessage message = message();
    assertThat(message.blocks()).hasSizeLessThanOrEqualTo(50);
    assertThat(texts(message)).allMatch(text -> text.length() <= 3000);
    assertThat(texts(message)).last().isEqualTo("… and 15 more objectives");
    assertThat(texts(message).get(2)).endsWith("… and 22 more key results");
  }

  @Test
  void quarterWithoutObjectivesIsSaid() {
    assertThat(message().text()).isEqualTo("Objectives of 2026-Q4: no objective has this quarter");
  }

  private void objective(String title, String quarter, int... percents) {
    String id = Integer.toString(objectives.size());
    objectives.add(new Objective(id, title, "https://app.notion.com/p/" + id, quarter));
    for (int i = 0; i < percents.length; i++) {
      keyResults.add(
          new KeyResult(
              id + "-" + i,
              "KR " + i,
              List.of(id),
              BigDecimal.ZERO,
              BigDecimal.valueOf(100),
              BigDecimal.valueOf(percents[i]),
              null));
    }
  }

  private SlackMessage message() {
    Standings standings = new Standings(keyResults, HALF);
    List<Standing> all = objectives.stream().map(standings::of).collect(Collectors.toList());
    return OkrMessage.of(all, HALF);
  }

  private static List<String> texts(SlackMessage message) {
    return message.blocks().findValues("text").stream()
        .map(text -> text.isTextual() ? text : text.path("text"))
        .map(JsonNode::asText)
        .toList();
  }
}
