package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.NotionError.Kind;
import caravan.notion.NotionRequest.Repeat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotionErrorTest {
  private final NotionErrorReader reader =
      new NotionErrorReader(
          new ObjectMapper(), Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));

  private NotionError read(int status, Map<String, String> headers, String body) {
    Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.putAll(headers);
    return reader.read(status, ignoringCase::get, body);
  }

  private static String error(int status, String code, String additional) {
    return """
        {"object":"error","status":%d,"code":"%s","message":"Because.","request_id":"r-1",
         "additional_data":%s}"""
        .formatted(status, code, additional);
  }

  @ParameterizedTest
  @CsvSource({
    "400, validation_error, REFUSED",
    "400, invalid_json, REFUSED",
    "401, unauthorized, UNAUTHORIZED",
    "403, restricted_resource, UNAUTHORIZED",
    "404, object_not_found, MISSING",
    "409, conflict_error, CONFLICT",
    "409, row_limit_exceeded, REFUSED",
    "429, rate_limited, RATE_LIMITED",
    "500, internal_server_error, UNAVAILABLE",
    "502, bad_gateway, UNAVAILABLE",
    "503, service_unavailable, UNAVAILABLE",
    "503, database_connection_unavailable, UNAVAILABLE",
    "504, gateway_timeout, UNAVAILABLE",
    "529, service_overload, RATE_LIMITED"
  })
  void codesAreClassified(int status, String code, Kind kind) {
    NotionError error = read(status, Map.of(), error(status, code, "{}"));

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo("Because.");
    assertThat(error.requestId()).isEqualTo("r-1");
    assertThat(error.retryAfter()).isNull();
  }

  @Test
  void blockedConnectionIsNotTakenForARateLimit() {
    assertThat(
            read(
                    429,
                    Map.of(),
                    error(
                        429,
                        "rate_limited",
                        "{\"rate_limit_reason\":\"public_api_request_blocked\"}"))
                .kind())
        .isEqualTo(Kind.BLOCKED);
    NotionError limited =
        read(
            429,
            Map.of(),
            error(
                429,
                "rate_limited",
                "{\"rate_limit_reason\":\"public_api_space_request_rate_limit\"}"));
    assertThat(limited.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(limited.rateLimitReason()).isEqualTo("public_api_space_request_rate_limit");
    assertThat(
            read(
                    403,
                    Map.of(),
                    error(403, "restricted_resource", "{\"block_limit\":\"block_creation\"}"))
                .kind())
        .isEqualTo(Kind.BLOCKED);
  }

  @Test
  void retryAfterHeaderWinsOverTheBody() {
    String body = error(429, "rate_limited", "{\"retry_after\":\"49\"}");
    assertThat(read(429, Map.of("retry-after", "7"), body).retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(read(429, Map.of(), body).retryAfter()).isEqualTo(Duration.ofSeconds(49));
    assertThat(read(429, Map.of("Retry-After", "soon"), body).retryAfter())
        .isEqualTo(Duration.ofSeconds(49));
    assertThat(read(429, Map.of("Retry-After", "-5"), "").retryAfter()).isNull();
    assertThat(read(529, Map.of("Retry-After", "Sun, 22 Nov 2026 10:01:30 GMT"), "").retryAfter())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(read(529, Map.of("Retry-After", "Sun, 22 Nov 2026 09:00:00 GMT"), "").retryAfter())
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void savedWriteIsNeverRepeated() {
    NotionError saved =
        read(
            503,
            Map.of(),
            error(
                503,
                "service_unavailable",
                """
            {"committed_resource_id":"p1","committed_child_ids":["b1","b2"],
             "retry_guidance":["Read the object again to confirm the saved change.",
                               "Do not repeat the write."]}"""));
    assertThat(saved.kind()).isEqualTo(Kind.SAVED);
    assertThat(saved.committedResourceId()).isEqualTo("p1");
    assertThat(saved.committedChildIds()).containsExactly("b1", "b2");
    assertThat(saved.retryGuidance()).hasSize(2);
    assertThat(saved.repeatable(Repeat.SAFE)).isFalse();
    assertThat(saved.repeatable(Repeat.UNSAFE)).isFalse();
    assertThat(saved.ambiguous(Repeat.UNSAFE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, true, true, false",
    "CONFLICT, true, true, false",
    "UNAVAILABLE, true, false, true",
    "NO_ANSWER, true, false, true",
    "SAVED, false, false, false",
    "BLOCKED, false, false, false",
    "REFUSED, false, false, false",
    "MISSING, false, false, false",
    "UNAUTHORIZED, false, false, false"
  })
  void onlyWhatCanDoNoHarmIsRepeated(Kind kind, boolean safe, boolean unsafe, boolean ambiguous) {
    NotionError error = new NotionError(kind, 0, null, "m", null, null, Map.of());
    assertThat(error.repeatable(Repeat.SAFE)).isEqualTo(safe);
    assertThat(error.repeatable(Repeat.UNSAFE)).isEqualTo(unsafe);
    assertThat(error.ambiguous(Repeat.UNSAFE)).isEqualTo(ambiguous);
    assertThat(error.ambiguous(Repeat.SAFE)).isFalse();
  }

  @Test
  void edgeAnswerThatIsNoJsonBecomesAShortText() {
    NotionError error =
        read(
            502,
            Map.of("CF-RAY", "9a1-FRA"),
            "<html><head><style>b{color:red}</style><title>502 Bad Gateway</title></head>\n"
                + "<body><h1>Bad&nbsp;gateway</h1>"
                + "<p>long</p>".repeat(200)
                + "</body></html>");
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(error.code()).isNull();
    assertThat(error.message()).startsWith("502 Bad Gateway").doesNotContain("<", "color");
    assertThat(error.message().length()).isLessThanOrEqualTo(201);
    assertThat(error.requestId()).isEqualTo("cf-ray 9a1-FRA");
    assertThat(read(504, Map.of(), null).message()).isEqualTo("no message");
    assertThat(read(502, Map.of(), "{\"error\":\"oops\"}").message())
        .isEqualTo("{\"error\":\"oops\"}");
  }

  @Test
  void requestIdComesFromTheHeaderWhereTheBodyHasNone() {
    assertThat(
            read(
                    400,
                    Map.of("x-notion-request-id", "h-1"),
                    "{\"object\":\"error\",\"status\":400,\"code\":\"validation_error\"}")
                .requestId())
        .isEqualTo("h-1");
  }

  @Test
  void exceptionSaysWhatWasAskedAndWhatWasAnswered() {
    NotionRequest request =
        NotionRequest.adding("POST", "/v1/pages", JsonNodeFactory.instance.objectNode());
    NotionException refused =
        new NotionException(request, read(400, Map.of(), error(400, "validation_error", "{}")));
    assertThat(refused)
        .hasMessage(
            "POST /v1/pages: Notion answered 400 validation_error \"Because.\" (request r-1)");
    assertThat(refused.method()).isEqualTo("POST");
    assertThat(refused.path()).isEqualTo("/v1/pages");

    IOException cause = new SocketTimeoutException("Read timed out");
    NotionException silent =
        new NotionException("sales", request, NotionError.noAnswer("Read timed out"), cause);
    assertThat(silent.kind()).isEqualTo(Kind.NO_ANSWER);
    assertThat(silent.connection()).isEqualTo("sales");
    assertThat(silent)
        .hasCause(cause)
        .hasMessage("POST /v1/pages (sales): no answer from Notion: \"Read timed out\"");
  }

  @Test
  void everyRecordedErrorIsClassified() {
    Map<String, Kind> expected =
        Map.of(
            "400-invalid-request-url.json", Kind.REFUSED,
            "429-rate-limited-2024-05.json", Kind.RATE_LIMITED,
            "429-rate-limited.json", Kind.RATE_LIMITED,
            "403-workspace-block-limit.json", Kind.BLOCKED,
            "503-query-datastore-timeout.json", Kind.UNAVAILABLE,
            "503-write-committed.json", Kind.SAVED);
    int read = 0;
    for (String folder :
        new String[] {"recorded/errors-recorded", "errors-live-thirdparty", "errors-from-docs"}) {
      for (Map.Entry<String, JsonNode> file : SharedSamples.answers(folder).entrySet()) {
        JsonNode raw = file.getValue();
        if (!raw.isObject()) {
          continue;
        }
        NotionError error = read(raw.get("status").asInt(), Map.of(), raw.toString());
        Kind kind =
            expected.getOrDefault(
                file.getKey(), file.getKey().contains("unpermitted") ? Kind.MISSING : Kind.REFUSED);
        assertThat(error.kind()).as(file.getKey()).isEqualTo(kind);
        assertThat(error.code()).isEqualTo(raw.get("code").asText());
        assertThat(error.message()).isEqualTo(raw.get("message").asText());
        assertThat(error.requestId())
            .isEqualTo(raw.has("request_id") ? raw.get("request_id").asText() : null);
        raw.path("additional_data")
            .properties()
            .forEach(
                entry ->
                    assertThat(String.join("", error.additionalData().get(entry.getKey())))
                        .isEqualTo(joined(entry.getValue())));
        read++;
      }
    }
    assertThat(read).isGreaterThanOrEqualTo(14);
    assertThat(
            read(
                    429,
                    Map.of(),
                    SharedSamples.answers("errors-live-thirdparty")
                        .get("429-rate-limited.json")
                        .toString())
                .retryAfter())
        .isEqualTo(Duration.ofSeconds(49));
  }

  private static String joined(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    StringBuilder text = new StringBuilder();
    value.forEach(element -> text.append(element.asText()));
    return text.toString();
  }

  @Test
  void everyDocumentedStatusIsClassified() {
    JsonNode table = SharedSamples.answers("errors-from-docs").get("_status-code-table.json");
    assertThat(table).isNotEmpty();
    table.forEach(
        row -> {
          int status = row.get("status").asInt();
          NotionError error = read(status, Map.of(), error(status, row.get("code").asText(), "{}"));
          Kind kind =
              switch (status) {
                case 401, 403 -> Kind.UNAUTHORIZED;
                case 404 -> Kind.MISSING;
                case 409 -> Kind.CONFLICT;
                case 429, 529 -> Kind.RATE_LIMITED;
                default -> status == 400 ? Kind.REFUSED : Kind.UNAVAILABLE;
              };
          assertThat(error.kind()).as(row.toString()).isEqualTo(kind);
        });
  }
}
