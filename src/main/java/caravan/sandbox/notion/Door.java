package caravan.sandbox.notion;

import caravan.sandbox.SandboxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What Notion asks of every request before it looks at it: a token, a version, a place in the
 * budget.
 */
final class Door {

  private static final String BEARER = "Bearer ";
  private static final String NEWEST = "2026-03-11";
  private static final List<String> VERSIONS = List.of("2025-09-03", NEWEST);

  private Instant windowStart;
  private int used;

  /**
   * Takes one request from the budget; gives the whole seconds to wait if there is none left, else
   * 0.
   */
  long spend(SandboxOptions options) {
    if (options.budgetRequests() == Integer.MAX_VALUE) {
      return 0;
    }
    Instant now = options.clock().instant();
    if (windowStart == null
        || !now.isBefore(windowStart.plus(options.budgetWindow()))
        || now.isBefore(windowStart)) {
      windowStart = now;
      used = 0;
    }
    if (used < options.budgetRequests()) {
      used++;
      return 0;
    }
    long millis = windowStart.plus(options.budgetWindow()).toEpochMilli() - now.toEpochMilli();
    return Math.max(1, (millis + 999) / 1000);
  }

  /** Gives the token of the connection. */
  String authorize(HttpServerRequest request, Set<String> tokens) {
    String header = request.getHeader("Authorization");
    String token =
        header != null && header.startsWith(BEARER)
            ? header.substring(BEARER.length()).strip()
            : "";
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
