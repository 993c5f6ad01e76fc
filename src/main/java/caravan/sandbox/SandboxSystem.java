package caravan.sandbox;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One outside system that the sandbox plays, mounted under {@code /<name>}.
 *
 * <p>Handlers find the body read ({@code ctx.body().buffer()}) and must answer through {@link
 * Answer#send}, on the event loop or from {@code blockingHandler}: that is where the log and the
 * faults see the answer. Requests come from several connections.
 */
public interface SandboxSystem {

  /** The first path segment, such as {@code notion}. */
  String name();

  /** Adds the system's routes to a router of its own, whose paths are below {@code /<name>}. */
  void mount(Router router);

  /** Called once before {@link #mount}: where the options in force can be read, now and later. */
  default void attach(Supplier<SandboxOptions> options) {}

  /** Called once when the sandbox takes requests. {@code url} is its root, without a slash. */
  default void listening(String url) {}

  /** Other hosts that belong to this system, such as the one its files lie on. */
  default List<SandboxSystem> beside() {
    return List.of();
  }

  /**
   * Refuses a request before faults and latency, as a rate limit at the door does; empty lets it
   * in.
   */
  default Optional<Answer> admit(HttpServerRequest request) {
    return Optional.empty();
  }

  /** The webhooks that this system sends; empty if it sends none. */
  default Optional<WebhookSource> webhooks() {
    return Optional.empty();
  }

  /** Called once when the sandbox has ended. */
  default void closed() {}

  /** The name of whoever sent a request, for the log and for faults; empty if it has none. */
  default String caller(HttpServerRequest request) {
    return "";
  }

  /** How this system words a failure with that status. */
  default Answer failure(int status) {
    return Answer.json(status, "{\"error\":\"status " + status + "\"}", Map.of());
  }

  /**
   * What is answered in place of a success that was saved, when the fault {@link
   * FaultRule.Kind#COMMITTED_503} hits it.
   */
  default Answer savedButUnavailable(Answer saved) {
    return failure(503);
  }

  /** This system's part of the overview page, as HTML that is already escaped; empty for none. */
  default String overviewHtml() {
    return "";
  }

  /**
   * The readable page of one object, as HTML that is already escaped; empty if the id is unknown
   * here.
   */
  default Optional<String> pageHtml(String id) {
    return Optional.empty();
  }
}
