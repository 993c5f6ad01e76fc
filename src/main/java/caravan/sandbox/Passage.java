package caravan.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way of a request into a system and of its answer out: log, the system's door, faults,
 * latency.
 */
final class Passage implements Handler<RoutingContext> {

  private static final int DRIPS = 16;

  /** How HTTP writes a date (RFC 9110: Date). */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final SandboxSystem system;
  private final RequestLog log;
  private final Supplier<RequestWitness> witness;
  private final Faults faults;
  private final Supplier<SandboxOptions> options;

  Passage(
      Vertx vertx,
      SandboxSystem system,
      RequestLog log,
      Supplier<RequestWitness> witness,
      Faults faults,
      Supplier<SandboxOptions> options) {
    this.vertx = vertx;
    this.system = system;
    this.log = log;
    this.witness = witness;
    this.faults = faults;
    this.options = options;
  }

  @Override
  public void handle(RoutingContext ctx) {
    String method = ctx.request().method().name();
    String path = ctx.normalizedPath().substring(system.name().length() + 1);
    String query = Optional.ofNullable(ctx.request().query()).orElse("");
    String agent = Optional.ofNullable(ctx.request().getHeader("User-Agent")).orElse("");
    String caller = system.caller(ctx.request());
    Buffer buffer = ctx.body() == null ? null : ctx.body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    RequestLog.Visit visit =
        log.arrive(
            system.name(),
            method,
            path,
            query,
            caller,
            agent,
            new String(body, StandardCharsets.UTF_8));
    witness.get().saw(system.name(), method, path, body);
    ctx.addHeadersEndHandler(
        sent -> ctx.response().putHeader("Date", DATE.format(options.get().clock().instant())));

    Optional<Answer> refused = system.admit(ctx.request());
    if (refused.isPresent()) {
      log.answered(visit, refused.get().status(), true);
      refused.get().write(ctx);
      return;
    }
    FaultRule fault = faults.strike(system.name(), method, path, caller).orElse(null);
    if (fault != null) {
      log.struck(visit, fault.kind());
    }
    Context context = vertx.getOrCreateContext();
    Answer.Exit exit = answer -> context.runOnContext(ready -> leave(ctx, visit, fault, answer));
    ctx.put(Answer.EXIT, exit);
    later(latency(fault), () -> enter(ctx, visit, fault));
  }

  private Duration latency(FaultRule fault) {
    SandboxOptions now = options.get();
    Duration usual = now.latency().plusMillis(faults.jitter(now.jitter().toMillis()));
    return fault != null && fault.kind() == FaultRule.Kind.HANG ? usual.plus(fault.delay()) : usual;
  }

  private void enter(RoutingContext ctx, RequestLog.Visit visit, FaultRule fault) {
    FaultRule.Kind kind = fault == null ? null : fault.kind();
    if (kind == FaultRule.Kind.STATUS) {
      finish(ctx, visit, failure(fault));
    } else if (kind == FaultRule.Kind.RESET_BEFORE) {
      reset(ctx, visit);
    } else {
      ctx.next();
    }
  }

  private Answer failure(FaultRule fault) {
    Answer answer = fault.body() == null ? system.failure(fault.status()) : worded(fault);
    return answer.with(fault.headers());
  }

  private static Answer worded(FaultRule fault) {
    return fault.body().startsWith("<")
        ? Answer.html(fault.status(), fault.body())
        : Answer.json(fault.status(), fault.body(), fault.headers());
  }

  private void leave(RoutingContext ctx, RequestLog.Visit visit, FaultRule fault, Answer answer) {
    if (fault == null) {
      finish(ctx, visit, answer);
      return;
    }
    switch (fault.kind()) {
      case COMMITTED_503 ->
          finish(ctx, visit, answer.status() < 300 ? system.savedButUnavailable(answer) : answer);
      case COMMITTED_STATUS -> finish(ctx, visit, answer.status() < 300 ? failure(fault) : answer);
      case RESET_AFTER -> reset(ctx, visit);
      case HANG_AFTER -> later(fault.delay(), () -> finish(ctx, visit, answer));
      case TRUNCATED -> {
        Buffer half = answer.body().slice(0, answer.body().length() / 2);
        finish(ctx, visit, new Answer(answer.status(), answer.headers(), half, answer.saved()));
      }
      case DRIP -> drip(ctx, visit, answer, fault.delay());
      default -> finish(ctx, visit, answer);
    }
  }

  private void finish(RoutingContext ctx, RequestLog.Visit visit, Answer answer) {
    log.answered(visit, answer.status(), false);
    answer.write(ctx);
  }

  private void reset(RoutingContext ctx, RequestLog.Visit visit) {
    log.answered(visit, 0, false);
    ctx.request().connection().close();
  }

  private void drip(RoutingContext ctx, RequestLog.Visit visit, Answer answer, Duration over) {
    log.answered(visit, answer.status(), false);
    Buffer body = answer.body();
    HttpServerResponse response = ctx.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Length", String.valueOf(body.length()));
    drop(response, body, 0, over.dividedBy(DRIPS));
  }

  private void drop(HttpServerResponse response, Buffer body, int from, Duration pause) {
    if (response.closed() || response.ended()) {
      return;
    }
    int to = Math.min(body.length(), from + Math.max(1, (body.length() + DRIPS - 1) / DRIPS));
    if (to >= body.length()) {
      response.end(body.slice(from, to));
      return;
    }
    response.write(body.slice(from, to));
    later(pause, () -> drop(response, body, to, pause));
  }

  private void later(Duration delay, Runnable action) {
    if (delay.toMillis() < 1) {
      action.run();
    } else {
      vertx.setTimer(delay.toMillis(), id -> action.run());
    }
  }
}
