package caravan.hub;

import caravan.alerts.LeftBodies;
import caravan.blocks.BodyUpdate;
import caravan.changes.Bodies;
import caravan.changes.BodyPlans;
import caravan.changes.Changes;
import caravan.changes.Completion;
import caravan.changes.DerivedValues;
import caravan.changes.MissingRows;
import caravan.changes.PageItems;
import caravan.clock.ServicesClock;
import caravan.clock.Settling;
import caravan.derive.DeriveBeans;
import caravan.drift.ContractWatch;
import caravan.files.FileDownload;
import caravan.files.FileHosts;
import caravan.files.NotionFiles;
import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.gateway.SignedAddresses;
import caravan.incidents.Incidents;
import caravan.linear.IssuePages;
import caravan.linear.MissingIssues;
import caravan.notion.Contract;
import caravan.notion.Contracts;
import caravan.notion.NotionId;
import caravan.pause.Pauses;
import caravan.rest.RestPages;
import caravan.search.Documents;
import caravan.search.IndexDefinitions;
import caravan.settings.Settings;
import caravan.slack.MeetingMessage;
import caravan.slack.SlackPosts;
import caravan.store.AwaitedStore;
import caravan.store.BodyStore;
import caravan.store.ClockSetBack;
import caravan.store.FailureStore;
import caravan.store.IncidentStore;
import caravan.store.KnownItems;
import caravan.store.LinkStore;
import caravan.store.PauseStore.Pause;
import caravan.store.RelationStore;
import caravan.store.RunStore;
import caravan.store.Store;
import caravan.store.SweepStore;
import caravan.store.WatermarkStore;
import caravan.sweep.MaxDeletes;
import caravan.sweep.Sweeps;
import caravan.sweep.Sweeps.SweepSettings;
import caravan.sync.Deliveries;
import caravan.sync.Failures;
import caravan.sync.Polls;
import caravan.sync.Records;
import caravan.sync.Runs;
import caravan.sync.StoreWatch;
import caravan.upsert.AwaitedPages;
import caravan.upsert.DataSources;
import caravan.upsert.HubUser;
import caravan.upsert.LinkLearning;
import caravan.upsert.PageBodies;
import caravan.upsert.PageWrites;
import caravan.upsert.PagesInHand;
import caravan.upsert.PendingLinks;
import caravan.upsert.PeopleDirectory;
import caravan.upsert.RecordRelations;
import caravan.upsert.SecondPass;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beans that route files name, wired by constructor in one place. */
public final class HubBeans {

  private static final Logger LOG = LoggerFactory.getLogger(HubBeans.class);

  /** How long one file may take. */
  private static final Duration FILE_PATIENCE = Duration.ofMinutes(5);

  private final RefusedRoutes refused;
  private final Settings settings;
  private final Clock clock;
  private final Path routes;
  private final RunStore runStore;
  private final FailureStore failureStore;
  private final WatermarkStore watermarkStore;
  private final LinkStore linkStore;
  private final BodyStore bodyStore;
  private final RelationStore relationStore;
  private final AwaitedStore awaitedStore;
  private final IntegrationTables tables;
  private final Pauses pauses;
  private final MeterRegistry meters = Meters.create();
  private final Runs runs;
  private final Incidents incidents;
  private GatewayBeans gateways;
  private DriftBeans drift;
  private PollTimers timers;
  private DryRunDesk dryRuns;

  HubBeans(Settings settings, Store store, Clock clock, Path routes) {
    this(settings, store, clock, routes, new RefusedRoutes());
  }

  /**
   * @param refused which integrations do not run because of a mistake in a file
   */
  HubBeans(Settings settings, Store store, Clock clock, Path routes, RefusedRoutes refused) {
    this.refused = refused;
    this.settings = settings;
    this.clock = clock;
    this.routes = routes;
    this.runStore = new RunStore(store, clock);
    this.failureStore = new FailureStore(store);
    this.watermarkStore = new WatermarkStore(store, clock);
    this.linkStore = new LinkStore(store, clock);
    this.bodyStore = new BodyStore(store, clock);
    this.relationStore = new RelationStore(store, clock);
    this.awaitedStore = new AwaitedStore(store, clock);
    this.tables = IntegrationTables.of(store, clock);
    this.runs = new Runs(runStore, failureStore, clock, meters, this::whyPaused);
    this.pauses = new Pauses(tables.pauses(), runs, clock);
    this.incidents = new Incidents(new IncidentStore(store), clock);
  }

  private Optional<Pause> whyPaused(String integration) {
    return tables.pauses().find(integration);
  }

  /** The runs, open and ended. */
  public Runs runs() {
    return runs;
  }

  /** The one registry of meters. */
  MeterRegistry meters() {
    return meters;
  }

  /** The table of runs. */
  public RunStore runStore() {
    return runStore;
  }

  /** The table of failures. */
  public FailureStore failureStore() {
    return failureStore;
  }

