package caravan.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActionOwnersTest {

  private static String shown(String action, String... participants) {
    return ActionOwners.shown(action, List.of(participants), 250);
  }

  @Test
  void ownerStandsInFront() {
    assertThat(shown("@Product Manager: write it down", "Product Manager"))
        .isEqualTo("*Product Manager*: write it down");
    assertThat(shown("Ask @Product Manager about it", "Product Manager"))
        .isEqualTo("*Product Manager*: Ask Product Manager about it");
  }

  @Test
  void severalOwnersStandInOneOrder() {
    assertThat(shown("@B and @A decide", "A", "B")).isEqualTo("*A, B*: and A decide");
  }

  @Test
  void itemOfNobodyStaysAsItIs() {
    assertThat(shown("Write to @everybody", "Every")).isEqualTo("Write to @everybody");
    assertThat(shown("Write it down")).isEqualTo("Write it down");
  }

  @Test
  void longerNameIsNotTakenForAShorterOne() {
    assertThat(shown("@Data Analyst Two looks", "Data Analyst", "Data Analyst Two"))
        .isEqualTo("*Data Analyst Two*: looks");
  }

  @Test
  void nameIsEscapedAsTheTextIs() {
    assertThat(shown("@&lt;R&amp;D&gt; builds it", "<R&D>"))
        .isEqualTo("*&lt;R&amp;D&gt;*: builds it");
  }
}
