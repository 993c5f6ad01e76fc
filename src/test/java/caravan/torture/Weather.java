package caravan.torture;

import caravan.sandbox.FaultRule;
import caravan.sandbox.FaultRule.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * What goes wrong at Notion, Linear and Slack: a drizzle of everything during the whole run, and
 * storms of one fault for some seconds.
 *
 * <p>A request that a service holds, that the hub gives up on, and that is then carried out after
 * all can't be told from one that was lost: so writes are held only shorter than the hub's
 * patience. Creates of pages are looked up for as long as the index may lag, but by a clock that
 * leaps here while the service holds them by the machine's: {@code NoDuplicatesTest} has those that
 * arrive late.
 */
final class Weather {

  private static final String NOTION = "notion";
  private static final String LINEAR = "linear";
  private static final String SLACK = "slack";
  private static final String CREATE = "/v1/pages";
  private static final String HTML = "<html><body><h1>Bad Gateway</h1></body></html>";
  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  private final List<Fault> faults;

  /**
   * One way in which a service fails.
   *
   * @param rule made when it begins, because an answer may name a moment
   * @param drizzles whether it may also hit now and then, long after it was made
   */
  record Fault(String name, String system, Function<Clock, FaultRule> rule, boolean drizzles) {

    @Override
    public String toString() {
      return system + ": " + name;
    }
  }

  /**
   * @param patience after which the hub gives up on an answer
   */
  Weather(Duration patience) {
    Duration shortly = patience.dividedBy(3);
    Duration tooLong = patience.plus(patience.dividedBy(3));
    faults = new ArrayList<>();
    for (String system : List.of(NOTION, LINEAR, SLACK)) {
      add("500, not applied", system, FaultRule.status(500));
      add("502 as HTML, not applied", system, FaultRule.status(502).withBody(HTML));
      add("503, not applied", system, FaultRule.status(503));
      add("504 as HTML, applied", system, FaultRule.committed(504).withBody(HTML));
      add("500, applied", system, FaultRule.committed(500));
      add("reset before it is applied", system, FaultRule.of(Kind.RESET_BEFORE));
      add("reset after it was applied", system, FaultRule.of(Kind.RESET_AFTER));
      add("held for a while", system, FaultRule.of(Kind.HANG).lasting(shortly));
      add("applied, then held too long", system, FaultRule.of(Kind.HANG_AFTER).lasting(tooLong));
      add("truncated", system, FaultRule.of(Kind.TRUNCATED));
      add("dripping", system, FaultRule.of(Kind.DRIP).lasting(shortly));
    }
    add("429", NOTION, FaultRule.status(429).withHeaders(SOON));
    add("529", NOTION, FaultRule.status(529).withHeaders(SOON));
    add("409", NOTION, FaultRule.status(409));
    add("504, not applied", NOTION, FaultRule.status(504));
    add("503, applied, with its id", NOTION, FaultRule.of(Kind.COMMITTED_503));
    add("503, applied, without its id", NOTION, FaultRule.committed(503));
    add(
        "create held, then applied",
        NOTION,
        FaultRule.of(Kind.HANG).lasting(shortly).on(null, "POST", CREATE));
    add(
        "read held too long",
        NOTION,
        FaultRule.of(Kind.HANG).lasting(tooLong).on(null, "GET", null));
    add("held too long", LINEAR, FaultRule.of(Kind.HANG).lasting(tooLong));
    add("data with errors", LINEAR, FaultRule.status(200).withBody(PARTIAL));
    faults.add(new Fault("RATELIMITED on 400", LINEAR, Weather::rateLimited, false));
    add("429", SLACK, FaultRule.status(429).withHeaders(SOON));
    add("ok: false", SLACK, FaultRule.status(200).withBody(SLACK_INTERNAL));
  }

  private static final String PARTIAL =
      """
      {"data": {"issues": {"nodes": [], "pageInfo": {"hasNextPage": false, "endCursor": null}}},
       "errors": [{"message": "Internal server error", "path": ["issues"],
                   "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}""";
  private static final String RATE_LIMITED =
      """
      {"errors": [{"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}]}""";
  private static final String SLACK_INTERNAL =
      """
      {"ok": false, "error": "internal_error"}""";

  /** Linear says in milliseconds since 1970 when the window ends. */
  private static FaultRule rateLimited(Clock clock) {
    long reset = clock.instant().plusSeconds(2).toEpochMilli();
    return FaultRule.status(400)
        .withBody(RATE_LIMITED)
        .withHeaders(
            Map.of(
                "X-RateLimit-Requests-Remaining",
                "0",
                "X-RateLimit-Requests-Reset",
                Long.toString(reset)))
        .on(LINEAR, null, null);
  }

  private void add(String name, String system, FaultRule rule) {
    String path = rule.path() == null ? null : rule.path().pattern();
    faults.add(new Fault(name, system, clock -> rule.on(system, rule.method(), path), true));
  }

  List<Fault> all() {
    return List.copyOf(faults);
  }

  /** A fault for a storm; Notion's come as often as those of the two others together. */
  Fault draw(Random random) {
    String system = random.nextBoolean() ? NOTION : random.nextBoolean() ? LINEAR : SLACK;
    List<Fault> its = faults.stream().filter(fault -> fault.system().equals(system)).toList();
    return its.get(random.nextInt(its.size()));
  }

  /** Every fault, each hitting this share of the requests. */
  List<FaultRule> drizzle(Clock clock, double share) {
    return faults.stream()
        .filter(Fault::drizzles)
        .map(fault -> fault.rule().apply(clock).withProbability(share))
        .toList();
  }
}
