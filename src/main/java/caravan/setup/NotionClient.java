package caravan.setup;

import caravan.notion.NotionError;
import caravan.notion.NotionErrorReader;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks Notion with the token of one connection, a few requests outside the hub's gateway. Where
 * Notion asks to wait (429, 529), it waits, up to a limit; a hub that runs beside it leaves a share
 * of the budget to such calls ({@code notion.budget.reserve}).
 */
final class NotionClient {

  private static final Duration WAITING = Duration.ofSeconds(65);
  private static final int READS = 3;

  private final NotionConnection connection;
  private final String token;
  private final ServiceClient http;
  private final Duration patience;
  private final NotionErrorReader errors =
      new NotionErrorReader(new ObjectMapper(), Clock.systemUTC());

  /**
   * @param patience how long it may wait where Notion asks to, in all
   */
  NotionClient(Settings settings, String connection, ServiceClient http, Duration patience) {
    this.connection = settings.connection(connection);
    this.token = settings.get(this.connection.tokenKey());
    this.http = http;
    this.patience = patience;
  }

  /** The connection's name. */
  String connection() {
    return connection.name();
  }

  /** Whether it has a token. */
  boolean hasToken() {
    return !token.isBlank();
  }

  /**
   * Sends a request; what only reads is sent up to three times.
   *
   * @throws NotionException if it fails
   */
  JsonNode send(NotionRequest request) throws InterruptedException {
    Duration left = patience;
    for (int attempt = 1; ; attempt++) {
      try {
        return once(request);
      } catch (NotionException e) {
        Duration wait = pause(e.error(), request, attempt);
        if (wait == null || wait.compareTo(left) > 0) {
          throw e;
        }
        left = left.minus(wait);
        TimeUnit.MILLISECONDS.sleep(wait.toMillis()); // Notion said how long
      }
    }
  }

  /** How long to wait before the same request is sent again; null if it must not be. */
  private static Duration pause(NotionError error, NotionRequest request, int attempt) {
    if (error.kind() == NotionError.Kind.RATE_LIMITED) {
      return error.retryAfter() == null ? Duration.ofSeconds(2) : error.retryAfter();
    }
    boolean reading = request.method().equals("GET");
    return reading && attempt < READS && error.repeatable(request.repeat())
        ? Duration.ofMillis(500L * attempt)
        : null;
  }

  private JsonNode once(NotionRequest request) throws InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + token,
            "Notion-Version",
            connection.version(),
            "User-Agent",
            "caravan");
    try {
      ServiceClient.Answer answer =
          http.send(
              request.method(),
              connection.url() + request.path(),
              headers,
              request.body(),
              WAITING);
      if (answer.status() >= 300) {
        throw new NotionException(
            connection.name(),
            request,
            errors.read(answer.status(), answer::header, answer.text()),
            null);
      }
      return answer.json();
    } catch (ConnectException e) {
      throw failed(request, NotionError.Kind.NOT_SENT, e);
    } catch (IOException e) {
      throw failed(request, NotionError.Kind.NO_ANSWER, e);
    }
  }

  private NotionException failed(NotionRequest request, NotionError.Kind kind, IOException e) {
    NotionError error = NotionError.unanswered(kind, String.valueOf(e.getMessage()));
    return new NotionException(connection.name(), request, error, e);
  }
}
