package caravan.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a message reads.
 *
 * @param text the fallback for notifications
 * @param blocks Block Kit blocks
 */
public record SlackMessage(String text, ArrayNode blocks) {

  /** SHA-256 of the message, in hex: equal messages need no update. */
  String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(digest.digest(blocks.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  void addTo(ObjectNode body) {
    body.put("text", text);
    body.set("blocks", blocks);
  }
}
