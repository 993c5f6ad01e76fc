package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long the longest comparison takes, that of two bodies without an equal block: {@code mvn
 * -Pbench test -Dtest=BodyDiffBench}.
 */
@Tag("bench")
class BodyDiffBench {

  private static final int ROUNDS = 9;

  @Test
  void bodiesWithoutAnEqualBlock() {
    for (int blocks : List.of(200, 1_000, 2_000)) {
      List<Block> present = BodyReplaceTest.flat(blocks);
      List<Block> wanted = BodyReplaceTest.otherwise(present);
      List<Double> millis = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        PageWithChildren page = PageWithChildren.with(present);
        long start = System.nanoTime();
        page.finish(new BodyReplace(PageWithChildren.PAGE, wanted, BodyUpdate.DIFF));
        millis.add((System.nanoTime() - start) / 1e6);
        assertThat(page.body()).isEqualTo(wanted);
      }
      Collections.sort(millis);
      System.out.printf(
          "diff: %d blocks, none equal: median %.0f ms, most %.0f ms%n",
          blocks, millis.get(ROUNDS / 2), millis.get(ROUNDS - 1));
    }
  }
}
