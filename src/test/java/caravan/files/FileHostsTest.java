package caravan.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHostsTest {

  private static final String PAGE = "10000000-0000-4000-8000-000000000000";

  private final FileHosts hosts = new FileHosts("http://127.0.0.1:8090/notion");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/c.png?X-Amz-Signature=x",
        "https://s3.us-west-2.amazonaws.com/secure.notion-static.com/a/c.png",
        "https://file.notion.so/f/f/a/c.png",
        "https://img.notionusercontent.com/a",
        "http://127.0.0.1:8090/notion-files/a/b.png?X-Amz-Signature=x",
      })
  void filesAreFetchedFromWhereNotionKeepsThem(String address) {
    assertThat(hosts.knows(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data?X-Amz-Signature=x",
        "http://127.0.0.1:8080/observe/health?X-Amz-Signature=x",
        "http://localhost:8090/x",
        "https://127.0.0.1:8090/x",
        "https://intranet.example/x?X-Amz-Signature=x",
        "https://amazonaws.com.example/x",
        "https://evilamazonaws.com/x",
        "http://prod-files-secure.s3.us-west-2.amazonaws.com/a",
        "https://a.s3.amazonaws.com:8443/a",
        "https://file.notion.so@intranet.example/x",
        "https://a@file.notion.so/x",
        "file:///etc/passwd",
        "ftp://file.notion.so/x",
        "https://",
        "not an address",
        "",
      })
  void andFromNowhereElse(String address) {
    assertThat(hosts.knows(address)).isFalse();
  }

  @Test
  void aReferenceNamesAFileThatNotionHosts() throws Exception {
    ObjectMapper json = new ObjectMapper();
    FileReference reference =
        FileReference.read(
            json.readTree(
                "{\"pageId\": \"%s\", \"url\": \"https://x.example/a/Plan%%201.png#notion-hosted\"}"
                    .formatted(PAGE.replace("-", ""))));
    assertThat(reference.pageId()).isEqualTo(PAGE);
    assertThat(reference.name()).isEqualTo("Plan 1.png");
    assertThat(reference.property()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileReference.read(json.readTree("{\"url\": \"x\"}")))
        .withMessageContaining("{pageId, url, property?}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileReference(PAGE, "https://example.com/a.png?signature=x", null))
        .withMessageContaining("#notion-hosted")
        .withMessageNotContaining("signature");
  }
}
