package caravan.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which requests go wrong, how often and how.
 *
 * @param system the system's name; null for every one
 * @param method the HTTP method; null for every one
 * @param path what the whole path below the system's own must match; null for every one
 * @param caller the name of whoever sent it, as the system knows it; null for everybody
 * @param probability from 0 to 1, for each request that matches
 * @param times how many more requests it hits; below zero for no end
 * @param kind what happens
 * @param status for {@link Kind#STATUS} and {@link Kind#COMMITTED_STATUS}
 * @param body for the kinds with a status: what is sent, as HTML if it starts with {@code <}; null
 *     for the system's own wording
 * @param headers added to the answer of the kinds with a status
 * @param delay how long {@link Kind#HANG}, {@link Kind#HANG_AFTER} and {@link Kind#DRIP} take
 */
public record FaultRule(
    String system,
    String method,
    Pattern path,
    String caller,
    double probability,
    int times,
    Kind kind,
    int status,
    String body,
    Map<String, String> headers,
    Duration delay) {

  /** What goes wrong. */
  public enum Kind {
    /** Answered with a status, nothing applied. */
    STATUS,
    /** Applied, then answered 503 in the words of {@link SandboxSystem#savedButUnavailable}. */
    COMMITTED_503,
    /** Applied, then answered with a status, without a word that it was applied. */
    COMMITTED_STATUS,
    /** The connection is closed without an answer, nothing applied. */
    RESET_BEFORE,
    /** Applied, then the connection is closed without an answer. */
    RESET_AFTER,
    /** Held for the delay, then handled as usual. */
    HANG,
    /** Applied at once; the answer is held for the delay. */
    HANG_AFTER,
    /** Applied; only the first half of the body is sent, as if it were whole. */
    TRUNCATED,
    /** Applied; the body arrives in small pieces over the delay. */
    DRIP
  }

  /** Copies the headers; refuses a probability outside 0 to 1. */
  public FaultRule {
    Objects.requireNonNull(kind, "kind");
    headers = Map.copyOf(headers);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability is from 0 to 1, not " + probability);
    }
    if (needsStatus(kind) && (status < 200 || status > 599)) {
      throw new IllegalArgumentException("status is from 200 to 599, not " + status);
    }
  }

  /** A rule of that kind that hits every request, for ever, until narrowed. */
  public static FaultRule of(Kind kind) {
    if (needsStatus(kind)) {
      throw new IllegalArgumentException("A status fault needs its status: use FaultRule.status");
    }
    return new FaultRule(null, null, null, null, 1, -1, kind, 0, null, Map.of(), Duration.ZERO);
  }

  /** Answers with a status, in the system's own words. */
  public static FaultRule status(int status) {
    return new FaultRule(
        null, null, null, null, 1, -1, Kind.STATUS, status, null, Map.of(), Duration.ZERO);
  }

  /** Applies the request, then answers with a status, in the system's own words. */
  public static FaultRule committed(int status) {
    return new FaultRule(
        null,
        null,
        null,
        null,
        1,
        -1,
        Kind.COMMITTED_STATUS,
        status,
        null,
        Map.of(),
        Duration.ZERO);
  }

  private static boolean needsStatus(Kind kind) {
    return kind == Kind.STATUS || kind == Kind.COMMITTED_STATUS;
  }

  /**
   * Only this system, method and path (a regular expression for the whole path); null leaves any of
   * them open.
   */
  public FaultRule on(String newSystem, String newMethod, String newPath) {
    Pattern pattern = newPath == null ? null : Pattern.compile(newPath);
    return new FaultRule(
        newSystem,
        newMethod,
        pattern,
        caller,
        probability,
        times,
        kind,
        status,
        body,
        headers,
        delay);
  }

  /** Only requests of that caller. */
  public FaultRule from(String name) {
    return new FaultRule(
        system, method, path, name, probability, times, kind, status, body, headers, delay);
  }

  /** With this probability for each matching request. */
  public FaultRule withProbability(double value) {
    return new FaultRule(
        system, method, path, caller, value, times, kind, status, body, headers, delay);
  }

  /** Only the next n requests that it hits. */
  public FaultRule times(int n) {
    return new FaultRule(
        system, method, path, caller, probability, n, kind, status, body, headers, delay);
  }

  /** With this body in place of the system's own words. */
  public FaultRule withBody(String value) {
    return new FaultRule(
        system, method, path, caller, probability, times, kind, status, value, headers, delay);
  }

  /** With these headers, such as Retry-After. */
  public FaultRule withHeaders(Map<String, String> value) {
    return new FaultRule(
        system, method, path, caller, probability, times, kind, status, body, value, delay);
  }

  /** With this delay. */
  public FaultRule lasting(Duration value) {
    return new FaultRule(
        system, method, path, caller, probability, times, kind, status, body, headers, value);
  }

  boolean matches(String ofSystem, String ofMethod, String ofPath, String ofCaller) {
    return (system == null || system.equals(ofSystem))
        && (method == null || method.equalsIgnoreCase(ofMethod))
        && (path == null || path.matcher(ofPath).matches())
        && (caller == null || caller.equals(ofCaller));
  }
}
