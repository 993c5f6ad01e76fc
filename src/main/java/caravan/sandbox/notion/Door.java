package caravan.sandbox.notion;

import caravan.sandbox.SandboxConnection;
import caravan.sandbox.SandboxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Notion asks of every request before it looks at it: a token, a version, a place in the
 * budget.
 */
final class Door {

  private static final String BEARER = "Bearer ";
  private static final String NEWEST = "2026-03-11";
  private static final List<String> VERSIONS = List.of("2025-09-03", NEWEST);

  private final Map<String, Window> byToken = new HashMap<>();
  private final Map<String, Window> byWorkspace = new HashMap<>();

  /** Takes one request from the budgets of its token and its workspace, or says who has to wait. */
  Optional<ApiError> spend(HttpServerRequest request, SandboxOptions options) {
    String token = token(request);
    SandboxConnection connection = connection(token, options);
    Instant now = options.clock().instant();
    Window own = byToken.computeIfAbsent(token, any -> new Window());
    Window shared = byWorkspace.computeIfAbsent(connection.workspace(), any -> new Window());
    long wait = own.secondsToWait(connection.budgetRequests(), options.budgetWindow(), now);
    long waitShared =
        shared.secondsToWait(options.workspaceRequests(), options.budgetWindow(), now);
    if (wait > 0) {
      return Optional.of(ApiError.rateLimited("public_api_request_rate_limit", wait));
    }
    if (waitShared > 0) {
      return Optional.of(ApiError.rateLimited("public_api_space_request_rate_limit", waitShared));
    }
    own.used++;
    shared.used++;
    return Optional.empty();
  }

  /** What is known of a token. */
  static SandboxConnection connection(String token, SandboxOptions options) {
    SandboxConnection known = options.connections().get(token);
    return known == null ? new SandboxConnection("", options.budgetRequests()) : known;
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

    /** 0 if one more is left in the window. */
    long secondsToWait(int budget, Duration length, Instant now) {
      if (start == null || !now.isBefore(start.plus(length)) || now.isBefore(start)) {
        start = now;
        used = 0;
      }
      if (used < budget) {
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
