package caravan.blocks;

import static caravan.blocks.PageWithChildren.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BodyGuardTest {

  private final List<Block> written =
      List.of(
          Block.of("heading_1", List.of(RichText.text("Title"))),
          Block.paragraph("one"),
          item("outer", item("inner"), item("other")),
          Block.paragraph("two"),
          Block.of("to_do", List.of(RichText.text("task"))));

  private final PageWithChildren page = PageWithChildren.with(written);
  private int asked;

  @Test
  void aBodyAsItWasWrittenIsNobodysWorkAndNobodyIsAskedFor() {
    assertThat(isEdited()).isFalse();
    assertThat(asked).isZero();
  }

  @Test
  void anEditedTextIsAnEdit() {
    page.editByHand(id(1), Block.paragraph("changed"));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void anEditThatWasUndoneIsNone() {
    page.editByHand(id(1), Block.paragraph("changed"));
    page.editByHand(id(1), written.get(1));
    assertThat(isEdited()).isFalse();
  }

  @Test
  void aTickedTaskOrAnotherColourIsAnEdit() {
    page.editByHand(id(4), written.get(4).with("checked", true));
    assertThat(isEdited()).isTrue();
    page.editByHand(id(4), written.get(4));
    page.editByHand(id(1), written.get(1).with("color", "red"));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void anEditDeepInsideIsAnEdit() {
    String inner = page.idsIn(id(2)).get(1);
    page.editByHand(inner, item("changed"));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void anAddedBlockIsAnEditAndAnAddedEmptyLineIsNone() {
    String blank = page.addByHand(PAGE, 5, Block.paragraph(""));
    assertThat(isEdited()).isFalse();
    page.editByHand(blank, Block.paragraph("words"));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void anAddedBlockThatSaysWhatIsThereAlreadyIsAnEdit() {
    page.addByHand(PAGE, 0, Block.paragraph("one"));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void aDeletedBlockIsAnEditAlthoughNobodysNameIsLeft() {
    page.deleteByHand(id(3));
    assertThat(isEdited()).isTrue();
  }

  @Test
  void aMovedBlockIsAnEditAlthoughNobodysNameIsInIt() {
    page.moveByHand(id(3), PAGE, 0);
    assertThat(isEdited()).isTrue();
    page.moveByHand(id(0), PAGE, 3);
    assertThat(isEdited()).isFalse();
    page.moveByHand(page.idsIn(id(2)).get(1), PAGE, 3);
    assertThat(isEdited()).as("drawn out one level").isTrue();
  }

  @Test
  void anotherFormThatNotionGivesABlockOfTheHubIsNoEdit() {
    page.showAs(id(1), Block.paragraph("one, as Notion has it"));
    assertThat(isEdited()).isFalse();
    page.showAs(id(1), Block.of("quote", List.of(RichText.text("one"))));
    assertThat(isEdited()).isFalse();
    assertThat(asked).isPositive();
    page.deleteByHand(id(3));
    assertThat(isEdited()).as("and a block is missing").isTrue();
  }

  @Test
  void pagesInTheBodyAreNoEditUnlessTheyWouldGo() {
    page.addByHand(PAGE, 2, "child_page");
    assertThat(isEdited()).isFalse();
    assertThat(guard(BodyPrint.of(written), true).isEdited(page.present(), true)).isTrue();
  }

  @Test
  void whatNotionFillsInIsNoEditAndWhatWasAskedForIs() {
    ObjectNode icon = JsonNodeFactory.instance.objectNode().put("type", "emoji");
    Block silent = Block.of("callout", List.of(RichText.text("note")));
    Block shown = silent.with("icon", icon.deepCopy().put("emoji", "💡"));
    Block other = silent.with("icon", icon.deepCopy().put("emoji", "🔥"));
    assertThat(isEdited(silent, shown)).as("the icon that callouts get").isFalse();
    assertThat(isEdited(shown, shown)).isFalse();
    assertThat(isEdited(shown, other)).isTrue();
  }

  @Test
  void withoutARecordOnlyTheHubsOwnBlocksAreNobodysWork() {
    assertThat(guard(null, false).isEdited(page.present(), false)).isFalse();
    assertThat(guard(null, false).isEdited(List.of(), false)).isFalse();
    page.addByHand(PAGE, 0, Block.paragraph("by hand"));
    assertThat(guard(null, false).isEdited(page.present(), false)).isTrue();
  }

  @Test
  void aBlockOfAPersonThatTheHubEditedLastIsStillThePersons() {
    String id = page.addByHand(PAGE, 0, Block.paragraph("by hand"));
    ObjectNode body = OwnContent.update(Block.paragraph("by the hub"), Block.paragraph("by hand"));
    page.finish(new Edit.Update(id, body).start());
    assertThat(guard(null, false).isEdited(page.present(), false)).isTrue();
  }

  @Test
  void aWriteThatBrokeOffLeavesBlocksOfBeforeAndAfter() {
    List<Block> next = new ArrayList<>(written);
    next.set(1, Block.paragraph("changed"));
    next.add(1, Block.paragraph("new"));
    next.remove(4);
    BodyPrint both = BodyPrint.of(written).and(BodyPrint.of(next));
    BodyReplace replace = new BodyReplace(PAGE, next, BodyUpdate.DIFF);
    while (!replace.done()) {
      assertThat(guard(both, false).isEdited(page.present(), false)).isFalse();
      replace.accept(page.answer(replace.next().orElseThrow()));
    }
    page.addByHand(PAGE, 0, Block.paragraph("by hand"));
    assertThat(guard(both, false).isEdited(page.present(), false)).isTrue();
  }

  @Test
  void ofABodyThatIsHalfReadOnlyWhatOtherPeopleWroteIsSaid() {
    List<PresentBlock> half =
        page.present().stream()
            .map(
                block -> new PresentBlock(block.id(), block.block(), "hub", "hub", List.of(), true))
            .toList();
    assertThat(guard(BodyPrint.of(written), true).findsOthers(half, false)).isFalse();
    page.editByHand(id(1), Block.paragraph("changed"));
    assertThat(guard(BodyPrint.of(written), true).findsOthers(page.present(), false)).isTrue();
  }

  @Test
  void aPrintIsReadBackAndOneOfAnotherFormatSaysNothing() {
    BodyPrint print = BodyPrint.of(written);
    assertThat(print.text()).matches("1( \\d+:[A-Za-z0-9_-]{11}){7}");
    assertThat(BodyPrint.read(print.text())).contains(print);
    assertThat(BodyPrint.read(BodyPrint.of(List.of()).text())).contains(BodyPrint.of(List.of()));
    assertThat(BodyPrint.read("2 0:whatever")).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(1, 401);
  }

  /** A print tells exactly what a comparison of the blocks themselves tells. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aPrintDiffersWhereTheBlocksDo(long seed) {
    Random random = new Random(seed);
    BodyEdits edits = new BodyEdits(random);
    List<Block> before = edits.body(1 + random.nextInt(4), random.nextInt(30));
    List<Block> after = edits.edited(before, 1 + random.nextInt(40), random.nextBoolean());
    List<PresentBlock> present = PageWithChildren.with(after).present();
    boolean same = BodyDiff.of(PAGE, present, before).edits().isEmpty();
    assertThat(same).isEqualTo(before.equals(after));
    BodyGuard nobodys = new BodyGuard(BodyPrint.of(before), true, id -> false);
    assertThat(nobodys.isEdited(present, false)).isEqualTo(!same);
    BodyGuard ofAfter = new BodyGuard(BodyPrint.of(after), true, id -> false);
    assertThat(ofAfter.isEdited(present, false)).isFalse();
  }

  private boolean isEdited() {
    return guard(BodyPrint.of(written), true).isEdited(page.present(), false);
  }

  private boolean isEdited(Block sent, Block shown) {
    PageWithChildren other = PageWithChildren.with(List.of(sent));
    other.editByHand(other.idsIn(PAGE).get(0), shown);
    return guard(BodyPrint.of(List.of(sent)), true).isEdited(other.present(), false);
  }

  private BodyGuard guard(BodyPrint print, boolean whole) {
    return new BodyGuard(
        print,
        whole,
        id -> {
          asked++;
          return id.equals(PageWithChildren.HUB);
        });
  }

  private String id(int index) {
    return page.idsIn(PAGE).get(index);
  }

  private static Block item(String text, Block... children) {
    return Block.of("bulleted_list_item", List.of(RichText.text(text)))
        .withChildren(List.of(children));
  }
}
