package caravan.notion;

import caravan.notion.NotionError.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads error answers: Notion's JSON, and whatever stands between it and the hub. */
public final class NotionErrorReader {
  private static final int SHOWN_OF_A_TEXT = 200;
  private static final Pattern UNSEEN =
      Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>|\\s+");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private final ObjectMapper json;
  private final Clock clock;

  /**
   * Reads answers as they come.
   *
   * @param clock tells how far away the date of a Retry-After is
   */
  public NotionErrorReader(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /**
   * Reads one answer of a status from 300 on.
   *
   * @param header finds a header by name, regardless of case; null for one that is not there
   * @param body the answer's body; null or empty for none
   */
  public NotionError read(int status, UnaryOperator<String> header, String body) {
    JsonNode answer = parsed(body);
    String code = answer.path("code").asText(null);
    Map<String, List<String>> additional = additionalData(answer.path("additional_data"));
    return new NotionError(
        kind(status, code, additional),
        status,
        code,
        answer.path("message").asText(shortText(body)),
        requestId(answer, header),
        retryAfter(header.apply("Retry-After"), additional.get("retry_after")),
        additional);
  }

  private JsonNode parsed(String body) {
    if (body == null || body.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode answer = json.readTree(body);
      return "error".equals(answer.path("object").asText()) ? answer : MissingNode.getInstance();
    } catch (JsonProcessingException notJson) {
      // Cloudflare and other proxies answer in HTML or plain text.
      return MissingNode.getInstance();
    }
  }

  private static Kind kind(int status, String code, Map<String, List<String>> additional) {
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> additional.containsKey("block_limit") ? Kind.BLOCKED : Kind.UNAUTHORIZED;
      case 404 -> Kind.MISSING;
      case 409 -> "conflict_error".equals(code) ? Kind.CONFLICT : Kind.REFUSED;
      case 429 ->
          additional
                  .getOrDefault("rate_limit_reason", List.of())
                  .contains(NotionError.BLOCKED_REASON)
              ? Kind.BLOCKED
              : Kind.RATE_LIMITED;
      case 529 -> Kind.RATE_LIMITED;
      case 408 -> Kind.UNAVAILABLE; // of a proxy: what became of the request is not known
      default -> status < 500 ? Kind.REFUSED : saved(additional) ? Kind.SAVED : Kind.UNAVAILABLE;
    };
  }

  // Notion: request limits. Such a 503 names what it saved, or at least says not to repeat it.
  private static boolean saved(Map<String, List<String>> additional) {
    return additional.containsKey("committed_resource_id")
        || additional.getOrDefault("retry_guidance", List.of()).stream()
            .anyMatch(advice -> advice.toLowerCase(Locale.ROOT).startsWith("do not repeat"));
  }

  private static Map<String, List<String>> additionalData(JsonNode data) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    data.properties()
        .forEach(
            entry -> {
              List<String> texts = new ArrayList<>();
              JsonNode value = entry.getValue();
              if (value.isArray()) {
                value.forEach(element -> texts.add(text(element)));
              } else if (!value.isNull()) {
                texts.add(text(value));
              }
              values.put(entry.getKey(), List.copyOf(texts));
            });
    return values;
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static String requestId(JsonNode answer, UnaryOperator<String> header) {
    String id = answer.path("request_id").asText(header.apply("x-notion-request-id"));
    if (id != null) {
      return id;
    }
    String ray = header.apply("cf-ray");
    return ray == null ? null : "cf-ray " + ray;
  }

  private Duration retryAfter(String header, List<String> body) {
    Duration wait = header == null ? null : duration(header.strip());
    return wait == null && body != null && !body.isEmpty() ? duration(body.get(0).strip()) : wait;
  }

  private Duration duration(String value) {
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      Duration wait = Duration.between(clock.instant(), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException neither) {
      // An unreadable Retry-After is as good as none: the caller then backs off by itself.
      return null;
    }
  }

  private static String shortText(String body) {
    String text = body == null ? "" : UNSEEN.matcher(body).replaceAll(" ").strip();
    text = text.replaceAll(" {2,}", " ");
    if (text.isEmpty()) {
      return "no message";
    }
    return text.length() <= SHOWN_OF_A_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_OF_A_TEXT / 2)) + "…";
  }
}
