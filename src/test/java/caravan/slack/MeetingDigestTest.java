package caravan.slack;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Block;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.MarkdownToBlocks;
import caravan.demo.seed.SeedNote;
import caravan.demo.seed.SeedNotes;
import caravan.render.AllowList;
import caravan.render.BodyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people read in Slack does not depend on the form in which a page's body travels. */
class MeetingDigestTest {

  @Test
  void aNoteThatTravelsAsMarkdownSaysWhatItsBlocksSay() {
    List<SeedNote> notes = SeedNotes.asOf(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(notes).hasSizeGreaterThan(10);
    for (SeedNote note : notes) {
      assertThat(travelled(note.markdown()))
          .as(note.name())
          .isEqualTo(MeetingDigest.of(new EnhancedMarkdown().parse(note.markdown())));
    }
  }

  @Test
  void toDosAndTheSummarySurviveWhereverTheyStand() {
    String body =
        """
        # Weekly
        <columns>
        \t<column>
        \t\t- [ ] in a column
        \t\t- [x] done
        \t</column>
        </columns>
        <details>
        <summary>More</summary>
        \t- [ ] in a toggle with [a link](https://example.com/) and \\*no emphasis\\*
        \t\t- [ ] deeper
        </details>
        ## Summary of the week
        First **words**<br>second line
        - a point
        ## Next
        - [ ] last {color="red"}
        <meeting-notes>
        \tRecorded
        \t<notes>
        \t\t- [ ] from the recording
        \t</notes>
        </meeting-notes>""";
    MeetingDigest digest = travelled(body);
    assertThat(digest.openActions())
        .containsExactly(
            "in a column",
            "in a toggle with <https://example.com/|a link> and *no emphasis*",
            "deeper",
            "last",
            "from the recording");
    assertThat(digest.summary()).containsExactly("First words\nsecond line", "a point");
  }

  private static MeetingDigest travelled(String enhanced) {
    List<Block> blocks = allowed().apply(new EnhancedMarkdown().parse(enhanced)).blocks();
    String markdown = BodyFormat.MARKDOWN.of(blocks);
    return MeetingDigest.of(new MarkdownToBlocks().convert(markdown).blocks());
  }

  /** The list that the route file gives. */
  private static AllowList allowed() {
    try {
      String route = Files.readString(Path.of("routes/meeting-notes.camel.yaml"));
      Matcher blocks = Pattern.compile("\\n +blocks: (.+)").matcher(route);
      assertThat(blocks.find()).isTrue();
      return AllowList.parse(blocks.group(1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
