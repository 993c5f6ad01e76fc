package caravan.hub;

import caravan.settings.Settings;
import caravan.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * Binds the beans and the thread pools before Camel reads the routes, and gives each integration
 * its own routes once they are read.
 */
final class HubListener extends MainListenerSupport {

  /** Templates of which each integration has a route for itself, and with it threads. */
  private static final List<String> ROUTES_OF_AN_INTEGRATION =
      List.of(
          "finish-relations",
          "derived-fields",
          "missing-issues",
          "read-missing-issues",
          "missing-rows",
          "retries");

  /** Poll with sweep and reconcile, retries, and two to spare. */
  private static final int THREADS_OF_AN_INTEGRATION = 4;

  private static final int THREADS_FOR_ALL = 4;

  private final Settings settings;
  private final HubBeans beans;
  private final Store store;
  private final Path operators;
  private final RouteGate gate;

  /**
   * @param gate decides which integrations' routes are loaded
   * @param operators the properties file with the operator's name and password
   */
  HubListener(Settings settings, HubBeans beans, Store store, RouteGate gate, Path operators) {
    this.settings = settings;
    this.beans = beans;
    this.store = store;
    this.gate = gate;
    this.operators = operators;
  }

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    CamelContext context = main.getCamelContext();
    prepare(context, settings);
    timers(context);
    beans.bind(context, store);
    gate.load(main, beans.incidents());
  }

  /** What every context with Caravan's routes needs. */
  static void prepare(CamelContext context, Settings settings) {
    int workers = settings.count("sync.workers");
    // After shutdown-timeout: whoever then still waits in a throttle is interrupted. Together they
    // have to end within the 45 seconds that a signal is given.
    context.getExecutorServiceManager().setShutdownAwaitTermination(5_000);
    // Every split that names this has a pool of its own, as big as this; threads without work end
    // soon, so that integrations that rest hold none: each poll gives an idle pool one task, which
    // its threads take in turns, and would keep them all alive if they waited for long.
    // The queue holds the rest of a page; a longer one would only hold more in memory.
    context
        .getExecutorServiceManager()
        .registerThreadPoolProfile(
            new ThreadPoolProfileBuilder("workers")
                .poolSize(workers)
                .maxPoolSize(workers)
                .maxQueueSize(1000)
                .keepAliveTime(2L)
                .allowCoreThreadTimeOut(true)
                .build());
    // An error goes up to the step that says what becomes of it: the Kamelet that keeps failures,
    // the retry, the end of a poll. Only the gateways handle errors themselves
    // (routeConfigurationId).
    context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
  }

  /** After the server, which Camel's own settings have made by now, and before the routes. */
  @Override
  public void afterConfigure(BaseMainSupport main) {
    CamelContext context = main.getCamelContext();
    try {
      context.addService(new WebhookEdge(context, beans.meters(), operators));
      context.addService(new IntakeEdge(context));
    } catch (Exception e) {
      throw new IllegalStateException("the edge of the server cannot be put up", e);
    }
    routesOf(gate.running().enabled(), context);
    if (OkrBeans.hasDigest(gate.running())) {
      TemplatedRouteBuilder.builder(context, OkrBeans.DIGEST).routeId(OkrBeans.DIGEST).add();
    }
  }

  /** Before anything starts: a timer that is faster than this would find no second pass. */
  static void routesOf(List<String> integrations, CamelContext context) {
    for (String integration : integrations) {
      for (String template : ROUTES_OF_AN_INTEGRATION) {
        TemplatedRouteBuilder.builder(context, template)
            .routeId(template + "-" + integration)
            .prefixId(integration + "-")
            .parameter("integration", integration)
            .add();
      }
    }
  }

  /** A poll keeps its timer's thread to its end, and none may wait for those of others. */
  private void timers(CamelContext context) {
    // Otherwise Quartz waits for a poll that waits in a throttle; see TimerThreads.
    context.getComponent("quartz", QuartzComponent.class).setInterruptJobsOnShutdown(true);
    boolean setByUser =
        settings.forCamel().stringPropertyNames().stream()
            .anyMatch(key -> key.startsWith("camel.component.quartz.properties"));
    if (!setByUser) {
      int threads = THREADS_FOR_ALL + settings.enabled().size() * THREADS_OF_AN_INTEGRATION;
      context
          .getComponent("quartz", QuartzComponent.class)
          .setProperties(
              Map.of(
                  "org.quartz.scheduler.instanceName",
                  "caravan",
                  "org.quartz.threadPool.threadCount",
                  Integer.toString(threads)));
    }
  }
}