  /** What has gone wrong and lasts, and what people are still to be told. */
  public Incidents incidents() {
    return incidents;
  }

  /** The integrations that stand still. */
  public Pauses pauses() {
    return pauses;
  }

  /** Whether the data sources are what the contracts need. */
  public ContractWatch contractWatch() {
    return drift.watch();
  }

  /** What operators see of each enabled integration. */
  List<IntegrationMXBean> views() {
    return settings.enabled().stream()
        .<IntegrationMXBean>map(
            name ->
                new IntegrationView(
                    name,
                    runs,
                    tables,
                    pauses,
                    () -> drift.watch(),
                    this::pollNow,
                    () -> dryRuns,
                    () -> refused.reason(name),
                    clock))
        .toList();
  }

  /** Polls an integration's source now, in the background, whatever its schedule says. */
  void pollNow(String integration) {
    if (refused.isRefused(integration)) {
      throw new IllegalStateException(
          integration + " does not run: " + refused.reason(integration));
    }
    timers.pollNow(integration);
  }

  /** What operators see of each connection to Notion. */
  List<ConnectionMXBean> connectionViews() {
    return gateways.views();
  }

  /** Dry runs and previews are begun there. */
  void dryRuns(DryRunDesk desk) {
    dryRuns = desk;
  }

  /** The tables in which the standing of integrations is kept. */
  IntegrationTables tables() {
    return tables;
  }

  /** The hub ends in order: writes down what the next one has to know. */
  void settle() {
    try {
      gateways.settle();
    } catch (RuntimeException e) {
      LOG.warn(
          "What was spent of Notion's budget cannot be written down ({}); the next start takes the"
              + " last second's for spent.",
          e.getMessage());
    }
  }

  /** The settings in force. */
  public Settings settings() {
    return settings;
  }

