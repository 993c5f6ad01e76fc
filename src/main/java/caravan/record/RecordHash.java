package caravan.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Tells whether a record's content changed: equal hashes mean equal content.
 *
 * <p>The order of properties and the spelling of numbers (1, 1.0) do not count, the order of lists
 * does. A link with an expiry ({@code {url, expires}}) counts without its query and expiry, because
 * Notion signs it anew with each read. Neither version nor source count.
 *
 * @param properties SHA-256 of the properties, in hex
 * @param body SHA-256 of the body, in hex; an absent body has another hash than an empty one
 * @param content SHA-256 of the whole content, in hex: External ID, properties, body, deleted
 */
public record RecordHash(String properties, String body, String content) {

  /** The hashes of a record. */
  public static RecordHash of(Record record) {
    String properties = sha256(digest -> value(digest, record.properties()));
    String body = sha256(digest -> value(digest, record.body()));
    String content =
        sha256(
            digest -> {
              value(digest, record.externalId());
              value(digest, properties);
              value(digest, body);
              value(digest, record.deleted());
            });
    return new RecordHash(properties, body, content);
  }

  private static String sha256(Consumer<MessageDigest> input) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    input.accept(digest);
    return Hex.encodeHexString(digest.digest());
  }

  // Each value as type, length, content: so that no two values read the same.
  private static void value(MessageDigest digest, Object value) {
    Object plain = PlainValues.plain(value, "a value");
    if (plain == null) {
      part(digest, 'n', "");
    } else if (plain instanceof String text) {
      part(digest, 's', text);
    } else if (plain instanceof Boolean flag) {
      part(digest, 'b', flag.toString());
    } else if (plain instanceof List<?> list) {
      part(digest, 'l', String.valueOf(list.size()));
      list.forEach(element -> value(digest, element));
    } else if (plain instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      lasting(map).forEach((key, element) -> sorted.put(String.valueOf(key), element));
      part(digest, 'm', String.valueOf(sorted.size()));
      sorted.forEach(
          (key, element) -> {
            part(digest, 'k', key);
            value(digest, element);
          });
    } else {
      part(digest, 'd', new BigDecimal(plain.toString()).stripTrailingZeros().toString());
    }
  }

  private static Map<?, ?> lasting(Map<?, ?> map) {
    if (!(map.get("url") instanceof String url) || !map.containsKey("expires")) {
      return map;
    }
    Map<Object, Object> lasting = new LinkedHashMap<>(map);
    int query = url.indexOf('?');
    lasting.put("url", query < 0 ? url : url.substring(0, query));
    lasting.remove("expires");
    return lasting;
  }

  private static void part(MessageDigest digest, char type, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    digest.update((type + ":" + bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}
