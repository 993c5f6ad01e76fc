package caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressTest {

  private static final String ID = "0d9f2f2a-7c55-4a8e-9b7e-1f2e3d4c5b6a";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0d9f2f2a-7c55-4a8e-9b7e-1f2e3d4c5b6a",
        "0d9f2f2a7c554a8e9b7e1f2e3d4c5b6a",
        "https://app.notion.com/p/0d9f2f2a7c554a8e9b7e1f2e3d4c5b6a",
        "https://www.notion.so/team/Our-work-0d9f2f2a7c554a8e9b7e1f2e3d4c5b6a?pvs=4",
        "https://www.notion.so/0d9f2f2a7c554a8e9b7e1f2e3d4c5b6a?v=11111111111111111111111111111111#a",
        " https://app.notion.com/p/Face-cafe-0d9f2f2a-7c55-4a8e-9b7e-1f2e3d4c5b6a "
      })
  void theIdIsFoundInWhatPeopleCopy(String given) {
    assertThat(PageAddress.id(given)).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Our work", "https://app.notion.com/p/Our-work", "0d9f2f2a7c55"})
  void whatHasNoIdIsRefused(String given) {
    assertThat(PageAddress.id(given)).isEmpty();
  }

  @Test
  void anIdOfAViewIsNoPage() {
    assertThat(PageAddress.id("https://app.notion.com/p/x?v=11111111111111111111111111111111"))
        .isEmpty();
  }
}
