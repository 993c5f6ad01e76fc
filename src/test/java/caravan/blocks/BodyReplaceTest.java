package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyReplaceTest {

  private PageWithChildren page;

  @Test
  void anUnchangedBodyIsOnlyRead() {
    assertReplaced(flat(50), flat(50), 1, 0);
    assertThat(page.writes()).isEmpty();
  }

  @Test
  void oneChangedParagraphInFiftyIsUpdatedInPlace() {
    List<Block> wanted = flat(50);
    wanted.set(20, Block.paragraph("changed"));
    assertReplaced(flat(50), wanted, 1, 1);
    assertThat(page.writes()).containsExactly("PATCH /v1/blocks/b21");
  }

  @Test
  void anInsertedParagraphGoesBehindTheOneBeforeIt() {
    List<Block> wanted = flat(50);
    wanted.add(20, Block.paragraph("new"));
    assertReplaced(flat(50), wanted, 1, 1);
    assertUntouched(50);
  }

  @Test
  void paragraphsAreInsertedAtTheStartAndTheEnd() {
    List<Block> wanted = flat(50);
    wanted.add(0, Block.paragraph("first"));
    wanted.add(Block.paragraph("last"));
    assertReplaced(flat(50), wanted, 1, 2);
    assertUntouched(50);
  }

  @Test
  void twoHundredAndFiftyParagraphsInARowAreInsertedByThreeRequests() {
    List<Block> wanted = new ArrayList<>(flat(10));
    wanted.addAll(5, texts("new", 250));
    assertReplaced(flat(10), wanted, 1, 3);
    assertUntouched(10);
  }

  @Test
  void aDeletedParagraphIsDeletedAlone() {
    List<Block> wanted = flat(50);
    wanted.remove(20);
    assertReplaced(flat(50), wanted, 1, 1);
    assertThat(page.writes()).containsExactly("DELETE /v1/blocks/b21");
  }

  @Test
  void anEmptiedBodyIsErased() {
    assertReplaced(flat(50), List.of(), 1, 1);
  }

  @Test
  void anEmptyBodyIsFilledByTheAppendsAlone() {
    assertReplaced(List.of(), flat(150), 1, 2);
  }

  @Test
  void aBodyThatChangesAltogetherIsErasedAndWrittenAnew() {
    assertReplaced(flat(50), texts("other", 50), 1, 2);
    assertThat(page.writes())
        .containsExactly("PATCH /v1/pages/page", "PATCH /v1/blocks/page/children");
  }

  @Test
  void aBodyOfTwoParagraphsThatChangeIsUpdatedInPlace() {
    assertReplaced(flat(2), texts("other", 2), 1, 2);
    assertThat(page.idsIn(PageWithChildren.PAGE)).containsExactly("b1", "b2");
  }

  @Test
  void manyChangesAmongMoreUntouchedBlocksAreNoReasonToErase() {
    List<Block> wanted = flat(50);
    IntStream.range(0, 20).forEach(i -> wanted.set(2 * i, Block.paragraph("changed " + i)));
    assertReplaced(flat(50), wanted, 1, 20);
    assertUntouched(30);
  }

  @Test
  void aMovedParagraphIsDeletedAndInserted() {
    List<Block> wanted = flat(50);
    wanted.add(5, wanted.remove(40));
    assertReplaced(flat(50), wanted, 1, 2);
    assertUntouched(49);
  }

  @Test
  void aReversedBodyIsWrittenAnew() {
    List<Block> wanted = flat(30);
    Collections.reverse(wanted);
    assertReplaced(flat(30), wanted, 1, 2);
  }

  @Test
  void anotherTypeIsInsertedBeforeTheOldBlockIsDeleted() {
    List<Block> wanted = flat(50);
    wanted.set(20, Block.of("heading_1", List.of(RichText.text("paragraph 20"))));
    assertReplaced(flat(50), wanted, 1, 2);
    assertThat(page.writes())
        .containsExactly("PATCH /v1/blocks/page/children", "DELETE /v1/blocks/b21");
  }

  @Test
  void aChangedCellIsAnUpdateOfItsRow() {
    List<Block> present = flat(10);
    present.add(3, table(2, 20, "cell"));
    List<Block> wanted = new ArrayList<>(present);
    List<Block> rows = new ArrayList<>(present.get(3).children());
    rows.set(7, row("cell 7", "changed"));
    wanted.set(3, present.get(3).withChildren(rows));
    assertReplaced(present, wanted, 2, 1);
    assertUntouched(30);
  }

  @Test
  void aTableOfAnotherWidthIsReplacedWithoutReadingItsRows() {
    List<Block> present = flat(10);
    present.add(3, table(2, 20, "cell"));
    List<Block> wanted = new ArrayList<>(present);
    wanted.set(3, table(3, 20, "cell"));
    assertReplaced(present, wanted, 1, 2);
    assertUntouched(10);
  }

  @Test
  void aTableWhoseRowsAllChangeIsReplacedWithinItsPage() {
    List<Block> present = flat(40);
    present.add(3, table(2, 20, "cell"));
    List<Block> wanted = new ArrayList<>(present);
    wanted.set(3, table(2, 20, "other"));
    assertReplaced(present, wanted, 2, 2);
    assertUntouched(40);
  }

  @Test
  void theHeaderOfATableIsSwitchedOffByAnUpdate() {
    List<Block> present = flat(3);
    present.add(table(2, 3, "cell"));
    List<Block> wanted = flat(3);
    wanted.add(table(2, 3, "cell").with("has_column_header", false));
    assertReplaced(present, wanted, 2, 1);
  }

  @Test
  void aChangedItemInsideAListIsUpdatedAlone() {
    List<Block> present = flat(10);
    present.add(2, item("a", item("b", item("c"), item("d")), item("e")));
    present.add(6, item("no need", item("to look inside")));
    List<Block> wanted = new ArrayList<>(present);
    wanted.set(2, item("a", item("b", item("c"), item("changed")), item("e")));
    assertReplaced(present, wanted, 4, 1);
    assertThat(page.writes()).hasSize(1);
    assertUntouched(16);
  }

  @Test
  void whatIsInsideAChangedItemStays() {
    List<Block> present = flat(3);
    present.add(item("a", item("b"), item("c")));
    List<Block> wanted = flat(3);
    wanted.add(item("changed", item("b"), item("c"), item("d")));
    assertReplaced(present, wanted, 2, 2);
    assertUntouched(5);
  }

  @Test
  void whatAnUpdateIsSilentAboutIsSetBack() {
    Block red = Block.of("to_do", List.of(RichText.text("do"))).with("checked", true);
    List<Block> present = flat(5);
    present.add(red.with("color", "red"));
    present.add(code("text", "java").withCaption(List.of(RichText.text("caption"))));
    List<Block> wanted = flat(5);
    wanted.add(Block.of("to_do", List.of(RichText.text("do"))));
    wanted.add(code("text", "java"));
    assertReplaced(present, wanted, 1, 2);
    assertUntouched(5);
  }

  @Test
  void textThatIsCutDifferentlyIsNotChanged() {
    List<Block> present =
        List.of(Block.paragraph(List.of(RichText.text("one "), RichText.text("two"))));
    page = PageWithChildren.with(present);
    assertThat(page.finish(replace(List.of(Block.paragraph("one two"))))).isEqualTo(1);
  }

  @Test
  void threeHundredBlocksAreReadByThreeRequests() {
    List<Block> wanted = flat(300);
    wanted.set(150, Block.paragraph("changed"));
    wanted.remove(250);
    wanted.add(10, Block.paragraph("new"));
    assertReplaced(flat(300), wanted, 3, 3);
    assertUntouched(298);
  }

  @Test
  void pagesInTheBodyAreNeverDeleted() {
    List<Block> present = flat(3);
    present.add(item("holds a page", item("inside")));
    present.add(item("goes", item("inside")));
    page = PageWithChildren.with(present);
    String child = page.addByHand(PageWithChildren.PAGE, 1, "child_page");
    String holder = page.idsIn(PageWithChildren.PAGE).get(4);
    String database = page.addByHand(holder, 0, "child_database");
    BodyReplace replace = replace(texts("other", 20));
    page.finish(replace);
    assertThat(page.blocks()).containsKeys(child, holder, database);
    assertThat(replace.kept()).extracting(PresentBlock::id).containsExactly(child, holder);
    assertThat(page.idsIn(PageWithChildren.PAGE)).hasSize(22);
    assertThat(page.finish(replace(texts("other", 20))))
        .as("again, nothing but reads")
        .isEqualTo(2);
  }

  @Test
  void whatNoRequestCanWriteIsReplacedAsAnyOther() {
    page = PageWithChildren.with(flat(5));
    page.addByHand(PageWithChildren.PAGE, 2, "unsupported");
    page.finish(replace(flat(5)));
    assertThat(page.body()).isEqualTo(flat(5));
  }

  @Test
  void workBrokenOffAnywhereIsFinishedByTheNextRun() {
    List<Block> present = flat(20);
    List<Block> wanted = flat(20);
    wanted.set(3, Block.paragraph("changed"));
    wanted.remove(10);
    wanted.addAll(12, texts("new", 3));
    wanted.add(item("a", item("b", item("c", item("d")))));
    for (int cut = 1; cut < 8; cut++) {
      page = PageWithChildren.with(present);
      BodyReplace broken = replace(wanted);
      for (int sent = 0; sent < cut && broken.next().isPresent(); sent++) {
        broken.accept(page.answer(broken.next().get()));
      }
      page.finish(replace(wanted));
      assertThat(page.body()).as("broken off after %s requests", cut).isEqualTo(wanted);
      assertUntouched(18);
    }
  }

  @Test
  void theCallersOwnPatchMayErase() {
    page = PageWithChildren.with(flat(3));
    BodyReplace replace =
        new BodyReplace(PageWithChildren.PAGE, texts("other", 3), BodyUpdate.DIFF, true, null);
    replace.accept(page.answer(replace.next().orElseThrow()));
    assertThat(replace.erasesFirst()).isTrue();
    replace.erased();
    assertThat(replace.next().orElseThrow().path()).isEqualTo("/v1/blocks/page/children");
  }

  @Test
  void replacingReadsNothing() {
    page = PageWithChildren.with(flat(50));
    List<Block> wanted = texts("other", 120);
    BodyReplace replace = new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.REPLACE);
    assertThat(page.finish(replace))
        .isEqualTo(1 + BodyReplace.rewriteRequests(wanted))
        .isEqualTo(3);
    assertThat(page.body()).isEqualTo(wanted);
  }

  @Test
  void appendingAddsWhatIsNotThereAndChangesNothing() {
    List<Block> present = flat(10);
    present.add(item("same", item("inside")));
    present.add(item("other inside", item("old")));
    List<Block> wanted = flat(12);
    wanted.remove(3);
    wanted.add(0, item("other inside", item("new")));
    wanted.add(5, item("same", item("inside")));
    page = PageWithChildren.with(present);
    assertThat(page.finish(append(wanted))).isEqualTo(3 + 1);
    present.add(item("other inside", item("new")));
    present.addAll(flat(12).subList(10, 12));
    assertThat(page.body()).isEqualTo(present);
    page.finish(append(wanted));
    assertThat(page.body()).as("again, nothing is added").isEqualTo(present);
  }

  @Test
  void leavingSendsNothing() {
    BodyReplace replace = new BodyReplace(PageWithChildren.PAGE, flat(1), BodyUpdate.LEAVE);
    assertThat(replace.done()).isTrue();
    assertThat(replace.next()).isEmpty();
    assertThatThrownBy(() -> replace.accept(JsonNodeFactory.instance.objectNode()))
        .isInstanceOf(IllegalStateException.class);
  }

  private BodyReplace replace(List<Block> wanted) {
    return new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF);
  }

  private static BodyReplace append(List<Block> wanted) {
    return new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.APPEND);
  }

  private void assertReplaced(List<Block> present, List<Block> wanted, int reads, int writes) {
    page = PageWithChildren.with(present);
    BodyReplace replace = replace(wanted);
    page.finish(replace);
    assertThat(page.body()).isEqualTo(wanted);
    assertThat(page.reads()).as("reads").isEqualTo(reads).isEqualTo(replace.reads());
    assertThat(page.writes()).as("writes").hasSize(writes);
    assertThat(replace.requests()).isEqualTo(reads + writes);
    assertThat(replace.done()).isTrue();
  }

  /** Blocks that were there before have the lowest numbers in their ids. */
  private void assertUntouched(int count) {
    List<String> updated =
        page.writes().stream()
            .filter(each -> each.matches("PATCH /v1/blocks/b\\d+"))
            .map(each -> each.substring(each.lastIndexOf('/') + 1))
            .toList();
    assertThat(page.untouched(updated)).isEqualTo(count);
  }

  /** As many paragraphs, none of which is equal to one of these. */
  static List<Block> otherwise(List<Block> paragraphs) {
    return paragraphs.stream()
        .map(block -> Block.paragraph("other " + RichText.plain(block.text())))
        .toList();
  }

  static List<Block> flat(int count) {
    return texts("paragraph", count);
  }

  private static List<Block> texts(String text, int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> Block.paragraph(text + " " + i)).toList());
  }

  private static Block item(String text, Block... children) {
    return Block.of("bulleted_list_item", List.of(RichText.text(text)))
        .withChildren(List.of(children));
  }

  private static Block code(String text, String language) {
    return Block.of("code", List.of(RichText.text(text))).with("language", language);
  }

  private static Block row(String... cells) {
    List<List<RichText>> all = new ArrayList<>();
    for (String cell : cells) {
      all.add(List.of(RichText.text(cell)));
    }
    return Block.tableRow(all);
  }

  private static Block table(int width, int rows, String text) {
    String[] cells = new String[width];
    return Block.of("table")
        .with("table_width", width)
        .with("has_column_header", true)
        .withChildren(
            IntStream.range(0, rows)
                .mapToObj(
                    i -> {
                      Arrays.fill(cells, text + " " + i);
                      return row(cells.clone());
                    })
                .toList());
  }
}
