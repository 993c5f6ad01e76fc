package caravan.hub;

import static java.time.temporal.ChronoUnit.SECONDS;

import caravan.gateway.Connections;
import caravan.notion.NotionErrorReader;
import caravan.playbook.PlaybookDatabase;
import caravan.rehearsal.LiveGateways;
import caravan.rehearsal.NotionStandIn;
import caravan.rehearsal.PlaybookStandIn;
import caravan.rehearsal.Previews;
import caravan.rehearsal.RehearsalNotes;
import caravan.rehearsal.RehearsalReport;
import caravan.rehearsal.StandIns;
import caravan.rehearsal.WordPressStandIn;
import caravan.routes.RouteSources;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.store.Failure;
import caravan.store.PauseStore.Pause;
import caravan.store.RunReport;
import caravan.store.Store;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Registry;

/**
 * The routes of a hub in a context of their own, for one dry run: on a copy of the store, without
 * timers, with nothing that reaches beyond the process but reading through the gateways it is
 * given.
 */
final class Rehearsal implements AutoCloseable {

  private static final String LINEAR = "kamelet:linear-issues-source";
  private static final String NOTION = "kamelet:notion-changes-source";
  private static final String DIGEST = "kamelet:standup-digest-source";

  private final Path home;
  private final Settings settings;
  private final String integration;
  private final HubBeans beans;
  private final RehearsalNotes notes = new RehearsalNotes();
  private final QuietComponents components = new QuietComponents();
  private final Main main = new Main(Rehearsal.class);

