package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeReadTest {

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>();

  @Test
  void aLevelIsReadByTheHundredAndWhatIsInsideAfterwards() {
    answers.put("p?page_size=100", list("c 1", text("a", "one", true), text("b", "two", false)));
    answers.put("p?page_size=100&start_cursor=c+1", list(null, text("c", "three", true)));
    answers.put("a?page_size=100", list(null, text("d", "inner", false)));
    answers.put("c?page_size=100", list(null, text("e", "last", false)));

    BodyRead read = run(new TreeRead("p", type -> true));

    assertThat(requests)
        .containsExactly(
            "p?page_size=100",
            "p?page_size=100&start_cursor=c+1",
            "a?page_size=100",
            "c?page_size=100");
    assertThat(Outline.of(read.blocks()).stripTrailing())
        .isEqualTo(
            "paragraph 'one'\n  paragraph 'inner'\nparagraph 'two'\nparagraph 'three'\n  paragraph 'last'");
  }

  @Test
  void pagesAndDatabasesAndWhatNobodyWantsAreNotEntered() {
    answers.put(
        "p?page_size=100",
        list(
            null,
            block("a", "child_page", "{\"title\": \"Sub\"}", true),
            block("b", "child_database", "{\"title\": \"Rows\"}", true),
            block("c", "unsupported", "{\"block_type\": \"form\"}", true),
            block("d", "column_list", "{}", true),
            text("e", "text", false)));

    BodyRead read = run(new TreeRead("p", type -> !type.equals("column_list")));

    assertThat(requests).hasSize(1);
    assertThat(read.blocks())
        .extracting(Block::type)
        .containsExactly("child_page", "child_database", "unsupported", "column_list", "paragraph");
  }

  @Test
  void aSyncedCopyIsReadFromItsOriginalOnce() {
    String copy = "{\"synced_from\": {\"type\": \"block_id\", \"block_id\": \"o\"}}";
    answers.put(
        "p?page_size=100",
        list(null, block("a", "synced_block", copy, true), block("b", "synced_block", copy, true)));
    answers.put("o?page_size=100", list(null, text("x", "said once", false)));

    BodyRead read = run(new TreeRead("p", type -> true));

    assertThat(requests).containsExactly("p?page_size=100", "o?page_size=100");
    assertThat(new BlocksToText().text(read.blocks())).isEqualTo("said once\nsaid once");
  }

  @Test
  void aCopyWhoseOriginalMayNotBeSeenIsCounted() {
    String copy = "{\"synced_from\": {\"type\": \"block_id\", \"block_id\": \"o\"}}";
    answers.put(
        "p?page_size=100",
        list(null, block("a", "synced_block", copy, true), text("b", "after", false)));

    BodyRead read = run(new TreeRead("p", type -> true));

    assertThat(read.hidden()).isEqualTo(1);
    assertThat(new BlocksToText().text(read.blocks())).isEqualTo("after");
  }

  @Test
  void meetingNotesAreReadByTheirParts() {
    answers.put(
        "p?page_size=100",
        list(
            null,
            block(
                "m",
                "meeting_notes",
                """
                {"title": [{"type": "text", "plain_text": "Weekly", "text": {"content": "Weekly"}}],
                 "children": {"summary_block_id": "s", "notes_block_id": "n", "transcript_block_id": "t"}}
                """,
                true)));
    answers.put("s?page_size=100", list(null, text("x", "In short", false)));
    answers.put("n?page_size=100", list(null, text("y", "Noted", false)));

    BodyRead read = run(new TreeRead("p", type -> true));

    String tree = new BlocksToText().text(read.blocks());
    assertThat(tree).isEqualTo("Weekly\nIn short\nNoted");
    String markdown =
        "<meeting-notes>\n\tWeekly\n\t<summary>\n\t\tIn short\n\t</summary>\n\t<notes>\n\t\tNoted\n\t</notes>\n"
            + "\t<transcript>\n\t\tEvery word\n\t</transcript>\n</meeting-notes>";
    for (String form : List.of(markdown, markdown.replace("\t", ""))) {
      assertThat(new BlocksToText().text(new EnhancedMarkdown().parse(form))).isEqualTo(tree);
    }
  }

  @Test
  void copiesOfCopiesEnd() {
    String ofA = "{\"synced_from\": {\"type\": \"block_id\", \"block_id\": \"a\"}}";
    String ofB = "{\"synced_from\": {\"type\": \"block_id\", \"block_id\": \"b\"}}";
    answers.put("p?page_size=100", list(null, block("1", "synced_block", ofA, true)));
    answers.put(
        "a?page_size=100",
        list(null, block("2", "synced_block", ofA, true), text("t", "x", false)));
    assertThat(new BlocksToText().text(run(new TreeRead("p", type -> true)).blocks()))
        .isEqualTo("x");

    answers.put(
        "a?page_size=100",
        list(null, block("3", "synced_block", ofB, true), block("4", "synced_block", ofB, true)));
    answers.put("b?page_size=100", list(null, text("t", "x", false), text("u", "y", false)));
    BodyRead read = run(new TreeRead("p", type -> true, 100, 5));
    assertThat(read.leftOut()).isPositive();
    assertThat(new BlocksToText().text(read.blocks())).isEqualTo("x\ny");
  }

  @Test
  void aHugePageTakesNoMoreThanItsShare() {
    answers.put("p?page_size=100", list(null, text("a", "1", true), text("b", "2", true)));
    answers.put("a?page_size=100", list(null, text("c", "3", false)));

    BodyRead read = run(new TreeRead("p", type -> true, 2, 100));

    assertThat(requests).hasSize(2);
    assertThat(read.leftOut()).isEqualTo(1);
    assertThat(new BlocksToText().text(read.blocks())).isEqualTo("1\n3\n2");
  }

  @Test
  void noPageIsTooDeepToWalk() {
    for (int level = 0; level < 400; level++) {
      String id = level == 0 ? "p" : "b" + level;
      answers.put(
          id + "?page_size=100", list(null, text("b" + (level + 1), "l" + level, level < 399)));
    }
    BodyRead read = run(new TreeRead("p", type -> true));
    assertThat(new BlocksToText().text(read.blocks()).lines()).hasSize(400).endsWith("l399");
    int depth = 0;
    for (List<Block> at = read.blocks(); !at.isEmpty(); at = at.get(0).children()) {
      depth++;
    }
    assertThat(depth).isLessThanOrEqualTo(BodyRead.DEEPEST + 1);
  }

  @Test
  void thePageItselfCannotBeLacking() {
    TreeRead read = new TreeRead("p", type -> true);
    assertThat(read.canLack()).isFalse();
    assertThatIllegalStateException().isThrownBy(read::lacking);
  }

  private BodyRead run(BodyRead read) {
    while (!read.done()) {
      String path = read.next().orElseThrow().path();
      assertThat(path).startsWith("/v1/blocks/").contains("/children?");
      String asked = path.substring("/v1/blocks/".length()).replace("/children", "");
      requests.add(asked);
      if (answers.containsKey(asked)) {
        read.accept(read(answers.get(asked)));
      } else {
        read.lacking();
      }
    }
    return read;
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String list(String cursor, String... blocks) {
    return "{\"results\": [%s], \"has_more\": %s, \"next_cursor\": %s}"
        .formatted(
            Stream.of(blocks).collect(Collectors.joining(",")),
            cursor != null,
            cursor == null ? "null" : "\"" + cursor + "\"");
  }

  private static String text(String id, String text, boolean children) {
    return block(
        id,
        "paragraph",
        "{\"rich_text\": [{\"type\": \"text\", \"plain_text\": \"%1$s\", \"text\": {\"content\": \"%1$s\"}}]}"
            .formatted(text),
        children);
  }

  private static String block(String id, String type, String own, boolean children) {
    return "{\"object\": \"block\", \"id\": \"%s\", \"type\": \"%s\", \"has_children\": %s, \"%s\": %s}"
        .formatted(id, type, children, type, own);
  }
}
