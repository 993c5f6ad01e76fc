package caravan.upsert;

import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notion's people by e-mail address: read once for each connection, because it may be of another
 * workspace, and again when they are an hour old.
 */
public final class PeopleDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleDirectory.class);
  private static final Duration FRESH = Duration.ofHours(1);

  private record Known(Map<String, String> byEmail, Instant readAt) {}

  private final NotionGateway gateway;
  private final Connections connections;
  private final Clock clock;
  private final Map<String, Known> byConnection = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  public PeopleDirectory(NotionGateway gateway, Connections connections, Clock clock) {
    this.gateway = gateway;
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * The user id of an e-mail address; upper and lower case are the same.
   *
   * @param exchange whose run and lane a request belongs to
   */
  public Optional<String> userId(Exchange exchange, String email) {
    String connection = connections.of(exchange);
    Known known;
    synchronized (locks.computeIfAbsent(connection, name -> new Object())) {
      known = byConnection.get(connection);
      if (known == null || known.readAt().plus(FRESH).isBefore(clock.instant())) {
        known = new Known(readOrNone(exchange), clock.instant());
        byConnection.put(connection, known);
      }
    }
    return Optional.ofNullable(known.byEmail().get(email.toLowerCase(Locale.ROOT)));
  }

  /**
   * Without the capability to read people everybody is unknown, which runs count; no record fails.
   */
  private Map<String, String> readOrNone(Exchange exchange) {
    try {
      return read(exchange);
    } catch (NotionException e) {
      if (e.error().status() != 403) {
        throw e;
      }
      LOG.warn(
          "Notion does not let the connection read people ({}); nobody is assigned. Give it the"
              + " capability to read user information with e-mail addresses.",
          e.error().message());
      return Map.of();
    }
  }

  private Map<String, String> read(Exchange exchange) {
    Map<String, String> people = new HashMap<>();
    String cursor = "";
    while (cursor != null) {
      String from =
          cursor.isEmpty()
              ? ""
              : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      JsonNode page = gateway.send(exchange, NotionRequest.get("/v1/users?page_size=100" + from));
      for (JsonNode user : page.path("results")) {
        String email = user.path("person").path("email").asText("");
        if (!email.isBlank()) {
          people.put(email.toLowerCase(Locale.ROOT), user.path("id").asText());
        }
      }
      cursor = page.path("has_more").asBoolean() ? page.path("next_cursor").asText() : null;
    }
    return people;
  }
}
