package caravan.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MrkdwnTest {

  @Test
  void plainTextIsCutWhereverItIsTooLong() {
    String title = "a < b" + " and so on".repeat(20) + ">";
    assertThat(Mrkdwn.cutPlain(title, 150)).hasSize(150).startsWith("a < b and so on");
    assertThat(Mrkdwn.cutPlain("short", 150)).isEqualTo("short");
  }

  @Test
  void noCodePointIsCutInTwo() {
    String text = "x".repeat(147) + "\uD83D\uDE00\uD83D\uDE00";
    assertThat(Mrkdwn.cutPlain(text, 150).codePoints())
        .noneMatch(it -> Character.getType(it) == Character.SURROGATE);
  }

  @Test
  void aLinkIsNotCutInTwo() {
    String line = "see " + "<https://example.com/" + "x".repeat(200) + "|it>";
    assertThat(Mrkdwn.cut(line, 150)).startsWith("see ").doesNotContain("<");
  }
}
