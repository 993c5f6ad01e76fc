package caravan.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.wordpress.WordPressRequest.Upload;
import java.io.File;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordPressRequestTest {

  @Test
  void aFileNameHasOnlyLettersThatAHeaderCarriesAndTheEndThatWordPressNeeds() {
    assertThat(name("Plan (1).png", "image/png")).isEqualTo("Plan-1-.png");
    assertThat(name("../../evil\".png", "image/png")).isEqualTo("evil-.png");
    assertThat(name("Übersicht", "image/jpeg; q=1")).isEqualTo("bersicht.jpg");
    assertThat(name("图", "image/webp")).isEqualTo("image.webp");
    assertThat(name("a.b\r\nX: y", "text/plain")).isEqualTo("a.b-X-y");
  }

  @Test
  void onlyWhatMakesANewPostOrImageIsSentOnce() {
    assertThat(WordPressRequest.post("/posts", Map.of(), null).isRepeatable()).isFalse();
    assertThat(
            WordPressRequest.media(new Upload("a", "b", new File("c")), Map.of()).isRepeatable())
        .isFalse();
    assertThat(WordPressRequest.post("/posts/5", Map.of(), null).isRepeatable()).isTrue();
    assertThat(WordPressRequest.post("/tags", Map.of(), null).isRepeatable()).isTrue();
    assertThat(WordPressRequest.delete("/posts/5").isRepeatable()).isTrue();
    assertThat(WordPressRequest.get("/posts", Map.of("a", "b c&d")).query()).isEqualTo("a=b+c%26d");
  }

  private static String name(String given, String type) {
    return new Upload(given, type, new File("x")).name();
  }
}
