package caravan.hub;

import caravan.routes.SourceOwnership;
import caravan.settings.Problems;
import caravan.settings.RouteNeeds;
import caravan.settings.Settings;
import caravan.store.Store;
import caravan.store.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * A running hub: Camel with the routes of a Caravan folder, and the beans that they use.
 *
 * <p>Starting fails with {@link Problems} before anything runs if a setting or a route file is
 * wrong; closing lets exchanges in flight end first.
 */
public final class Hub implements AutoCloseable {

  private final Store store;
  private final HubBeans beans;
  private final Main main;
  private final TimerThreads timers;
  private final JmxViews views = new JmxViews();
  private final DryRunDesk dryRuns;
  private final List<String> running;

  private Hub(
      Store store,
      HubBeans beans,
      Main main,
      TimerThreads timers,
      DryRunDesk dryRuns,
      List<String> running) {
    this.running = List.copyOf(running);
    this.store = store;
    this.beans = beans;
    this.main = main;
    this.timers = timers;
    this.dryRuns = dryRuns;
    beans.dryRuns(dryRuns);
    beans.views().forEach(views::show);
    beans.connectionViews().forEach(views::show);
    views.show(new IncidentsView(beans.incidents()));
  }

  /**
   * Starts a hub.
   *
   * @param home the folder with routes/
   * @param settings the settings in force
   * @throws Problems if something is missing or wrong
   * @throws StoreUnavailable if the store cannot be opened, or goes away during the start
   */
  public static Hub start(Path home, Settings settings, Clock clock) {
    RouteGate gate = RouteGate.of(home, settings);
    refuse(home, settings, gate);
    Store store =
        Store.open(
            home,
            settings.get("store.url"),
            settings.get("store.user"),
            settings.get("store.password"));
    Main main = new Main(Hub.class);
    HubBeans beans = new HubBeans(settings, store, clock, home.resolve("routes"), gate.refused());
    TimerThreads timers;
    try {
      Path operators = new OpsUsers(home, settings).file();
      configure(main, home, settings, operators);
      main.addMainListener(new HubListener(settings, beans, store, gate, operators));
      main.start();
      timers = TimerThreads.of(main.getCamelContext());
      LocalCronTrigger.replaceAll(main.getCamelContext());
    } catch (RuntimeException e) {
      try {
        main.stop();
      } finally {
        store.close();
      }
      throw StoreUnavailable.starting(settings.get("store.url"), e)
          .<RuntimeException>map(away -> away)
          .orElseGet(() -> RouteGate.cannotStart(e));
    }
    DryRuns dryRuns = new DryRuns(home, settings, store, clock, main::getCamelContext);
    return new Hub(store, beans, main, timers, new DryRunDesk(dryRuns), gate.running().enabled());
  }

  /** What is wrong with the settings or the route files; throws nothing if all is well. */
  public static void check(Path home, Settings settings) {
    RouteGate gate = RouteGate.of(home, settings);
    List<String> problems = new ArrayList<>(problems(home, settings, gate.running()));
    problems.addAll(gate.sentences());
    if (!problems.isEmpty()) {
      throw new Problems(problems.stream().distinct().toList());
    }
  }

  /**
   * What is wrong with the route files, also what shows only when routes are built. Nothing of them
   * starts, and the hub's own store is not touched.
   *
   * @return file, line and reason of each mistake
   */
  public static List<String> tryRoutes(Path home, Settings settings) {
    RouteGate gate = RouteGate.of(home, settings);
    String aside = "jdbc:h2:mem:caravan-trial-" + UUID.randomUUID();
    try (Store store = Store.open(home, aside, "", "");
        DefaultCamelContext context = new DefaultCamelContext()) {
      HubListener.prepare(context, settings);
      Path routes = home.resolve("routes");
      new HubBeans(settings, store, Clock.systemUTC(), routes, gate.refused()).bind(context, store);
      return gate.everything(context);
    } catch (IOException e) {
      throw new UncheckedIOException("the scratch context cannot be closed", e);
    }
  }

