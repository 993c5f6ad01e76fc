package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.Corpus;
import caravan.testing.MarkdownMeaning;
import caravan.testing.MarkdownMeaning.ReadOn;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Markdown becomes blocks, the requests that write them, Notion's answers, blocks again and
 * Markdown: and means the same, except for exactly what the hub says that Notion can't hold.
 */
class RoundTripTest {

  @Test
  void corpusIsLargeEnough() {
    assertThat(Corpus.own()).hasSizeGreaterThanOrEqualTo(200);
  }

  @TestFactory
  Stream<DynamicTest> ownDocumentsMeanTheSame() {
    return tests(Corpus.own());
  }

  @TestFactory
  Stream<DynamicTest> recordedDocumentsMeanTheSame() {
    return tests(Corpus.recorded());
  }

  private static Stream<DynamicTest> tests(Map<String, String> documents) {
    return documents.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
  }

  private static void check(String source) {
    Converted converted = new MarkdownToBlocks().convert(source);
    PageWithChildren page = new PageWithChildren();
    page.write(converted.blocks());
    String markdown = new BlocksToMarkdown().markdown(page.body());
    assertThat(MarkdownMeaning.ofWritten(markdown, ReadOn.BLOCK_TREE))
        .as(markdown)
        .isEqualTo(MarkdownMeaning.expected(source, converted.notHeld(), ReadOn.BLOCK_TREE));
  }
}
