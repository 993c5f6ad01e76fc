package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Documents that people wrote go through the model and keep every word, in order. */
class RealDocumentsTest {

  private static final Path DOCUMENTS = Path.of("../shared/reference/markdown");

  private final Parser parser =
      Parser.builder()
          .extensions(
              List.of(
                  TablesExtension.create(),
                  StrikethroughExtension.create(),
                  TaskListItemsExtension.create(),
                  AutolinkExtension.create()))
          .build();

  private final TextContentRenderer renderer =
      TextContentRenderer.builder()
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .build();

  @TestFactory
  Stream<DynamicTest> keepEveryWordAndStayWithinTheLimits() throws IOException {
    assumeTrue(Files.isDirectory(DOCUMENTS), () -> "skipped: no " + DOCUMENTS);
    try (Stream<Path> files = Files.list(DOCUMENTS)) {
      List<Path> documents = files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
      assertThat(documents).hasSizeGreaterThan(60);
      return documents.stream()
          .map(file -> DynamicTest.dynamicTest("" + file.getFileName(), () -> check(file)));
    }
  }

  private void check(Path file) throws IOException {
    String source = Files.readString(file);
    Converted converted = new MarkdownToBlocks().convert(source);
    new PageWithChildren().write(converted.blocks());

    List<Block> words = each(converted.blocks(), RealDocumentsTest::withoutFenceCaption);
    String expected = text(source);
    String markdown = new BlocksToMarkdown().markdown(words);
    assertSameWords("as Markdown", text(markdown), expected);
    assertSameWords("as text", new BlocksToText().text(words), expected);
  }

  /** Front matter is read as YAML by us and as a heading by CommonMark: the words are the same. */
  private String text(String markdown) {
    Node document = parser.parse(markdown);
    document.accept(new AddressesOnce());
    return renderer.render(document);
  }

  /** The text renderer writes "address (address)" where an address links to itself. */
  private static final class AddressesOnce extends AbstractVisitor {

    @Override
    public void visit(Code code) {
      // Written in quotes, which would split a word such as `float64`s.
      code.insertAfter(new Text(code.getLiteral()));
      code.unlink();
    }

    @Override
    public void visit(Image image) {
      // A title that repeats the image's name says nothing.
      if (image.getFirstChild() instanceof Text name
          && name.getLiteral().equals(image.getTitle())) {
        image.setTitle(null);
      }
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String address = link.getDestination();
      if (link.getFirstChild() instanceof Text text && link.getFirstChild().getNext() == null) {
        String literal = text.getLiteral();
        if (literal.contains(address) || address.equals("mailto:" + literal)) {
          link.insertAfter(new Text(literal));
          link.unlink();
        }
      }
    }
  }

  private static void assertSameWords(String as, String actual, String expected) {
    List<String> got = words(actual);
    List<String> wanted = words(expected);
    int same = 0;
    while (same < Math.min(got.size(), wanted.size()) && got.get(same).equals(wanted.get(same))) {
      same++;
    }
    assertThat(got.subList(same, Math.min(got.size(), same + 12)))
        .as(as + ", after " + wanted.subList(Math.max(0, same - 6), same))
        .isEqualTo(wanted.subList(same, Math.min(wanted.size(), same + 12)));
  }

  /** CommonMark's text renderer leaves out what stands behind a code fence. */
  private static Block withoutFenceCaption(Block block) {
    return block.type().equals("code") ? block.withCaption(List.of()) : block;
  }

  private static List<Block> each(List<Block> blocks, UnaryOperator<Block> change) {
    return blocks.stream()
        .map(b -> change.apply(b).withChildren(each(b.children(), change)))
        .toList();
  }

  /** Letters and digits only. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Arrays.stream(text.split("[^\\p{L}\\p{N}]+")).filter(w -> !w.isEmpty()).forEach(words::add);
    return words;
  }
}