  /** A mistake in an integration's files is no reason not to start, unless no other one is left. */
  private static void refuse(Path home, Settings settings, RouteGate gate) {
    List<String> problems = new ArrayList<>(problems(home, settings, gate.running()));
    problems.addAll(gate.systemFaults());
    if (!problems.isEmpty() || gate.running().enabled().isEmpty()) {
      problems.addAll(gate.sentences());
      throw new Problems(problems.stream().distinct().toList());
    }
  }

  /**
   * @param running the settings without the integrations whose files cannot be read
   */
  private static List<String> problems(Path home, Settings settings, Settings running) {
    List<String> problems =
        new ArrayList<>(new RouteNeeds(home.resolve("routes")).missing(running));
    if (settings.enabled().isEmpty()) {
      problems.add(
          "No integration is enabled; set one of "
              + String.join(
                  ", ", settings.integrations().stream().map(it -> it + ".enabled").toList())
              + " to true.");
    }
    if (!settings.get("slack.alerts.channel").isBlank() && settings.get("slack.token").isBlank()) {
      problems.add(
          "slack.alerts.channel is set but there is no slack.token; set SLACK_TOKEN, or"
              + " SLACK_TOKEN_FILE to a file that holds it.");
    }
    String ops = new OpsUsers(home, settings).problem();
    if (!ops.isEmpty()) {
      problems.add(ops);
    }
    problems.addAll(new CrmBeans(home, running).problems());
    problems.addAll(new DataFlow(home.resolve("routes"), running).loops());
    problems.addAll(new SourceOwnership(home.resolve("routes"), running).problems());
    return problems;
  }

  /**
   * What keeps the files, as they are now, from taking the place of those that run: file, line and
   * reason of each mistake. Empty if this hub may end and another one start with them. Integrations
   * that this one refused already may be refused again.
   *
   * @param saved the settings as they are now
   */
  public List<String> whyNot(Path home, Settings saved) {
    RouteGate gate = RouteGate.of(home, saved);
    List<String> problems = new ArrayList<>(problems(home, saved, gate.running()));
    problems.addAll(gate.whyNot(context(), running));
    return problems.stream().distinct().toList();
  }

  /** The Camel context, for tests and the demo. */
  public CamelContext context() {
    return main.getCamelContext();
  }

  /** Polls an integration's source now, in the background, whatever its schedule says. */
  public void pollNow(String integration) {
    beans.pollNow(integration);
  }

  /** Where health, metrics and Jolokia are. */
  public String managementUrl() {
    Settings settings = beans.settings();
    return "http://%s:%s/observe/health"
        .formatted(settings.get("server.host"), settings.get("server.port"));
  }

  /** The beans that the routes use. */
  public HubBeans beans() {
    return beans;
  }

  @Override
  public void close() {
    try {
      views.close();
      dryRuns.close();
      beans.runs().stopAll();
      main.stop();
      timers.end();
      beans.settle();
    } finally {
      store.close();
    }
  }

  private static void configure(Main main, Path home, Settings settings, Path operators) {
    Properties properties = CamelDefaults.load();
    properties.putAll(settings.forCamel());
    properties.setProperty("crm.inbox", new CrmBeans(home, settings).inbox().toString());
    Path routes = home.resolve("routes").toAbsolutePath().normalize();
    properties.setProperty("camel.component.kamelet.location", "file:" + routes + "/kamelets");
    management(properties, settings, operators);
    main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // signals are the command's matter
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
  }

  private static void management(Properties properties, Settings settings, Path operators) {
    properties.setProperty("camel.management.host", settings.get("server.host"));
    properties.setProperty("camel.management.port", settings.get("server.port"));
    properties.setProperty("camel.management.basic-properties-file", operators.toString());
  }
}
