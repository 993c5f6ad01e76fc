package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyWriteTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100})
  void upToAHundredFlatBlocksNeedOnlyTheCreate(int count) {
    assertWritten(flat(count), 1, 0);
  }

  @Test
  void twoHundredAndFiftyFlatBlocksNeedACreateAndTwoAppends() {
    assertWritten(flat(250), 3, 0);
  }

  @Test
  void threeLevelsGoIntoTheCreateWhole() {
    assertWritten(List.of(chain(3), Block.paragraph("after")), 1, 0);
  }

  @Test
  void aTableInAListItemGoesIntoTheCreateWhole() {
    assertWritten(List.of(item("a", table(5))), 1, 0);
  }

  @Test
  void aTableOnTheThirdLevelIsAppendedToItsParent() {
    // create (empty), the outer item, then all that is inside it
    assertWritten(List.of(item("a", item("b", table(5)))), 3, 0);
  }

  @Test
  void aListOfFiveLevelsNeedsOneRequestForEachLevelBeyondThree() {
    // create with nothing, level 1, level 2, levels 3 to 5
    assertWritten(List.of(chain(5)), 4, 0);
    // what stands before the deep item goes into the create
    assertWritten(List.of(Block.paragraph("before"), chain(5), Block.paragraph("after")), 4, 0);
  }

  @Test
  void sixtyLevelsAreWrittenWithoutOverflow() {
    assertWritten(List.of(chain(60)), 59, 0);
  }

  @Test
  void deepBlocksBehindTheFirstHundredCostNoRead() {
    List<Block> blocks = new ArrayList<>(flat(100));
    blocks.add(chain(4));
    // create 100, the deep one alone, its inside
    assertWritten(blocks, 3, 0);
  }

  @Test
  void aTableOfTwoHundredAndFiftyRowsNeedsTwoAppendsBeyondItself() {
    assertWritten(List.of(table(250)), 1 + 1 + 2, 0);
  }

  @Test
  void blocksBeyondAThousandGoIntoTheNextRequest() {
    List<Block> blocks =
        IntStream.range(0, 20)
            .mapToObj(i -> item("item " + i, flat(60).toArray(Block[]::new)))
            .toList();
    // 61 blocks each: 16 of them in the create, 4 in an append
    assertWritten(blocks, 2, 0);
  }

  @Test
  void blocksBeyondTheSizeOfARequestGoIntoTheNext() {
    String long2000 = "\u65e5".repeat(2_000);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      blocks.add(Block.paragraph(long2000 + "").withText(runs(long2000, 5)));
    }
    // 30 KB each, 14 to a request
    assertWritten(blocks, 4, 0);
  }

  @Test
  void anItemThatIsLargerThanARequestIsSentInParts() {
    Block large =
        item(
            "large",
            flat(100).stream()
                .map(b -> item("x", b, b, b, b, b, b, b, b, b, b))
                .toArray(Block[]::new));
    assertWritten(List.of(large), 4, 0);
  }

  @Test
  void columnsWithDeepContentCostOneReadOfTheirIds() {
    Block column = Block.of("column").withChildren(List.of(chain(3), Block.paragraph("beside")));
    Block plain = Block.of("column").withChildren(List.of(Block.paragraph("right")));
    List<Block> blocks = List.of(Block.of("column_list").withChildren(List.of(column, plain)));
    assertWritten(blocks, 6, 2);
  }

  @Test
  void columnsWithFlatContentGoIntoTheCreate() {
    Block column = Block.of("column").withChildren(flat(3));
    assertWritten(List.of(Block.of("column_list").withChildren(List.of(column, column))), 1, 0);
  }

  @Test
  void aMixtureArrivesWhole() {
    List<Block> blocks = new ArrayList<>(flat(30));
    blocks.add(table(120));
    blocks.addAll(flat(90));
    blocks.add(chain(5));
    blocks.addAll(flat(10));
    blocks.add(item("wide", flat(130).toArray(Block[]::new)));
    // create 30; append 100 (table first); append 32 (deep and wide ones among them);
    // the table's last 100 rows; the chain twice more; the wide one's last 100
    assertWritten(blocks, 3 + 1 + 2 + 1, 0);
  }

  @Test
  void anEmptyPageIsFilledByAppendsAlone() {
    PageWithChildren page = new PageWithChildren();
    List<Block> blocks = new ArrayList<>(flat(150));
    blocks.add(0, chain(4));
    assertThat(page.append(blocks)).isEqualTo(3);
    assertThat(page.body()).isEqualTo(blocks);
  }

  @Test
  void anAnswerThatHidesNeededIdsIsRefused() {
    BodyWrite write = BodyPlan.forEmptyPage(List.of(chain(4))).startIn("p");
    assertThat(write.next()).isPresent();
    assertThatThrownBy(() -> write.accept(JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0 new blocks in p where 1 were sent");
  }

  @Test
  void anAnswerWithoutARequestIsRefused() {
    BodyWrite write = BodyPlan.forNewPage(flat(3)).startIn("p");
    assertThat(write.next()).isEmpty();
    assertThatThrownBy(() -> write.accept(JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anyTreeArrivesAsItWas(long seed) {
    Random random = new Random(seed);
    List<Block> blocks = trees(random, 1 + random.nextInt(6), random.nextInt(60));
    PageWithChildren created = new PageWithChildren();
    int requests = created.write(blocks);
    assertThat(created.body()).isEqualTo(blocks);
    PageWithChildren filled = new PageWithChildren();
    int appends = filled.append(blocks);
    assertThat(filled.body()).isEqualTo(blocks);
    assertThat(appends).isBetween(requests - 1, requests);
    assertThat(created.reads() + filled.reads()).as("ids read").isZero();
  }

  private static void assertWritten(List<Block> blocks, int requests, int reads) {
    PageWithChildren page = new PageWithChildren();
    assertThat(page.write(blocks)).as("requests").isEqualTo(requests);
    assertThat(page.body()).isEqualTo(blocks);
    assertThat(page.reads()).as("reads").isEqualTo(reads);
  }

  private static List<Block> trees(Random random, int depth, int count) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Block block =
          switch (random.nextInt(6)) {
            case 0 -> table(1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 5));
            case 1 -> Block.of("to_do", List.of(RichText.text("do " + i))).with("checked", true);
            case 2 -> Block.of("divider");
            default -> item("item " + i);
          };
      boolean holds = block.type().equals("to_do") || block.type().equals("bulleted_list_item");
      boolean wide = random.nextInt(150) == 0;
      blocks.add(
          holds && depth > 1
              ? block.withChildren(
                  trees(random, depth - 1, wide ? 100 + random.nextInt(150) : random.nextInt(4)))
              : block);
    }
    return blocks;
  }

  private static List<Block> flat(int count) {
    return IntStream.range(0, count).mapToObj(i -> Block.paragraph("paragraph " + i)).toList();
  }

  private static List<RichText> runs(String content, int count) {
    return IntStream.range(0, count).mapToObj(i -> RichText.text(content)).toList();
  }

  private static Block item(String text, Block... children) {
    return Block.of("bulleted_list_item", List.of(RichText.text(text)))
        .withChildren(List.of(children));
  }

  private static Block chain(int levels) {
    return levels == 1 ? item("level 1") : item("level " + levels, chain(levels - 1));
  }

  private static Block table(int rows) {
    return Block.of("table")
        .with("table_width", 2)
        .with("has_column_header", true)
        .withChildren(
            IntStream.range(0, rows)
                .mapToObj(
                    i -> Block.tableRow(List.of(List.of(RichText.text("row " + i)), List.of())))
                .toList());
  }
}
