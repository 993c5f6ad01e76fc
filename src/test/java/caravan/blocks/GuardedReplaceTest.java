package caravan.blocks;

import static caravan.blocks.PageWithChildren.HUB;
import static caravan.blocks.PageWithChildren.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A body is replaced unless people edited it, and finding that out costs little or nothing. */
class GuardedReplaceTest {

  private final List<Block> before = body("before");
  private final PageWithChildren page = PageWithChildren.with(before);

  @Test
  void aBodyThatNobodyEditedBecomesTheWantedOne() {
    List<Block> wanted = new ArrayList<>(before);
    wanted.set(3, Block.paragraph("changed"));
    BodyReplace replace = guarded(wanted, BodyUpdate.DIFF);
    page.finish(replace);
    assertThat(replace.isEdited()).isFalse();
    assertThat(page.body()).isEqualTo(wanted);
    assertThat(replace.requests()).as("the page, the list, the update").isEqualTo(3);
  }

  @Test
  void anEditAtTheTopIsFoundByTheFirstRead() {
    page.editByHand(page.idsIn(PAGE).get(1), Block.paragraph("mine"));
    List<Block> edited = page.body();
    BodyReplace replace = guarded(body("after"), BodyUpdate.DIFF);
    assertThat(page.finish(replace)).isEqualTo(1);
    assertThat(replace.isEdited()).isTrue();
    assertThat(page.body()).isEqualTo(edited);
  }

  @Test
  void anEditInATableThatIsToGoIsFoundBeforeItGoes() {
    Block table =
        Block.of("table")
            .with("table_width", 1)
            .withChildren(List.of(Block.tableRow(List.of(List.of(RichText.text("cell"))))));
    PageWithChildren other = PageWithChildren.with(List.of(Block.paragraph("text"), table));
    String row = other.idsIn(other.idsIn(PAGE).get(1)).get(0);
    other.editByHand(row, Block.tableRow(List.of(List.of(RichText.text("mine")))));
    BodyReplace replace =
        new BodyReplace(
            PAGE,
            List.of(Block.paragraph("text")),
            BodyUpdate.DIFF,
            false,
            guard(List.of(Block.paragraph("text"), table)));
    other.finish(replace);
    assertThat(replace.isEdited()).isTrue();
    assertThat(other.writes()).isEmpty();
  }

  @Test
  void aBodyThatSaysWhatIsWantedIsNothingToKeep() {
    page.editByHand(page.idsIn(PAGE).get(1), Block.paragraph("mine"));
    for (BodyUpdate mode : List.of(BodyUpdate.DIFF, BodyUpdate.REPLACE)) {
      BodyReplace replace = guarded(page.body(), mode);
      page.finish(replace);
      assertThat(replace.isEdited()).isFalse();
      assertThat(page.writes()).isEmpty();
    }
  }

  @Test
  void whatIsWrittenAnewIsReadFirstAndErasedByTheCallersPatch() {
    BodyReplace replace =
        new BodyReplace(PAGE, body("after"), BodyUpdate.REPLACE, true, guard(before));
    while (replace.isReading()) {
      replace.accept(page.answer(replace.next().orElseThrow()));
    }
    assertThat(replace.erasesFirst()).isTrue();
    page.finish(replace);
    assertThat(page.body()).isEqualTo(body("after"));
    assertThat(page.reads()).isEqualTo(2);
  }

  @Test
  void aPageThatPeoplePutIntoABodyIsKeptWhereEverythingWouldBeErased() {
    String child = page.addByHand(PAGE, 1, "child_page");
    BodyReplace anew = guarded(body("after"), BodyUpdate.REPLACE);
    page.finish(anew);
    assertThat(anew.isEdited()).isTrue();
    assertThat(page.blocks()).containsKey(child);

    BodyReplace same = guarded(before, BodyUpdate.REPLACE);
    page.finish(same);
    assertThat(same.isEdited()).isTrue();
    assertThat(page.blocks()).containsKey(child);

    BodyReplace compared = guarded(body("after"), BodyUpdate.DIFF);
    page.finish(compared);
    assertThat(compared.isEdited()).isFalse();
    assertThat(page.blocks()).containsKey(child);
  }

  @Test
  void whatIsAddedToTheEndIsNotHeldUpByEdits() {
    page.editByHand(page.idsIn(PAGE).get(1), Block.paragraph("mine"));
    List<Block> wanted = new ArrayList<>(before);
    wanted.add(Block.paragraph("more"));
    BodyReplace replace = guarded(wanted, BodyUpdate.APPEND);
    page.finish(replace);
    assertThat(replace.isEdited()).isFalse();
    assertThat(page.body()).contains(Block.paragraph("mine")).endsWith(Block.paragraph("more"));
  }

  static LongStream seeds() {
    return LongStream.range(1, 201);
  }

  /** Whatever one person does to any body, it is left; and without that, it is replaced. */
  @ParameterizedTest
  @MethodSource("seeds")
  void oneEditByHandIsEnough(long seed) {
    Random random = new Random(seed);
    BodyEdits edits = new BodyEdits(random);
    List<Block> written = edits.body(1 + random.nextInt(3), 1 + random.nextInt(20));
    List<Block> wanted = new ArrayList<>(edits.edited(written, 1 + random.nextInt(5), true));
    wanted.add(Block.paragraph("surely new"));
    PageWithChildren any = PageWithChildren.with(written);
    List<String> ids = List.copyOf(any.blocks().keySet());
    String id = ids.get(random.nextInt(ids.size()));
    Block block = any.blocks().get(id);
    boolean row = block.type().equals("table_row");
    switch (random.nextInt(row ? 1 : 3)) {
      case 0 -> any.editByHand(id, row ? Block.tableRow(List.of()) : Block.paragraph("mine"));
      case 1 -> any.deleteByHand(id);
      default -> any.addByHand(PAGE, random.nextInt(any.idsIn(PAGE).size()), block);
    }
    List<Block> edited = any.body();
    BodyReplace replace = new BodyReplace(PAGE, wanted, BodyUpdate.DIFF, false, guard(written));
    any.finish(replace);
    assertThat(replace.isEdited()).isTrue();
    assertThat(any.writes()).isEmpty();
    assertThat(any.body()).isEqualTo(edited);

    PageWithChildren same = PageWithChildren.with(written);
    same.finish(new BodyReplace(PAGE, wanted, BodyUpdate.DIFF, false, guard(written)));
    assertThat(same.body()).isEqualTo(wanted);
  }

  private BodyReplace guarded(List<Block> wanted, BodyUpdate mode) {
    return new BodyReplace(PAGE, wanted, mode, false, guard(before));
  }

  private static BodyGuard guard(List<Block> written) {
    return new BodyGuard(BodyPrint.of(written), true, HUB::equals);
  }

  private static List<Block> body(String text) {
    return List.of(
        Block.of("heading_1", List.of(RichText.text(text))),
        Block.paragraph(text + " one"),
        Block.of("bulleted_list_item", List.of(RichText.text(text + " item")))
            .withChildren(List.of(Block.paragraph(text + " inside"))),
        Block.paragraph(text + " two"));
  }
}
