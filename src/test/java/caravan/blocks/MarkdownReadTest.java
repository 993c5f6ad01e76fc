package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownReadTest {

  private static final String PAGE = "10000000-0000-4000-8000-000000000000";
  private static final String A = "a0000000-0000-4000-8000-00000000000a";
  private static final String B = "b0000000-0000-4000-8000-00000000000b";
  private static final String C = "c0000000-0000-4000-8000-00000000000c";

  private final List<String> requests = new ArrayList<>();

  @Test
  void aWholePageIsOneRequest() {
    BodyRead read = run(new MarkdownRead(PAGE), Map.of(PAGE, answer("# a\n- b\n\t- c")));

    assertThat(requests).containsExactly("GET /v1/pages/" + PAGE + "/markdown");
    assertThat(outline(read))
        .isEqualTo("heading_1 'a'\nbulleted_list_item 'b'\n  bulleted_list_item 'c'");
    assertThat(read.furtherParts() + read.hidden() + read.leftOut()).isZero();
  }

  @Test
  void missingPartsArePutWhereTheirTagsStand() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(
                PAGE,
                answer("before\n- item\n\t" + tag(A) + "\n\tlast\n" + tag(B) + "\nafter", A, B),
                A,
                answer("- first\n\t- inner"),
                B,
                answer("middle")));

    assertThat(requests)
        .containsExactly(
            "GET /v1/pages/" + PAGE + "/markdown",
            "GET /v1/pages/" + A + "/markdown",
            "GET /v1/pages/" + B + "/markdown");
    assertThat(outline(read))
        .isEqualTo(
            "paragraph 'before'\nbulleted_list_item 'item'\n  bulleted_list_item 'first'\n"
                + "    bulleted_list_item 'inner'\n  paragraph 'last'\nparagraph 'middle'\nparagraph 'after'");
    assertThat(read.furtherParts()).isEqualTo(2);
  }

  @Test
  void partsThatAPartLeftOutAreReadToo() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(
                PAGE, answer("a\n" + tag(A), A),
                A, answer("- b\n\t" + tag(B), B),
                B, answer("c\n" + tag(C), C),
                C, answer("d")));

    assertThat(outline(read))
        .isEqualTo("paragraph 'a'\nbulleted_list_item 'b'\n  paragraph 'c'\n  paragraph 'd'");
  }

  @Test
  void aPartThatMayNotBeSeenIsLeftOutAndCounted() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(PAGE, answer("a\n" + tag(A) + "\n" + tag(B) + "\nz", A, B), B, answer("b")));

    assertThat(outline(read)).isEqualTo("paragraph 'a'\nparagraph 'b'\nparagraph 'z'");
    assertThat(read.hidden()).isEqualTo(1);
    assertThat(read.furtherParts()).isEqualTo(1);
  }

  @Test
  void aPartThatNoTagStandsForComesLast() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(PAGE, answer("a\nb", A, B), A, answer("c"), B, answer("d")));

    assertThat(outline(read))
        .isEqualTo("paragraph 'a'\nparagraph 'b'\nparagraph 'c'\nparagraph 'd'");
  }

  @Test
  void aPageOfItsOwnIsNotRead() {
    String page = "<unknown url=\"https://app.notion.com/p/Title-" + A.replace("-", "") + "\"/>";
    BodyRead read = run(new MarkdownRead(PAGE), Map.of(PAGE, answer("a\n" + page, A)));

    assertThat(requests).hasSize(1);
    assertThat(read.blocks()).extracting(Block::type).containsExactly("paragraph", "unsupported");
  }

  @Test
  void whatIsNotSupportedStaysAsSuch() {
    String bookmark =
        "<unknown url=\"https://app.notion.com/p/x#" + A.replace("-", "") + "\" alt=\"bookmark\"/>";
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(PAGE, answer(bookmark + "\n" + tag(B), B), B, answer("b")));

    assertThat(requests).hasSize(2);
    assertThat(read.blocks().get(0).attribute("block_type")).isEqualTo("bookmark");
  }

  @Test
  void partsThatNameThemselvesOrEachOtherEnd() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(
                PAGE, answer(tag(PAGE) + "\n" + tag(A), PAGE, A),
                A, answer("a\n" + tag(A) + "\n" + tag(B), A, B),
                B, answer("b\n" + tag(A), A)));

    assertThat(requests).hasSize(3);
    assertThat(read.blocks().stream().filter(each -> each.type().equals("paragraph")).toList())
        .hasSize(2);
  }

  @Test
  void aHugePageTakesNoMoreThanItsShare() {
    BodyRead read =
        run(
            new MarkdownRead(PAGE, 2),
            Map.of(
                PAGE,
                answer("a\n" + tag(A) + "\n" + tag(B) + "\n" + tag(C), A, B, C),
                A,
                answer("b")));

    assertThat(requests).hasSize(2);
    assertThat(outline(read)).isEqualTo("paragraph 'a'\nparagraph 'b'");
    assertThat(read.leftOut()).isEqualTo(2);
  }

  @Test
  void partsWithinPartsMakeNoTreeTooDeepToWalk() {
    String deep = "\t".repeat(90) + "- x\n" + "\t".repeat(91);
    StringBuilder chain = new StringBuilder();
    for (int level = 0; level < 90; level++) {
      chain.append("\t".repeat(level)).append("- ").append(level).append('\n');
    }
    BodyRead read =
        run(
            new MarkdownRead(PAGE),
            Map.of(PAGE, answer(chain + deep + tag(A), A), A, answer(chain + "- end")));

    assertThat(depth(read.blocks())).isLessThanOrEqualTo(BodyRead.DEEPEST + 2);
    assertThat(new BlocksToText().text(read.blocks())).contains("- 89", "- end");
  }

  @Test
  void thePageItselfCannotBeLacking() {
    MarkdownRead read = new MarkdownRead(PAGE);
    assertThat(read.canLack()).isFalse();
    assertThatIllegalStateException().isThrownBy(read::lacking);
    assertThatIllegalStateException().isThrownBy(read::blocks);
  }

  private static int depth(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> 1 + depth(block.children())).max().orElse(0);
  }

  /** Sends what is asked for; an id without an answer is not found. */
  private BodyRead run(BodyRead read, Map<String, ObjectNode> answers) {
    while (!read.done()) {
      String path = read.next().orElseThrow().path();
      requests.add(read.next().orElseThrow().method() + " " + path);
      ObjectNode answer = answers.get(path.split("/")[3]);
      if (answer == null) {
        assertThat(read.canLack()).isTrue();
        read.lacking();
      } else {
        read.accept(answer);
      }
    }
    return read;
  }

  private static String outline(BodyRead read) {
    return Outline.of(read.blocks()).stripTrailing();
  }

  private static String tag(String id) {
    return "<unknown url=\"https://app.notion.com/p/10000000000040008000000000000000#"
        + id.replace("-", "")
        + "\"/>";
  }

  private static ObjectNode answer(String markdown, String... unknown) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("markdown", markdown);
    answer.put("truncated", unknown.length > 0);
    ArrayNode ids = answer.putArray("unknown_block_ids");
    for (String id : unknown) {
      ids.add(id);
    }
    return answer;
  }
}
