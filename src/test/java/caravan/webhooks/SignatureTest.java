package caravan.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against the example in Notion's documentation of webhooks. */
class SignatureTest {

  private static final String SECRET = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
  private static final byte[] BODY =
      ("{\"verification_token\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE =
      "461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735";

  @Test
  void theExampleOfTheDocumentationIsSigned() {
    assertThat(Signature.isOf(BODY, SIGNATURE, SECRET)).isTrue();
    assertThat(Signature.isOf(BODY, SIGNATURE.toUpperCase(Locale.ROOT), SECRET)).isTrue();
  }

  @Test
  void anotherBodyOrSecretIsNot() {
    byte[] other = BODY.clone();
    other[5] ^= 1;
    assertThat(Signature.isOf(other, SIGNATURE, SECRET)).isFalse();
    assertThat(Signature.isOf(BODY, SIGNATURE, SECRET + "x")).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a7",
        "461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a7350",
        "sha1=461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735",
        "zz1e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735"
      })
  void whatIsNoSignatureIsNone(String signature) {
    assertThat(Signature.isOf(BODY, signature, SECRET)).isFalse();
  }
}
