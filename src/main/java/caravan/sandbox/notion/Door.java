package caravan.sandbox.notion;

import caravan.sandbox.SandboxConnection;
import caravan.sandbox.SandboxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Notion asks of every request before it looks at it: a token, a version, a place in the
 * budget.
 */
final class Door {

  private static final String BEARER = "Bearer ";
  private static final String NEWEST = "2026-03-11";
  private static final List<String> VERSIONS = List.of("2025-09-03", NEWEST);

  private final Map<String, Window> windows = new HashMap<>();

  /**
   * Takes one request from the budget of the request's token; gives the whole seconds to wait if
   * there is none left, else 0.
   */
  long spend(HttpServerRequest request, SandboxOptions options) {
    String token = token(request);
    SandboxConnection connection = options.connections().get(token);
    int budget = connection == null ? options.budgetRequests() : connection.budgetRequests();
    if (budget == Integer.MAX_VALUE) {
      return 0;
    }
    return windows
        .computeIfAbsent(token, any -> new Window())
        .spend(budget, options.budgetWindow(), options.clock().instant());
  }

  /** The token of a request; empty if it has none. */
  static String token(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  /** A fixed window that begins with the first request after the one before has ended. */
  private static final class Window {

    private Instant start;
    private int used;

    long spend(int budget, Duration length, Instant now) {
      if (start == null || !now.isBefore(start.plus(length)) || now.isBefore(start)) {
        start = now;
        used = 0;
      }
      if (used < budget) {
        used++;
        return 0;
      }
      long millis = start.plus(length).toEpochMilli() - now.toEpochMilli();
      return Math.max(1, (millis + 999) / 1000);
    }
  }

  /** Gives the token of the connection. */
  String authorize(HttpServerRequest request, Set<String> tokens) {
    String token = token(request);
    if (token.isEmpty() || !(tokens.isEmpty() || tokens.contains(token))) {
      throw ApiError.ofStatus(401);
    }
    return token;
  }

  /** Whether the version asked for is one before 2026-03-11. */
  boolean old(HttpServerRequest request) {
    String version = request.getHeader("Notion-Version");
    String failed = "Notion-Version header failed validation: Notion-Version header should be ";
    if (version == null) {
      throw new ApiError(
          400, "missing_version", failed + "defined, instead was `undefined`.", null);
    }
    if (!VERSIONS.contains(version)) {
      throw ApiError.validation(
          failed
              + "`\""
              + String.join("\"`, or `\"", VERSIONS)
              + "\"`, instead was `\""
              + version
              + "\"`.");
    }
    return !version.equals(NEWEST);
  }
}
