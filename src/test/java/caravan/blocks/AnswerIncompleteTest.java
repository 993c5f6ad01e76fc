package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.notion.AnswerIncomplete;
import caravan.notion.PropertyItems;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No reader takes an answer without its list, its text or its end for an empty or whole one. */
class AnswerIncompleteTest {

  private static final String PAGE = "2dcb0d2e-7d0c-4c5f-8a3f-1f1d3a5b9c11";

  private final List<Consumer<JsonNode>> readers =
      List.of(
          answer -> new TreeRead(PAGE, type -> true).accept(answer),
          answer -> new BodyReplace(PAGE, List.of(), BodyUpdate.DIFF).accept(answer));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"object\": \"list\", \"has_more\": false}",
        "{\"object\": \"list\", \"results\": []}",
        "{\"object\": \"list\", \"results\": {}, \"has_more\": false}",
        "{\"object\": \"list\", \"results\": [], \"has_more\": true}",
        "{\"object\": \"list\", \"results\": [], \"has_more\": true, \"next_cursor\": null}"
      })
  void blocksAreRefused(String answer) throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(answer);
    for (Consumer<JsonNode> reader : readers) {
      assertThatThrownBy(() -> reader.accept(json))
          .isInstanceOf(AnswerIncomplete.class)
          .hasMessageContaining(PAGE);
    }
  }

  @Test
  void aPageWithoutMarkdownIsRefused() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree("{\"object\": \"page_markdown\"}");
    assertThatThrownBy(() -> new MarkdownRead(PAGE).accept(json))
        .isInstanceOf(AnswerIncomplete.class);
  }

  @Test
  void aPropertyThatEndsWithoutItsEndIsRefused() throws JsonProcessingException {
    JsonNode json =
        new ObjectMapper().readTree("{\"object\": \"list\", \"results\": [], \"has_more\": true}");
    assertThatThrownBy(() -> PropertyItems.nextCursor(json)).isInstanceOf(AnswerIncomplete.class);
  }
}