  /**
   * @param copy the copy of the store; the caller closes it
   * @param gateways the context with the gateways
   * @param lane the lane of what is read
   * @param integration the integration that it is about
   */
  Rehearsal(
      Path home,
      Settings settings,
      Store copy,
      Clock clock,
      CamelContext gateways,
      String lane,
      String integration) {
    this.home = home;
    this.settings =
        settings.with(Map.of("slack.alerts.channel", "", integration + ".enabled", "true"));
    this.integration = integration;
    RefusedRoutes refused = new RouteChecks(home, this.settings).byReading();
    if (refused.isRefused(integration)) {
      throw new Problems(List.of(refused.reason(integration)));
    }
    this.beans = new HubBeans(this.settings, copy, clock, home.resolve("routes"), refused);
    Connections connections = Connections.of(settings);
    LiveGateways live = new LiveGateways(gateways.createProducerTemplate(), connections, lane);
    ObjectMapper json = new ObjectMapper();
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties());
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context
                .getCamelContextExtension()
                .addContextPlugin(ComponentResolver.class, components);
            HubListener.prepare(context, settings);
            beans.bind(context, copy);
            beans.runs().witness(notes::counted);
            Registry registry = context.getRegistry();
            registry.bind(
                "notionStandIn",
                new NotionStandIn(live, notes, connections, new NotionErrorReader(json, clock)));
            registry.bind("standIns", new StandIns(live, notes));
            registry.bind(
                "playbookStandIn",
                new PlaybookStandIn(
                    notes,
                    registry.lookupByNameAndType("playbookDatabase", PlaybookDatabase.class)));
            registry.bind("wordPressStandIn", new WordPressStandIn(live, notes));
            registry.bind("previews", new Previews(json));
          }

          @Override
          public void afterConfigure(BaseMainSupport support) {
            HubListener.routesOf(List.of(integration), support.getCamelContext());
          }
        });
    try {
      main.start();
    } catch (RuntimeException e) {
      main.stop();
      throw e;
    }
  }

  private Properties properties() {
    Properties properties = CamelDefaults.load();
    properties.keySet().removeIf(key -> reaches(key.toString()));
    Properties own = settings.forCamel();
    own.keySet().removeIf(key -> key.toString().startsWith("camel."));
    properties.putAll(own);
    Path routes = home.resolve("routes").toAbsolutePath().normalize();
    List<String> files = new ArrayList<>();
    files.add("classpath:caravan/rehearsal/stand-ins.camel.yaml");
    files.add(GatewaysOnly.NOBODY_TOLD);
    files.addAll(system(routes.resolve("system")));
    files.add("file:" + routes + "/" + integration + ".camel.yaml");
    properties.setProperty("camel.main.routes-include-pattern", String.join(",", files));
    properties.setProperty("camel.component.kamelet.location", "file:" + routes + "/kamelets");
    properties.setProperty("camel.main.name", "caravan-dry-run");
    properties.setProperty("camel.main.jmx-enabled", "false");
    return properties;
  }

  /**
   * All but the gateways and what tells people, because the stand-ins have those addresses, and but
   * what others call.
   */
  private static List<String> system(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml"))
          .filter(file -> !file.toString().endsWith("-gateway.camel.yaml"))
          .filter(file -> !file.endsWith("alerts.camel.yaml"))
          .filter(file -> !file.endsWith("webhooks.camel.yaml"))
          .sorted()
          .map(file -> "file:" + file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
  }

  /** Management, meters and components that are quiet here. */
  private static boolean reaches(String key) {
    boolean component =
        key.startsWith("camel.component.")
            && !key.startsWith("camel.component.direct.")
            && !key.startsWith("camel.component.kamelet.");
    return component
        || key.startsWith("camel.management.")
        || key.startsWith("camel.metrics.")
        || key.startsWith("camel.health.");
  }

  /** The run that is going on; null if none is. */
  Run running() {
    return beans.runs().open().values().stream().findFirst().orElse(null);
  }

  /**
   * What the integration's next poll would do, with the sweep that follows it if one is due; of one
   * that is paused, the first poll after it is resumed.
   */
  RehearsalReport poll() {
    Optional<Pause> pause = lifted();
    try {
      components.of("quartz").fire("caravan/" + integration);
    } catch (Exception e) {
      throw new IllegalStateException(
          "the dry run of " + integration + " broke off: " + said(e), e);
    }
    List<RunReport> runs = beans.runStore().latest(integration, 10);
    String state = runs.isEmpty() ? "not begun" : runs.get(runs.size() - 1).state();
    return report(runs, state, pause, false);
  }

  /**
   * Ends the integration's pause in the copy, as {@code resume} would: to look at what is to come
   * is what one wants before that. If drift is still there, it pauses the copy's again.
   */
  private Optional<Pause> lifted() {
    Optional<Pause> pause = beans.tables().pauses().find(integration);
    pause.ifPresent(it -> beans.tables().pauses().delete(integration));
    return pause;
  }

  /** What a poll would do after a resync. */
  RehearsalReport resync(Instant from) {
    beans.tables().resyncs().ask(integration, from);
    return poll();
  }

  /**
   * What would become of one page, issue or kept record.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  RehearsalReport preview(String what) {
    Optional<Pause> pause = lifted();
    Run run = beans.runs().begin(integration, "preview");
    List<RouteSources.Source> sources =
        RouteSources.of(home.resolve("routes"), settings, integration);
    Exchange done =
        main.getCamelContext()
            .createProducerTemplate()
            .request(
                address(sources),
                exchange -> {
                  exchange.setVariable(Variables.RUN, run);
                  exchange.setVariable("what", what);
                  exchange.setVariable("dataSource", dataSource(sources));
                });
    if (done.getException() != null && done.getVariable(Variables.ITEM) == null) {
      throw new IllegalArgumentException(
          "%s: \"%s\" cannot be read: %s".formatted(integration, what, said(done.getException())),
          done.getException());
    }
    if (done.getException() != null) {
      caravan.record.Record record =
          done.getVariable(Variables.RECORD, caravan.record.Record.class);
      notes.failed(record == null ? what : record.externalId(), said(done.getException()));
      run.count(caravan.sync.Outcome.FAILED);
    }
    return report(List.of(beans.runs().finish(run)), "done", pause, true);
  }

  private String address(List<RouteSources.Source> sources) {
    for (RouteSources.Source source : sources) {
      if (source.address().equals(NOTION)) {
        return "direct:preview-page";
      }
      if (source.address().equals(LINEAR)) {
        return "direct:preview-issue";
      }
      if (source.address().equals(DIGEST)) {
        return "direct:preview-digest";
      }
    }
    throw new IllegalArgumentException(
        "%s reads neither Notion nor Linear, so a single record cannot be asked for; see what a run would do: ./caravan run --dry-run"
            .formatted(integration));
  }

  private static String dataSource(List<RouteSources.Source> sources) {
    return sources.stream()
        .map(source -> source.parameters().getOrDefault("dataSource", ""))
        .filter(id -> !id.isBlank())
        .findFirst()
        .orElse("");
  }

  private RehearsalReport report(
      List<RunReport> runs, String state, Optional<Pause> pause, boolean everyRecord) {
    for (Failure failure : beans.failureStore().list(integration, Integer.MAX_VALUE)) {
      if (!failure.lastAt().isBefore(runs.isEmpty() ? Instant.MAX : first(runs))) {
        notes.failed(failure.externalId(), failure.error());
      }
    }
    boolean waits = pause.isPresent() && state.equals("done");
    String texts =
        Stream.concat(
                pause.filter(it -> waits).map(this::sentence).stream(),
                runs.stream().map(RunReport::notes))
            .filter(text -> !text.isBlank())
            .distinct()
            .collect(Collectors.joining("; "));
    return new RehearsalReport(
        integration,
        waits ? "paused" : state,
        texts,
        runs.stream().mapToInt(RunReport::readCount).sum(),
        runs.stream().mapToInt(RunReport::createdCount).sum(),
        runs.stream().mapToInt(RunReport::updatedCount).sum(),
        runs.stream().mapToInt(RunReport::unchangedCount).sum(),
        runs.stream().mapToInt(RunReport::deletedCount).sum(),
        runs.stream().mapToInt(RunReport::skippedCount).sum(),
        runs.stream().mapToInt(RunReport::failedCount).sum(),
        runs.stream().mapToInt(RunReport::requests).sum(),
        notes.writes(),
        notes.messages(),
        notes.asideReads(),
        notes.reports(everyRecord));
  }

  /** Drift says the way out itself. */
  private String sentence(Pause pause) {
    String resume = "./caravan resume " + integration;
    String since = "since %s: %s".formatted(pause.since().truncatedTo(SECONDS), pause.reason());
    return pause.isForDrift() ? since : since + "; nothing of this is done before: " + resume;
  }

  private static Instant first(List<RunReport> runs) {
    return runs.get(runs.size() - 1).startedAt();
  }

  private static String said(Throwable error) {
    return caravan.sync.Failures.describe(error);
  }

  /** It ends before the next record. */
  void stop() {
    beans.runs().stopAll();
  }

  @Override
  public void close() {
    beans.runs().stopAll();
    main.stop();
  }
}