  void bind(CamelContext context, Store store) {
    ObjectMapper json = new ObjectMapper();
    Registry registry = context.getRegistry();
    ProducerTemplate producer = context.createProducerTemplate();
    Duration indexLag = settings.duration("notion.index.lag");

    timers = new PollTimers(context);
    new ClockSetBack(store).bringBack(clock.instant());
    ServicesClock servicesClock = new ServicesClock(clock);
    registry.bind("servicesClock", servicesClock);
    Meters.show(meters, servicesClock);
    registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
    views().forEach(view -> Meters.show(meters, view));
    runStore.closeLost();
    Deliveries deliveries = new Deliveries(store, clock, NodeName.of(settings));
    deliveries.reclaim();
    registry.bind("latest", deliveries);
    registry.bind("records", new Records(deliveries, json));
    registry.bind("runs", runs);
    registry.bind("storeWatch", new StoreWatch(store::trouble));
    registry.bind("store-health", new StoreHealth(store::trouble));
    registry.bind("pauses", pauses);
    Failures failures = new Failures(failureStore, clock, pauses::isPaused);
    registry.bind("failures", failures);
    Path home = routes.toAbsolutePath().getParent();
    new CrmBeans(home, settings).bind(registry, store, failures, pauses::isPaused, clock);
    Polls polls =
        new Polls(
            runs,
            watermarkStore,
            tables.resyncs(),
            servicesClock,
            settings.duration("sync.backstep"),
            since(),
            pauses::isPaused);
    registry.bind("polls", polls);

    SignedAddresses signedAddresses = new SignedAddresses(clock);
    gateways =
        new GatewayBeans(settings, store, clock, meters, producer, signedAddresses, registry);
    gateways.views().forEach(view -> Meters.show(meters, view));
    Connections connections = gateways.connections();

    NotionGateway gateway = gateways.gateway();
    Contracts contracts = new Contracts(routes.resolve("contracts"));
    Map<String, String> dataSourceIds = dataSourceIds(contracts.all());
    Settings running = refused.without(settings);
    drift =
        new DriftBeans(
            running, store, clock, routes, context, gateways, contracts, dataSourceIds, pauses);
    registry.bind("contractWatch", drift.watch());
    PeopleDirectory people = new PeopleDirectory(gateway, connections, linkStore, clock);
    DataSources dataSources =
        new DataSources(
            drift.watch(), new LinkLearning(gateway, linkStore, people), contracts, dataSourceIds);
    DeriveBeans.bind(
        registry,
        store,
        dataSources,
        deliveries::forget,
        name -> watermarkStore.find(name).filter(it -> it.position() != null).isPresent(),
        json,
        clock);
    new OkrBeans(settings, runStore, clock).bind(registry);
    PendingLinks pendingLinks = new PendingLinks(linkStore, producer, clock);
    registry.bind("pendingLinks", pendingLinks);
    PagesInHand pagesInHand = new PagesInHand();
    registry.bind("pagesInHand", pagesInHand);
    registry.bind("lookUpsTogether", new GroupedBodyAggregationStrategy());
    // An aggregator answers from a pool of its own unless told otherwise; who looks up has to wait.
    registry.bind("callersThread", new SynchronousExecutorService());
    LeftBodies leftBodies = new LeftBodies(bodyStore);
    registry.bind("leftBodies", leftBodies);
    registry.bind(
        "pageWrites",
        new PageWrites(
            dataSources,
            pendingLinks,
            pagesInHand,
            people,
            new PageBodies(
                bodyStore,
                new HubUser(gateway, connections),
                leftBodies,
                BodyUpdate.ofSetting(settings.get("notion.body.update"))),
            linkStore,
            new RecordRelations(dataSources, linkStore, relationStore, clock),
            clock,
            indexLag));
    AwaitedPages awaitedPages = new AwaitedPages(awaitedStore, dataSources, pendingLinks, clock);
    registry.bind("awaitedPages", awaitedPages);
    registry.bind(
        "secondPass",
        new SecondPass(
            relationStore, awaitedStore, linkStore, awaitedPages, pagesInHand, connections, clock));

    KnownItems knownItems = new KnownItems(store);
    String team = settings.get("linear.team");
    registry.bind("issuePages", new IssuePages(json, knownItems, servicesClock, team));
    registry.bind("missingIssues", new MissingIssues(json, knownItems, team));
    DerivedValues derivedValues = new DerivedValues(contracts);
    Completion completion = new Completion(gateway, contracts);
    registry.bind(
        "changes",
        new Changes(
            knownItems,
            drift.sourceContract(),
            derivedValues,
            completion,
            people::meet,
            servicesClock,
            indexLag));
    registry.bind("missingRows", new MissingRows(knownItems, servicesClock));
    SweepSettings sweeps = sweeps();
    registry.bind("sweeps", new Sweeps(polls, new SweepStore(store), knownItems, clock, sweeps));
    registry.bind("pageItems", new PageItems(json, derivedValues, completion));
    BodyPlans bodyPlans = new BodyPlans(new SourceParameters(routes, running).plans());
    registry.bind("bodyPlans", bodyPlans);
    registry.bind("bodies", new Bodies(bodyPlans));
    new WebhookBeans(
            routes,
            running,
            store,
            drift.sourceContract(),
            name -> refused.isRefused(name) || pauses.isPaused(name),
            meters,
            servicesClock,
            clock)
        .bind(registry);
    registry.bind("notionFiles", notionFiles(context, signedAddresses, json));
    Settling settling = Settling.from(servicesClock, settings.duration("slack.settle"));
    registry.bind("slackPosts", new SlackPosts(new LinkStore(store, servicesClock), settling));
    Meters.show(meters, incidents);
    new AlertBeans(settings, incidents, failureStore, gateways, drift::isPast, settling, clock)
        .bind(registry);
    registry.bind(
        "documents",
        new Documents(
            new IndexDefinitions(routes.resolve("indexes")),
            deliveries::hasDelivered,
            integration -> tables.resyncs().ask(integration, null)));
    registry.bind("restPages", new RestPages());
    registry.bind("meetingMessage", new MeetingMessage());
    new DigestBeans(settings).bind(registry, watermarkStore, runs, servicesClock);
    new PlaybookBeans(settings).bind(context);
    new WordPressBeans(settings, store, servicesClock).bind(registry);
    for (String name : settings.enabled()) {
      registry.bind(
          name + "-health",
          new IntegrationHealth(
              name,
              runs,
              runStore,
              pauses,
              () -> refused.reason(name),
              clock,
              settings.longestPause(name, clock.instant()),
              sweeps.isSwept(name)));
    }
  }

  private NotionFiles notionFiles(
      CamelContext context, SignedAddresses addresses, ObjectMapper json) {
    FileDownload download =
        new FileDownload(settings.bytes("notion.file.max-size"), FILE_PATIENCE, System::nanoTime);
    try {
      context.addService(download);
    } catch (Exception e) {
      throw new IllegalStateException("the client for files cannot be started", e);
    }
    return new NotionFiles(addresses, new FileHosts(settings.get("notion.url")), download, json);
  }

  private SweepSettings sweeps() {
    Map<String, String> reconcile = new TreeMap<>();
    settings
        .integrations()
        .forEach(name -> reconcile.put(name, settings.cron(name + ".reconcile.cron")));
    return new SweepSettings(
        settings.cron("sync.sweep.cron"),
        reconcile,
        new MaxDeletes(settings.get("sync.max-deletes")));
  }

  /** The ids of the contracts' data sources, as far as they are set. */
  private Map<String, String> dataSourceIds(Map<String, Contract> contracts) {
    Map<String, String> ids = new TreeMap<>();
    contracts.forEach(
        (name, contract) -> {
          String id = settings.get(contract.dataSourceSetting());
          if (!id.isBlank()) {
            ids.put(name, NotionId.canonical(id));
          }
        });
    return ids;
  }

  private Map<String, String> since() {
    Map<String, String> since = new TreeMap<>();
    settings.integrations().forEach(name -> since.put(name, settings.get(name + ".since")));
    return since;
  }
}
