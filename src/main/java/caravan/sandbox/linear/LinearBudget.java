package caravan.sandbox.linear;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts requests and complexity points for each key, in windows that begin with its first one. */
final class LinearBudget {
  private volatile LinearOptions options;
  private final Clock clock;
  private final Map<String, Spent> spent = new HashMap<>();

  LinearBudget(LinearOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  LinearOptions options() {
    return options;
  }

  void options(LinearOptions next) {
    options = next;
  }

  /** True for a key that is let in at all. */
  boolean knows(String key) {
    return !key.isBlank() && (options.keys().isEmpty() || options.keys().contains(key));
  }

  /** Takes one request; false if the window's requests or points are used up already. */
  synchronized boolean take(String key) {
    Spent now = current(key);
    boolean allowed =
        now.requests() < options.requests() && now.complexity() < options.complexity();
    if (allowed) {
      spent.put(key, new Spent(now.since(), now.requests() + 1, now.complexity()));
    }
    return allowed;
  }

  /** Adds what a query cost. */
  synchronized void spend(String key, int complexity) {
    Spent now = current(key);
    spent.put(key, new Spent(now.since(), now.requests(), now.complexity() + complexity));
  }

  /** The headers of an answer; the reset is in milliseconds since 1970. */
  synchronized Map<String, String> headers(String key) {
    Spent now = current(key);
    String reset = Long.toString(now.since().plus(options.window()).toEpochMilli());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-RateLimit-Requests-Limit", Integer.toString(options.requests()));
    headers.put("X-RateLimit-Requests-Remaining", left(options.requests(), now.requests()));
    headers.put("X-RateLimit-Requests-Reset", reset);
    headers.put("X-RateLimit-Complexity-Limit", Integer.toString(options.complexity()));
    headers.put("X-RateLimit-Complexity-Remaining", left(options.complexity(), now.complexity()));
    headers.put("X-RateLimit-Complexity-Reset", reset);
    return headers;
  }

  private static String left(int limit, int used) {
    return Integer.toString(Math.max(0, limit - used));
  }

  private Spent current(String key) {
    Instant now = clock.instant();
    Spent known = spent.get(key);
    if (known == null || !now.isBefore(known.since().plus(options.window()))) {
      known = new Spent(now, 0, 0);
      spent.put(key, known);
    }
    return known;
  }

  private record Spent(Instant since, int requests, int complexity) {}
}
