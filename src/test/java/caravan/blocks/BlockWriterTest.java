package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockWriterTest {

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void requestsCarryNothingThatOnlyAnswersMay() throws JsonProcessingException {
    Block answered =
        read(
            """
            {"object":"block","id":"x","has_children":false,"type":"numbered_list_item",
             "numbered_list_item":{"list_start_index":3,"list_format":"roman","color":"default",
              "rich_text":[{"type":"text","text":{"content":"a","link":null},"plain_text":"a",
               "href":null,"annotations":{"bold":true,"italic":false,"strikethrough":false,
               "underline":false,"code":false,"color":"default"}}]}}
            """);
    assertThat(new BlockWriter().write(answered))
        .isEqualTo(
            mapper.readTree(
                """
                {"object":"block","type":"numbered_list_item","numbered_list_item":{"rich_text":[
                 {"type":"text","text":{"content":"a"},"annotations":{"bold":true}}]}}
                """));
  }

  @Test
  void mentionsAreSentByIdAndThoseThatCannotBeSentAsLinks() throws JsonProcessingException {
    Block block =
        read(
            """
            {"type":"paragraph","paragraph":{"rich_text":[
             {"type":"mention","plain_text":"@Reviewer One","href":null,
              "mention":{"type":"user","user":{"object":"user","id":"u1","name":"Reviewer One"}}},
             {"type":"mention","plain_text":"a page","href":"https://a.example",
              "mention":{"type":"link_mention","link_mention":{"href":"https://a.example"}}}]}}
            """);
    assertThat(new BlockWriter().richText(block.text()))
        .isEqualTo(
            mapper.readTree(
                """
                [{"type":"mention","mention":{"type":"user","user":{"id":"u1"}}},
                 {"type":"text","text":{"content":"a page","link":{"url":"https://a.example"}}}]
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"child_page", "child_database", "unsupported", "link_preview"})
  void typesThatNotionTakesInNoRequestAreRefused(String type) {
    assertThat(new BlockWriter().writable(Block.of(type))).isFalse();
    assertThatThrownBy(() -> new BlockWriter().write(Block.of(type)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type);
  }

  @Test
  void anOriginalSyncedBlockSaysSo() {
    JsonNode written = new BlockWriter().write(Block.of("synced_block"));
    assertThat(written.at("/synced_block/synced_from").isNull()).isTrue();
  }

  @Test
  void answersAndRequestsOfTheSameBlockAreEqual() throws JsonProcessingException {
    Block wanted =
        Block.of("to_do", List.of(RichText.text("a"), RichText.text("b"))).with("checked", false);
    Block answered =
        read(
            """
            {"type":"to_do","to_do":{"checked":false,"color":"default","rich_text":[
             {"type":"text","text":{"content":"ab","link":null},"plain_text":"ab","href":null}]}}
            """);
    assertThat(answered).isNotEqualTo(wanted);
    assertThat(answered.normal()).isEqualTo(wanted.normal());
  }

  @Test
  void aBlockWithoutATypeIsRefused() {
    assertThatThrownBy(() -> read("{\"object\":\"page\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a type");
  }

  private Block read(String json) throws JsonProcessingException {
    return new BlockReader().block(mapper.readTree(json));
  }
}
