package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnyBodyReplaceTest {

  static LongStream seeds() {
    return LongStream.range(1, 501);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyBodyBecomesTheWantedOne(long seed) {
    Random random = new Random(seed);
    BodyEdits edits = new BodyEdits(random);
    List<Block> present = edits.body(1 + random.nextInt(5), random.nextInt(50));
    boolean moves = random.nextBoolean();
    List<Block> wanted = edits.edited(present, 1 + random.nextInt(20), moves);
    PageWithChildren page = PageWithChildren.with(present);
    List<String> before = page.idsIn(PageWithChildren.PAGE);
    BodyReplace replace = new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF);
    page.finish(replace);

    assertThat(page.body()).isEqualTo(wanted);
    boolean erased = page.writes().contains("PATCH /v1/pages/page");
    int anew = 1 + BodyReplace.rewriteRequests(wanted);
    // The naive way: delete every block of the page, one by one, and append the wanted ones.
    int naive = before.size() + BodyReplace.rewriteRequests(wanted);
    boolean littleToLose = 2 * page.untouched(List.of()) < page.listedAtFirst();
    if (erased) {
      assertThat(page.writes()).hasSize(anew).hasSizeLessThanOrEqualTo(naive);
    } else if (littleToLose) {
      assertThat(page.writes()).hasSizeLessThanOrEqualTo(Math.min(anew, naive));
    }
    if (!erased && !moves) {
      assertThat(writesToUntouched(edits, present, before)).noneMatch(page.writes()::contains);
    }
    int reads = page.reads();
    page.writes().clear();
    page.finish(new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF));
    assertThat(page.writes()).as("nothing is left to do").isEmpty();
    assertThat(reads).isPositive();
  }

  /** Where a patch is sent anyway, erasing costs nothing and counts for nothing. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aPatchThatIsSentAnywayMakesErasingFree(long seed) {
    Random random = new Random(seed);
    BodyEdits edits = new BodyEdits(random);
    List<Block> present = edits.body(1 + random.nextInt(3), 1 + random.nextInt(30));
    List<Block> wanted = edits.edited(present, 1 + random.nextInt(3), random.nextBoolean());
    PageWithChildren page = PageWithChildren.with(present);
    BodyReplace replace =
        new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF, true, null);
    while (replace.isReading()) {
      replace.accept(page.answer(replace.next().orElseThrow()));
    }
    int anew = BodyReplace.rewriteRequests(wanted);
    boolean erases = replace.erasesFirst();
    page.finish(replace);
    assertThat(page.body()).isEqualTo(wanted);
    if (erases) {
      assertThat(page.writes()).hasSize(1 + anew);
    } else if (2 * page.untouched(List.of()) < page.listedAtFirst()) {
      assertThat(page.writes()).hasSizeLessThanOrEqualTo(anew);
    }
  }

  private static List<String> writesToUntouched(
      BodyEdits edits, List<Block> present, List<String> ids) {
    List<String> writes = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (edits.isUntouched(present.get(i))) {
        writes.add("PATCH /v1/blocks/" + ids.get(i));
        writes.add("DELETE /v1/blocks/" + ids.get(i));
        writes.add("PATCH /v1/blocks/" + ids.get(i) + "/children");
      }
    }
    return writes;
  }

  @Test
  void fiveThousandBlocksAreComparedWithinTheLimitsOfMemory() {
    List<Block> present = BodyReplaceTest.flat(5_000);
    List<Block> wanted = new ArrayList<>(present);
    wanted.set(0, Block.paragraph("first"));
    wanted.remove(2_500);
    wanted.set(4_998, Block.paragraph("last"));
    PageWithChildren page = PageWithChildren.with(present);
    page.finish(new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF));
    assertThat(page.body()).isEqualTo(wanted);
    assertThat(page.writes()).hasSize(3);
    assertThat(page.reads()).isEqualTo(50);
  }

  @Test
  void aBodyWithoutAnEqualBlockIsErasedAndWrittenAnew() {
    List<Block> present = BodyReplaceTest.flat(2_000);
    List<Block> wanted = BodyReplaceTest.otherwise(present);
    PageWithChildren page = PageWithChildren.with(present);
    page.finish(new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF));
    assertThat(page.body()).isEqualTo(wanted);
    assertThat(page.writes()).hasSize(1 + 20);
  }
}
