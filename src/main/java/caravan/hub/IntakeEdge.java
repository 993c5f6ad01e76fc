package caravan.hub;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what {@code /intake/*} can make the hub hold in memory: so many bytes of a request, so
 * many requests, and the time in which one has to arrive. It stands before {@link WebhookEdge},
 * which asks for the operator's password on this path: asking takes a moment, in which a request
 * that nobody collects would be lost.
 */
final class IntakeEdge extends ServiceSupport implements StaticService {

  private static final Logger LOG = LoggerFactory.getLogger(IntakeEdge.class);

  /** The largest body: a hundred records have some tens of kilobytes. */
  static final int LARGEST_BODY = 1024 * 1024;

  /** They keep a thread each, of the server's twenty. */
  static final int AT_ONCE = 8;

  /** How long a request may take to arrive. */
  private static final long PATIENCE_MS = 20_000;

  private static final String PATH = "/intake/*";
  private static final int BEFORE_THE_PASSWORD = -1010;

  private final CamelContext context;
  private final AtomicInteger inHand = new AtomicInteger();

  IntakeEdge(CamelContext context) {
    this.context = context;
  }

  @Override
  protected void doStart() {
    VertxPlatformHttpRouter router =
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the hub's server does not run"));
    router.route(PATH).order(BEFORE_THE_PASSWORD).handler(this::admit).failureHandler(this::refuse);
    router
        .route(PATH)
        .order(BEFORE_THE_PASSWORD + 1)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .failureHandler(this::refuse);
  }

  private void admit(RoutingContext request) {
    if (inHand.incrementAndGet() > AT_ONCE) {
      inHand.decrementAndGet();
      request.response().putHeader("Retry-After", "5");
      refuse(request, 503);
      return;
    }
    request.addEndHandler(ended -> inHand.decrementAndGet());
    long timer =
        request
            .vertx()
            .setTimer(
                PATIENCE_MS,
                late -> {
                  if (!request.request().isEnded()) {
                    refuse(request, 408);
                  }
                });
    request.addEndHandler(ended -> request.vertx().cancelTimer(timer));
    request.next();
  }

  private void refuse(RoutingContext request) {
    if (request.statusCode() >= 500) {
      LOG.warn("A request with records could not be taken", request.failure());
    }
    refuse(request, request.statusCode() < 400 ? 500 : request.statusCode());
  }

  private static void refuse(RoutingContext request, int status) {
    if (!request.response().ended()) {
      String error =
          switch (status) {
            case 401 -> "send the credentials of ops.user";
            case 408 -> "the request came too slowly; send it again";
            case 413 -> "a request may have 1 MB; send the records in parts";
            case 503 -> "too many requests at once; send it again";
            default -> "the request could not be taken";
          };
      // What is still on its way is not read; the connection can't be used again.
      request
          .response()
          .setStatusCode(status)
          .putHeader("Connection", "close")
          .putHeader("Content-Type", "application/json")
          .end("{\"error\":\"" + error + "\"}");
    }
  }
}
