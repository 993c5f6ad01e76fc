package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.SandboxOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files that people put into pages. */
class NotionFilesTest extends NotionSandboxBase {

  private static final Pattern ADDRESS = Pattern.compile("\\((http[^)]+)\\)");
  private static final byte[] CONTENT = {0, 1, 2, (byte) 0xff, (byte) 0x80};

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  SandboxOptions options() {
    return super.options().toBuilder().fileExpiry(Duration.ofMinutes(1)).build();
  }

  @Test
  void everyReadSignsAnewAndAnAddressOpensItsFileUntilItExpires() throws Exception {
    String id = page("![Plan](" + notion.files().upload("Plan 1.png", "image/png", CONTENT) + ")");

    String first = inMarkdown(id);
    String second = inMarkdown(id);

    assertThat(first).isNotEqualTo(second).contains("/Plan%201.png?X-Amz-", "X-Amz-Signature=");
    assertThat(first.substring(0, first.indexOf('?')))
        .isEqualTo(second.substring(0, second.indexOf('?')));
    HttpResponse<byte[]> file = get(first);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).isEqualTo(CONTENT);
    assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
    clock.advance(Duration.ofMinutes(1));
    assertThat(text(get(first))).contains("AccessDenied", "expired");
    assertThat(get(inMarkdown(id)).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutItsOwnSignatureNothingOpens() throws Exception {
    String id = page("![](" + notion.files().upload("a.png", "image/png", CONTENT) + ")");
    String other = page("![](" + notion.files().upload("b.png", "image/png", CONTENT) + ")");
    String signed = inMarkdown(id);

    assertThat(get(signed.substring(0, signed.indexOf('?'))).statusCode()).isEqualTo(403);
    assertThat(get(signed.replaceFirst("Signature=.", "Signature=x")).statusCode()).isEqualTo(403);
    assertThat(get(signed.replaceFirst("X-Amz-Expires=60", "X-Amz-Expires=6000")).statusCode())
        .isEqualTo(403);
    String swapped =
        inMarkdown(other).replaceFirst("\\?.*", "") + signed.substring(signed.indexOf('?'));
    assertThat(get(swapped).statusCode()).isEqualTo(403);
  }

  /** Two ways of proving who one is are one too many for a signed address. */
  @Test
  void aTokenIsRefused() throws Exception {
    String id = page("![](" + notion.files().upload("a.png", "image/png", CONTENT) + ")");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(inMarkdown(id)))
            .header("Authorization", "Bearer x")
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void blocksAndPropertiesShowTheFileWithItsExpiry() throws Exception {
    String address = notion.files().upload("a.pdf", "application/pdf", CONTENT);
    String id = page("<pdf src=\"" + address + "\">Terms</pdf>");
    JsonNode block = client.get("/v1/blocks/" + id + "/children").json().at("/results/0/pdf");
    assertThat(block.path("type").asText()).isEqualTo("file");
    assertThat(block.at("/file/expiry_time").asText()).isEqualTo("2026-11-22T10:01:30Z");
    assertThat(get(block.at("/file/url").asText()).statusCode()).isEqualTo(200);
    assertThat(block.has("external")).isFalse();

    notion.patchSchema(tasks, SchemaBuilder.titled("Name").plain("Docs", "files").build());
    notion.editProperties(id, ValueBuilder.values().file("Docs", "Terms", address).build());
    JsonNode file = client.get("/v1/pages/" + id).json().at("/properties/Docs/files/0");
    assertThat(file.path("name").asText()).isEqualTo("Terms");
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(get(file.at("/file/url").asText()).statusCode()).isEqualTo(200);
  }

  @Test
  void theFileHostIsNoPartOfTheApi() throws Exception {
    String id = page("![](" + notion.files().upload("a.png", "image/png", CONTENT) + ")");
    String signed = inMarkdown(id);
    sandbox.log().clear();
    get(signed);
    assertThat(sandbox.log().entries("notion")).isEmpty();
    assertThat(sandbox.log().entries("notion-files")).hasSize(1);
    assertThat(get(sandbox.url() + "/notion-files/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void filesFromElsewhereStayThere() throws Exception {
    String id = page("![x](https://example.com/a.png)");
    assertThat(inMarkdown(id)).isEqualTo("https://example.com/a.png");
    assertThat(
            client
                .get("/v1/blocks/" + id + "/children")
                .json()
                .at("/results/0/image/external/url")
                .asText())
        .isEqualTo("https://example.com/a.png");
  }

  @Override
  String page(String markdown) {
    return notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), markdown);
  }

  private String inMarkdown(String id) throws Exception {
    Matcher address =
        ADDRESS.matcher(
            client.get("/v1/pages/" + id + "/markdown").json().path("markdown").asText());
    assertThat(address.find()).isTrue();
    return address.group(1);
  }

  private HttpResponse<byte[]> get(String address) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(address)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
