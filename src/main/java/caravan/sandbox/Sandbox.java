package caravan.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A running sandbox on 127.0.0.1; closing it leaves nothing running. */
public final class Sandbox implements AutoCloseable {

  private static final long BODY_LIMIT_BYTES = 32L << 20;
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final AtomicReference<SandboxOptions> options;
  private final RequestLog log;
  private final Faults faults;
  private final AtomicReference<RequestWitness> witness =
      new AtomicReference<>((system, method, path, body) -> {});
  private final HttpServer server;
  private final List<SandboxSystem> systems;

  private Sandbox(SandboxOptions initial, List<SandboxSystem> systems) {
    this.options = new AtomicReference<>(initial);
    this.log = new RequestLog(options::get);
    this.faults = new Faults(initial.seed());
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    List<SandboxSystem> all = new ArrayList<>();
    for (SandboxSystem system : systems) {
      all.add(system);
      all.addAll(system.beside());
    }
    this.systems = List.copyOf(all);
    try {
      this.server = listen(all);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
    all.forEach(system -> system.listening(url()));
  }

  /**
   * Starts a sandbox with these systems.
   *
   * @throws IllegalStateException if the port can't be opened
   */
  public static Sandbox start(SandboxOptions options, SandboxSystem... systems) {
    return new Sandbox(options, List.of(systems));
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** The root, such as {@code http://127.0.0.1:4711}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Every request since the start. */
  public RequestLog log() {
    return log;
  }

  /** The faults in force. */
  public Faults faults() {
    return faults;
  }

  /**
   * From now on, this one sees every request with its body; it takes the place of an earlier one.
   */
  public void witness(RequestWitness next) {
    witness.set(next);
  }

  /** The options in force. */
  public SandboxOptions options() {
    return options.get();
  }

  /**
   * Puts other options in force; the port stays. A changed seed starts the random decisions anew.
   */
  public void options(SandboxOptions next) {
    SandboxOptions before = options.getAndSet(next);
    if (before.seed() != next.seed()) {
      faults.reseed(next.seed());
    }
  }

  @Override
  public void close() {
    systems.forEach(SandboxSystem::closed);
    await(vertx.close(), "The sandbox did not stop");
  }

  private HttpServer listen(List<SandboxSystem> systems) {
    Router root = Router.router(vertx);
    root.route().handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT_BYTES));
    new ControlApi(this, systems).mount(root);
    new OverviewPage(systems).mount(root);
    for (SandboxSystem system : systems) {
      system.attach(options::get);
      Router own = Router.router(vertx);
      system.mount(own);
      String prefix = "/" + system.name() + "/*";
      root.route(prefix)
          .handler(new Passage(vertx, system, log, witness::get, faults, options::get));
      root.route(prefix).subRouter(own);
      root.route(prefix).handler(ctx -> system.failure(404).send(ctx));
      root.route(prefix)
          .failureHandler(
              ctx -> system.failure(ctx.statusCode() < 400 ? 500 : ctx.statusCode()).send(ctx));
    }
    // HTTP/2 is off: a reset closes a connection, which must carry one request at a time.
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(options.get().port())
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(16_384)
            // Slack's client sends blocks as one form field; Vert.x stops at 8 KB otherwise.
            .setMaxFormAttributeSize((int) BODY_LIMIT_BYTES)
            .setDecompressionSupported(true);
    return await(
        vertx.createHttpServer(http).requestHandler(root).listen(),
        "The sandbox could not listen on 127.0.0.1:" + options.get().port());
  }

  private static <T> T await(io.vertx.core.Future<T> future, String failure) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure + ": interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(failure + ": " + cause.getMessage(), e);
    }
  }
}
