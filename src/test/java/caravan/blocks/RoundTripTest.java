package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.Corpus;
import caravan.testing.MarkdownMeaning;
import caravan.testing.MarkdownMeaning.ReadOn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** Whatever may stand in a document may stand in an item, in a quote, and behind another one. */
  @TestFactory
  Stream<DynamicTest> documentsWithinItemsAndQuotesMeanTheSame() {
    Map<String, String> nested = new LinkedHashMap<>();
    String before = "";
    for (Map.Entry<String, String> document : Corpus.own().entrySet()) {
      String text = document.getValue().replaceFirst("^\uFEFF", "");
      nested.put(document.getKey() + ", in an item", within("- ", "  ", text));
      nested.put(document.getKey() + ", in a number", within("1. ", "   ", text));
      nested.put(document.getKey() + ", in a quote", within("> ", "> ", text));
      nested.put(document.getKey() + ", behind another", before + "\n\n" + text);
      before = text;
    }
    return tests(nested);
  }

  private static String within(String first, String others, String text) {
    return first + text.lines().collect(Collectors.joining("\n" + others)) + "\n";
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
