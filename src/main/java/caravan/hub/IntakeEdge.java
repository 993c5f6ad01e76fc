package caravan.hub;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Bounds what {@code /intake/*} can make the hub hold in memory: so many bytes of a request, so
 * many requests. It stands behind {@link WebhookEdge}, which asks for the operator's password on
 * this path, and before Camel's route.
 */
final class IntakeEdge extends ServiceSupport implements StaticService {

  /** The largest body: a hundred records have some tens of kilobytes. */
  static final int LARGEST_BODY = 1024 * 1024;

  /** They keep a thread each, of the server's twenty. */
  static final int AT_ONCE = 8;

  private static final String PATH = "/intake/*";
  private static final int BEHIND_THE_PASSWORD = -900;

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
    router.route(PATH).order(BEHIND_THE_PASSWORD).handler(this::admit).failureHandler(this::refuse);
    router
        .route(PATH)
        .order(BEHIND_THE_PASSWORD + 1)
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
    request.next();
  }

  private void refuse(RoutingContext request) {
    refuse(request, request.statusCode() < 400 ? 500 : request.statusCode());
  }

  private static void refuse(RoutingContext request, int status) {
    if (!request.response().ended()) {
      String error =
          switch (status) {
            case 401 -> "send the credentials of ops.user";
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
