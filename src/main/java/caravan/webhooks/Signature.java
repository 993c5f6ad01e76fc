package caravan.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over a body as it came, in hexadecimal digits (Notion and Linear: webhooks). */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  private Signature() {}

  /**
   * Whether the signature is that of this body, told in a time that does not depend on where they
   * differ.
   *
   * @param signature 64 hexadecimal digits; null, or anything else, is none
   * @param secret not blank
   */
  static boolean isOf(byte[] body, String signature, String secret) {
    String digits = signature == null ? "" : signature.strip().toLowerCase(Locale.ROOT);
    return DIGITS.matcher(digits).matches()
        && MessageDigest.isEqual(hmac(body, secret), HexFormat.of().parseHex(digits));
  }

  private static byte[] hmac(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
