package caravan.gateway;

import caravan.notion.HostedFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the signed addresses out of Notion's answers before anything else sees them, and remembers
 * them for a short while in memory only, so that a file of a page that was just read can be fetched
 * without reading the page again. Safe for use by several threads.
 */
public final class SignedAddresses {

  /** About 4 MB at most: a signed address is one to two kilobytes. */
  private static final int KEPT = 2_000;

  /** Notion signs for an hour; what is older is read anew rather than tried. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  /**
   * Where a file can be fetched from.
   *
   * @param address the signed address: a secret
   * @param said whether Notion itself said that it hosts this file; otherwise the address only
   *     looks like it, and stands in a text that people may have written
   * @param until when it is not to be used any more
   */
  public record Signed(String address, boolean said, Instant until) {

    /** Without the address. */
    @Override
    public String toString() {
      return "Signed[until " + until + "]";
    }
  }

  private final Clock clock;

  private final Map<String, Signed> byLasting =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Signed> eldest) {
          return size() > KEPT;
        }
      };

  public SignedAddresses(Clock clock) {
    this.clock = clock;
  }

  /**
   * An answer with lasting addresses in the place of signed ones, changed in place; gives the same
   * object.
   */
  public JsonNode takenOutOf(JsonNode answer) {
    if (answer instanceof ObjectNode object) {
      boolean file = object.path("expiry_time").isTextual() && object.path("url").isTextual();
      if (file) {
        object.put("url", remember(object.path("url").asText(), true));
        object.remove("expiry_time");
      }
      object.properties().forEach(field -> field.setValue(clean(field.getValue())));
    } else if (answer instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, clean(array.get(i)));
      }
    }
    return answer;
  }

  private JsonNode clean(JsonNode value) {
    if (!value.isTextual()) {
      return takenOutOf(value);
    }
    String text = value.textValue();
    String cleaned = HostedFile.replaceSigned(text, address -> remember(address, false));
    return cleaned.equals(text) ? value : TextNode.valueOf(cleaned);
  }

  private String remember(String address, boolean said) {
    String lasting = HostedFile.lasting(address);
    if (!HostedFile.isLasting(address)) {
      Signed signed = new Signed(address, said, clock.instant().plus(FRESH));
      synchronized (byLasting) {
        byLasting.remove(lasting);
        byLasting.put(lasting, signed);
      }
    }
    return lasting;
  }

  /** The signed address of a lasting one, if it was seen a short while ago. */
  public Optional<Signed> find(String lasting) {
    synchronized (byLasting) {
      return Optional.ofNullable(byLasting.get(lasting))
          .filter(signed -> clock.instant().isBefore(signed.until()));
    }
  }

  /** Drops a signed address that was refused. */
  public void forget(String lasting) {
    synchronized (byLasting) {
      byLasting.remove(lasting);
    }
  }
}
