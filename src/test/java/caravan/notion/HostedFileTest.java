package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostedFileTest {

  private static final String FILE =
      "https://prod-files-secure.s3.us-west-2.amazonaws.com/0b0a/7c1d/Plan%20(v2).png";

  private static String signed(String signature) {
    return FILE
        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261122%2Fus-west-2%2Fs3"
        + "&X-Amz-Date=20261122T100000Z&X-Amz-Expires=3600&X-Amz-Signature="
        + signature
        + "&X-Amz-SignedHeaders=host&x-id=GetObject";
  }

  @Test
  void everySignatureOfAFileGivesTheSameLastingAddress() {
    assertThat(HostedFile.lasting(signed("aa")))
        .isEqualTo(HostedFile.lasting(signed("bb")))
        .isEqualTo(FILE + "#notion-hosted");
    assertThat(HostedFile.lasting(FILE + "#notion-hosted")).isEqualTo(FILE + "#notion-hosted");
    assertThat(HostedFile.isLasting(FILE + "#notion-hosted")).isTrue();
    assertThat(HostedFile.isLasting(FILE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.us-west-2.amazonaws.com/secure.notion-static.com/a/nr.png?x-amz-signature=a",
        "https://file.notion.so/f/f/a/b/c.png?table=block&id=1&signature=abc",
        "https://notion.com/a?signature=abc",
        "https://files.example.com/a.png?X-Amz-Expires=3600&X-Amz-Signature=abc",
      })
  void aSignatureIsRecognised(String address) {
    assertThat(HostedFile.isSigned(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a.png",
        "https://example.com/a.png?signature=abc",
        "https://evilnotion.so/a?signature=abc",
        "https://example.com/a?x=https://notion.so/&signature=b",
        "https://example.com/x-amz-signature=a",
        "https://example.com/a?no-x-amz-signature=a",
        "",
      })
  void whatIsSignedByNobodyIsLeftAlone(String address) {
    assertThat(HostedFile.isSigned(address)).isFalse();
    assertThat(HostedFile.withoutSignatures(address)).isSameAs(address);
  }

  @Test
  void signedAddressesAreFoundWithinEnhancedMarkdown() {
    String lasting = FILE + "#notion-hosted";
    String text =
        "# Plan\n![a (b)](%s)\n<file src=\"%s\">f</file>\n[https://example.com/x?y=z](%s) {color=\"red\"}\n"
                .formatted(signed("1"), signed("2").replace("&", "&amp;"), signed("3"))
            + "```\n{\"url\":\"%s\"}\ncurl '%s' -o x\n```\nnot https://example.com/?a=signature=b."
                .formatted(signed("4"), signed("5"));
    List<String> found = new ArrayList<>();
    String clean =
        HostedFile.replaceSigned(
            text,
            address -> {
              found.add(address);
              return HostedFile.lasting(address);
            });
    assertThat(clean)
        .isEqualTo(
            "# Plan\n![a (b)](%1$s)\n<file src=\"%1$s\">f</file>\n[https://example.com/x?y=z](%1$s) {color=\"red\"}\n"
                    .formatted(lasting)
                + "```\n{\"url\":\"%1$s\"}\ncurl '%1$s' -o x\n```\nnot https://example.com/?a=signature=b."
                    .formatted(lasting));
    assertThat(found)
        .containsExactly(signed("1"), signed("2"), signed("3"), signed("4"), signed("5"));
  }

  @Test
  void aFileIsCalledWhatPeopleCalledIt() {
    assertThat(HostedFile.name(signed("a"))).isEqualTo("Plan (v2).png");
    assertThat(HostedFile.name("https://x.example/a+b%zz.pdf#notion-hosted"))
        .isEqualTo("a+b%zz.pdf");
    assertThat(HostedFile.name("https://x.example/a+b.pdf")).isEqualTo("a+b.pdf");
    assertThat(HostedFile.name("https://x.example/")).isEmpty();
  }

  @Test
  void noTextMakesTheSearchSlow() {
    for (String many :
        List.of(
            "signature=? " + "http://".repeat(70_000) + "https://a?".repeat(30_000),
            "https://a".repeat(60_000) + "?X-Amz-Signature=b",
            "?x-amz-signature=a".repeat(30_000),
            "https://a/" + "x".repeat(500_000) + "?a" + "&x-amz-signature=".repeat(30_000))) {
      Assertions.assertTimeout(
          Duration.ofSeconds(5),
          () -> assertThat(HostedFile.withoutSignatures(many)).doesNotContain("://a?X-Amz"));
    }
  }
}
