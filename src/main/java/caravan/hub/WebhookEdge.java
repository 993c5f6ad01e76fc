package caravan.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.properties.PropertyFileAuthentication;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import io.vertx.ext.web.handler.BasicAuthHandler;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The edge of the hub's server. {@code /webhooks/*} asks for no password, because the signature is
 * the credential; there it bounds what senders can make the hub hold in memory: so many bytes of a
 * request, so many requests. Every other path asks for the operator's password, whoever adds it.
 *
 * <p>It stands on the server's own thread, before a route of Camel's sees the request. Camel itself
 * can ask on one path only: it does on {@code /observe/*}.
 */
final class WebhookEdge extends ServiceSupport implements StaticService {

  /** The largest body: Notion's and Linear's events have a few kilobytes. */
  static final int LARGEST_BODY = 256 * 1024;

  /** With the largest body each, these hold 64 MB. */
  static final int AT_ONCE = 256;

  /** How long a request may take to arrive and be answered; Linear waits for 5 seconds. */
  private static final long PATIENCE_MS = 10_000;

  private static final String OPEN = "/webhooks/";
  private static final String CAMELS = "/observe/";
  private static final int FIRST = -1000;

  private final CamelContext context;
  private final MeterRegistry meters;
  private final Path users;
  private final AtomicInteger inHand = new AtomicInteger();

  /**
   * @param users the properties file with the operator's name and password
   */
  WebhookEdge(CamelContext context, MeterRegistry meters, Path users) {
    this.context = context;
    this.meters = meters;
    this.users = users;
  }

  @Override
  protected void doStart() {
    VertxPlatformHttpRouter router =
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the hub's server does not run"));
    AuthenticationHandler operator =
        BasicAuthHandler.create(
            PropertyFileAuthentication.create(router.vertx(), users.toString()));
    router.route().order(FIRST - 1).handler(request -> ask(request, operator));
    router
        .route(OPEN + "*")
        .order(FIRST)
        .handler(TimeoutHandler.create(PATIENCE_MS, 408))
        .handler(this::admit)
        .failureHandler(this::refuse);
    router
        .route(OPEN + "*")
        .order(FIRST + 1)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .failureHandler(this::refuse);
  }

  private static void ask(RoutingContext request, AuthenticationHandler operator) {
    String path = request.normalizedPath();
    if (path.startsWith(OPEN) || path.startsWith(CAMELS)) {
      request.next();
    } else {
      operator.handle(request);
    }
  }

  private void admit(RoutingContext request) {
    String type = request.request().getHeader("Content-Type");
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("multipart/") || lower.startsWith("application/x-www-form-urlencoded")) {
      refuse(request, 415);
      return;
    }
    if (announced(request.request()) > LARGEST_BODY) {
      refuse(request, 413);
      return;
    }
    if (inHand.incrementAndGet() > AT_ONCE) {
      inHand.decrementAndGet();
      refuse(request, 503);
      return;
    }
    request.addEndHandler(ended -> inHand.decrementAndGet());
    request.next();
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  /** The body turned out too large while it came, or is no body. */
  private void refuse(RoutingContext request) {
    refuse(request, request.statusCode() < 400 ? 500 : request.statusCode());
  }

  private void refuse(RoutingContext request, int status) {
    String result =
        switch (status) {
          case 408 -> "too-slow";
          case 413 -> "too-large";
          case 415 -> "not-json";
          case 503 -> "too-many";
          default -> "failed";
        };
    meters
        .counter("caravan.webhooks.received", "system", system(request), "result", result)
        .increment();
    if (!request.response().ended()) {
      // What is still on its way is not read; the connection can't be used again.
      request.response().setStatusCode(status).putHeader("Connection", "close").end();
    }
  }

  /** Only names that exist: a path is the sender's, and each label costs memory. */
  private static String system(RoutingContext request) {
    return switch (request.normalizedPath()) {
      case "/webhooks/notion" -> "notion";
      case "/webhooks/linear" -> "linear";
      default -> "unknown";
    };
  }
}
