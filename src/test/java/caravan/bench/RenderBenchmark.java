package caravan.bench;

import caravan.blocks.Block;
import caravan.blocks.BlockReader;
import caravan.blocks.BlockWriter;
import caravan.blocks.BlocksToMarkdown;
import caravan.blocks.BlocksToText;
import caravan.blocks.EnhancedMarkdown;
import caravan.render.AllowList;
import caravan.render.BlocksToHtml;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of 1,000 blocks, as Notion answers it, becomes what a sink writes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class RenderBenchmark {

  /** Blocks of the page, the rows of its tables among them. */
  static final int BLOCKS = 1000;

  /** 20 blocks: 18 of this level or within, and a table of two rows. */
  private static final String SECTION =
      """
      ## Section %1$d
      Plain text of a usual length, with **bold**, *italic* and `code` in it, and a [link](https://example.com/%1$d).
      Another paragraph that says a little more than the first one, so that the text is as long as people write it.
      - first point
      - second point with ~~a change~~ of mind
      \t- deeper
      \t\t- deepest
      1. one
      2. two
      - [ ] open
      - [x] done
      > A quote that takes<br>two lines
      <callout icon="🎯" color="blue_bg">
      \tMind this
      </callout>
      ```java
      int answer = list.stream().mapToInt(String::length).sum(); // %1$d < 42 && true
      ```
      <table header-row="true" header-column="false">
      \t<tr>
      \t\t<td>Name</td>
      \t\t<td>Value</td>
      \t</tr>
      \t<tr>
      \t\t<td>a</td>
      \t\t<td>%1$d</td>
      \t</tr>
      </table>
      ![A picture](https://example.com/%1$d.png)
      <details>
      <summary>More</summary>
      \tinside
      </details>
      """;

  private final EnhancedMarkdown enhanced = new EnhancedMarkdown();
  private final BlockReader reader = new BlockReader();
  private final BlocksToHtml html = new BlocksToHtml();
  private final BlocksToMarkdown markdown = new BlocksToMarkdown();
  private final BlocksToText text = new BlocksToText();
  private final ObjectMapper json = new ObjectMapper();

  private String page;
  private String tree;
  private List<Block> blocks;

  /** Both answers of the same page. */
  @Setup
  public void answers() {
    StringBuilder sections = new StringBuilder();
    for (int i = 0; i < BLOCKS / 20; i++) {
      sections.append(SECTION.formatted(i));
    }
    page = sections.toString();
    blocks = enhanced.parse(page);
    tree = new BlockWriter().write(blocks).toString();
    if (count(blocks) != BLOCKS) {
      throw new IllegalStateException("the page has " + count(blocks) + " blocks");
    }
  }

  /** From the Markdown endpoint's text to sanitised HTML. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public String markdownEndpointToHtml() {
    return html.html(AllowList.DEFAULT.apply(enhanced.parse(page)).blocks());
  }

  /** From the JSON of the block tree to sanitised HTML. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public String blockTreeToHtml() throws JsonProcessingException {
    return html.html(AllowList.DEFAULT.apply(reader.blocks(json.readTree(tree))).blocks());
  }

  /** From the document model to Markdown. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public String modelToMarkdown() {
    return markdown.markdown(blocks);
  }

  /** From the document model to plain text. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public String modelToText() {
    return text.text(blocks);
  }

  private static int count(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> 1 + count(block.children())).sum();
  }
}
