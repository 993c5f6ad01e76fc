package caravan.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewsTest {

  private static final String ID = "0f3ab1c2-1111-4222-8333-944444444444";

  private final Previews previews = new Previews(new ObjectMapper());

  @ParameterizedTest
  @ValueSource(
      strings = {
        ID,
        "0f3ab1c2111142228333944444444444",
        " https://app.notion.com/p/Planning-0f3ab1c2111142228333944444444444 ",
        "https://www.notion.so/x/0F3AB1C2111142228333944444444444?v=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "https://www.notion.so/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/0f3ab1c2111142228333944444444444#c"
      })
  void aPageIsFoundByItsIdOrAddress(String what) {
    assertThat(previews.pageRequest(what).path()).isEqualTo("/v1/pages/" + ID);
  }

  @Test
  void whatHasNoIdInItIsRefusedWithWhatToGive() {
    assertThatThrownBy(() -> previews.pageRequest("my page"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"my page\" has no id")
        .hasMessageContaining("address");
  }

  @ParameterizedTest
  @CsvSource({
    "ENG-12, ENG-12",
    "https://linear.app/acme/issue/ENG-12/a-title, ENG-12",
    "0f3ab1c2-1111-4222-8333-944444444444, 0f3ab1c2-1111-4222-8333-944444444444"
  })
  void anIssueIsFoundByIdIdentifierOrAddress(String what, String id) {
    assertThat(previews.issueRequest(what)).contains("\"variables\":{\"id\":\"" + id + "\"}");
  }
}
