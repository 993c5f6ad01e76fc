package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import caravan.blocks.Block;
import caravan.blocks.EnhancedMarkdown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowListTest {

  private final EnhancedMarkdown enhanced = new EnhancedMarkdown();

  @Test
  void droppedBlocksAreCountedWithAllThatIsInside() {
    List<Block> blocks =
        enhanced.parse(
            "text\n<columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>\n"
                + "- item\n\t<video src=\"https://example.com/v.mp4\"></video>\n\t- inner");
    Allowed allowed = AllowList.DEFAULT.apply(blocks);
    assertThat(allowed.dropped())
        .isEqualTo(Map.of("column_list", 1, "column", 2, "paragraph", 2, "video", 1));
    assertThat(allowed.blocks())
        .extracting(Block::type)
        .containsExactly("paragraph", "bulleted_list_item");
    assertThat(allowed.blocks().get(1).children()).hasSize(1);
    assertThat(count(allowed.blocks()) + allowed.dropped().values().stream().mapToInt(n -> n).sum())
        .isEqualTo(count(blocks));
  }

  @Test
  void nothingOutsideTheListReachesAnOutput() {
    GoodDocuments.all()
        .forEach(
            (name, blocks) -> {
              Allowed allowed = AllowList.of(Set.of("paragraph")).apply(blocks);
              String html = new BlocksToHtml().html(allowed.blocks());
              assertThat(html)
                  .as(name)
                  .doesNotContain(
                      "<li", "<h1", "<h2", "<table", "<pre", "<img", "<aside", "<details");
            });
  }

  @Test
  void theDefaultLetsThroughWhatItNamesAndTheRowsOfTables() {
    List<Block> blocks =
        enhanced.parse("# a {toggle=\"true\"}\n\tinside\n#### d\n| a |\n|---|\n| b |\n---");
    Allowed allowed = AllowList.DEFAULT.apply(blocks);
    assertThat(allowed.dropped()).isEmpty();
    assertThat(allowed.blocks()).isEqualTo(blocks);
    assertThat(allowed.blocks().get(2).children()).hasSize(2);
  }

  @Test
  void whatWasNotTouchedIsNotCopied() {
    List<Block> blocks = enhanced.parse("- a\n\t- b\n\t\t- c");
    assertThat(AllowList.DEFAULT.apply(blocks).blocks().get(0)).isSameAs(blocks.get(0));
  }

  @Test
  void aListIsReadFromASetting() {
    assertThat(AllowList.parse(" paragraph, table ,").types())
        .containsExactly("paragraph", "table", "table_row");
    assertThat(AllowList.parse("  ")).isEqualTo(AllowList.DEFAULT);
    assertThat(AllowList.DEFAULT.types()).hasSize(16).contains("heading_4", "toggle", "table_row");
  }

  @Test
  void aSlipOfThePenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AllowList.parse("paragraph, todo"))
        .withMessageStartingWith("\"todo\" is no type of Notion's blocks. Known: audio, ")
        .withMessageContaining("to_do");
  }

  @Test
  void theTreeIsReadOnlyForWhatMarkdownLoses() {
    assertThat(ReadPath.cheapestFor(AllowList.DEFAULT)).isEqualTo(ReadPath.MARKDOWN);
    AllowList more = AllowList.parse("paragraph, bookmark, link_preview, video");
    assertThat(ReadPath.cheapestFor(more)).isEqualTo(ReadPath.BLOCK_TREE);
    assertThat(ReadPath.lost(more)).containsExactly("bookmark", "link_preview");
    for (String type :
        List.of("bookmark", "embed", "link_preview", "breadcrumb", "template", "unsupported")) {
      assertThat(ReadPath.cheapestFor(AllowList.of(List.of(type)))).isEqualTo(ReadPath.BLOCK_TREE);
    }
  }

  private static int count(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> 1 + count(block.children())).sum();
  }
}
