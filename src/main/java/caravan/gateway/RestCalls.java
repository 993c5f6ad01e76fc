package caravan.gateway;

import caravan.rest.RestRequest;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Sends requests to the servers that integrations name in {@code <integration>.url}, and takes
 * their answers.
 *
 * <p>A server asks to wait with 429, 503 or, as GitHub does, 403: {@code Retry-After} says how long
 * (RFC 9110), else {@code X-RateLimit-Remaining: 0} with {@code X-RateLimit-Reset} (epoch seconds;
 * GitHub: rate limits for the REST API).
 */
public final class RestCalls {

  private static final String REQUEST = "restRequest";
  private static final Duration WAIT_IF_UNSAID = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Set<Integer> MAY_ASK_TO_WAIT = Set.of(403, 429, 503);
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*;[^,<]*\\brel=\"?next\\b\"?", Pattern.CASE_INSENSITIVE);

  private final Gates gates;
  private final Settings settings;
  private final ObjectMapper json;
  private final Clock clock;

  public RestCalls(Gates gates, Settings settings, ObjectMapper json, Clock clock) {
    this.gates = gates;
    this.settings = settings;
    this.json = json;
    this.clock = clock;
  }

  /** Milliseconds until the integration's server may be asked again. */
  public long waitMillis(Exchange exchange) {
    return gates.waitMillis(gate(request(exchange)));
  }

  /**
   * Sets the request's address and headers.
   *
   * @throws ServiceRefused if the address is not of the integration's own server, which alone may
   *     see its token
   */
  public void prepare(Exchange exchange) {
    RestRequest request = request(exchange);
    String key = request.integration() + ".url";
    if (!origin(URI.create(settings.get(key))).equals(origin(request.url()))) {
      throw ServiceRefused.refused(
          "%s: %s is not on the server that %s names; nothing was sent"
              .formatted(request.integration(), origin(request.url()), key));
    }
    Message message = exchange.getMessage();
    message.setBody(request.json());
    message.setHeader(Exchange.HTTP_METHOD, request.method());
    URI url = request.url();
    message.setHeader(Exchange.HTTP_URI, origin(url) + path(url));
    if (url.getRawQuery() != null) {
      message.setHeader(Exchange.HTTP_RAW_QUERY, url.getRawQuery());
      message.setHeader(Exchange.HTTP_QUERY, url.getRawQuery());
    }
    message.setHeader("Accept", request.accept());
    message.setHeader("User-Agent", "Caravan");
    if (request.json() != null) {
      message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
    String token = settings.get(request.integration() + ".token");
    if (!token.isBlank()) {
      message.setHeader("Authorization", "Bearer " + token);
    }
  }

  /**
   * Takes the answer: the body becomes {@code {status, next, body}}, where {@code next} is the
   * address that the header Link names as the next page.
   *
   * @throws ServiceRefused if the server refuses, or asks to wait
   */
  public void answer(Exchange exchange) {
    RestRequest request = request(exchange);
    Message message = exchange.getMessage();
    int status = ServiceAnswers.status(message);
    ServiceAnswers answers = answers(request);
    Duration wait = MAY_ASK_TO_WAIT.contains(status) ? asked(message, status) : Duration.ZERO;
    if (!wait.isZero()) {
      throw answers.later(
          gate(request),
          "answered %d: asks to wait; no request before %s"
              .formatted(status, clock.instant().plus(wait)),
          wait,
          wait.compareTo(Duration.ofMinutes(2)) < 0);
    }
    boolean gone = request.method().equals("DELETE") && (status == 404 || status == 410);
    if (status >= 300 && !gone) {
      String what =
          "%s answered %d to %s %s: %s"
              .formatted(
                  service(request),
                  status,
                  request.method(),
                  path(request.url()),
                  answers.jsonOrNothing(message).path("message").asText("no message"));
      throw status >= 500
          ? ServiceRefused.unknown(what, request.isRepeatable(), null)
          : ServiceRefused.refused(what);
    }
    JsonNode body = request.isReading() ? answers.json(message) : answers.jsonOrNothing(message);
    ObjectNode answer = json.createObjectNode().put("status", status).put("next", next(message));
    answer.set("body", body);
    message.removeHeaders("*");
    message.setBody(answer);
  }

  /** No answer came: throws what that means. */
  public void noAnswer(Exchange exchange) {
    throw answers(request(exchange)).noAnswer(exchange);
  }

  private ServiceAnswers answers(RestRequest request) {
    return new ServiceAnswers(service(request), request.isRepeatable(), gates, json, clock);
  }

  private static String service(RestRequest request) {
    return request.url().getHost();
  }

  private static String gate(RestRequest request) {
    return request.integration() + " at " + request.url().getAuthority();
  }

  private static RestRequest request(Exchange exchange) {
    return exchange.getVariable(REQUEST, RestRequest.class);
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  private static String path(URI url) {
    return url.getRawPath() == null ? "" : url.getRawPath();
  }

  /** How long to wait; zero if nothing says so, which makes a 403 a refusal. */
  private Duration asked(Message message, int status) {
    Duration after = retryAfter(message.getHeader("Retry-After", String.class));
    Long remaining = message.getHeader("X-RateLimit-Remaining", Long.class);
    Long reset = message.getHeader("X-RateLimit-Reset", Long.class);
    if (after == null && reset != null && remaining != null && remaining <= 0) {
      after = Duration.between(clock.instant(), Instant.ofEpochSecond(reset)).plusSeconds(1);
    }
    if (after == null) {
      return status == 403 ? Duration.ZERO : WAIT_IF_UNSAID;
    }
    Duration least = after.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : after;
    return least.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : least;
  }

  private Duration retryAfter(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.strip().matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text.strip()));
    }
    try {
      Instant moment =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), moment);
    } catch (DateTimeParseException neitherSecondsNorDate) {
      return WAIT_IF_UNSAID;
    }
  }

  private static String next(Message message) {
    Object header = message.getHeader("Link");
    List<?> lines = header instanceof List<?> list ? list : List.of(header == null ? "" : header);
    for (Object line : lines) {
      Matcher link = NEXT.matcher(String.valueOf(line));
      if (link.find()) {
        return link.group(1);
      }
    }
    return null;
  }
}
