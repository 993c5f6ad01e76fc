package caravan.hub;

import caravan.alerts.Alerts;
import caravan.blocks.BodyUpdate;
import caravan.changes.Changes;
import caravan.changes.Completion;
import caravan.changes.PageItems;
import caravan.changes.SourceContract;
import caravan.gateway.Gates;
import caravan.gateway.LinearCalls;
import caravan.gateway.NotionCalls;
import caravan.gateway.NotionGateway;
import caravan.gateway.Places;
import caravan.gateway.Secrets;
import caravan.gateway.SlackCalls;
import caravan.linear.IssuePages;
import caravan.notion.Contract;
import caravan.notion.ContractLoader;
import caravan.notion.NotionErrorReader;
import caravan.notion.NotionId;
import caravan.settings.Settings;
import caravan.slack.MeetingMessage;
import caravan.slack.SlackPosts;
import caravan.store.AwaitedStore;
import caravan.store.FailureStore;
import caravan.store.LinkStore;
import caravan.store.RelationStore;
import caravan.store.RunStore;
import caravan.store.SeenPages;
import caravan.store.Store;
import caravan.store.WatermarkStore;
import caravan.sync.Deliveries;
import caravan.sync.Failures;
import caravan.sync.Polls;
import caravan.sync.Records;
import caravan.sync.Runs;
import caravan.upsert.AwaitedPages;
import caravan.upsert.DataSources;
import caravan.upsert.LinkLearning;
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
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** The beans that route files name, wired by constructor in one place. */
public final class HubBeans {

  private final Settings settings;
  private final Clock clock;
  private final Path routes;
  private final RunStore runStore;
  private final FailureStore failureStore;
  private final WatermarkStore watermarkStore;
  private final LinkStore linkStore;
  private final RelationStore relationStore;
  private final AwaitedStore awaitedStore;
  private final MeterRegistry meters = Meters.create();
  private final Runs runs;

  HubBeans(Settings settings, Store store, Clock clock, Path routes) {
    this.settings = settings;
    this.clock = clock;
    this.routes = routes;
    this.runStore = new RunStore(store, clock);
    this.failureStore = new FailureStore(store);
    this.watermarkStore = new WatermarkStore(store, clock);
    this.linkStore = new LinkStore(store, clock);
    this.relationStore = new RelationStore(store, clock);
    this.awaitedStore = new AwaitedStore(store, clock);
    this.runs = new Runs(runStore, failureStore, clock, meters);
  }

  /** The runs, open and ended. */
  public Runs runs() {
    return runs;
  }

  /** The table of runs. */
  public RunStore runStore() {
    return runStore;
  }

  /** The table of failures. */
  public FailureStore failureStore() {
    return failureStore;
  }

  /** What operators see of each enabled integration. */
  List<IntegrationMXBean> views() {
    return settings.enabled().stream()
        .<IntegrationMXBean>map(
            name -> new IntegrationView(name, runs, runStore, failureStore, awaitedStore))
        .toList();
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

    registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
    views().forEach(view -> Meters.show(meters, view));
    runStore.closeLost();
    Deliveries deliveries = new Deliveries(store, clock, NodeName.of(settings));
    deliveries.reclaim();
    registry.bind("latest", deliveries);
    registry.bind("records", new Records(deliveries, json));
    registry.bind("runs", runs);
    registry.bind("failures", new Failures(failureStore, clock, Set.copyOf(settings.enabled())));
    registry.bind(
        "polls",
        new Polls(runs, watermarkStore, clock, settings.duration("sync.backstep"), since()));

    Gates gates = new Gates(clock);
    registry.bind("gates", gates);
    registry.bind(
        "places",
        new Places(
            settings.count("notion.budget.requests"),
            settings.backgroundRequests(),
            settings.duration("notion.budget.window"),
            System::nanoTime));
    registry.bind("secrets", new Secrets(settings));
    registry.bind(
        "notionCalls",
        new NotionCalls(
            gates, new NotionErrorReader(json, clock), json, meters, Version.current()));
    registry.bind("linearCalls", new LinearCalls(gates, json, clock));
    registry.bind("slackCalls", new SlackCalls(gates, json, clock));

    NotionGateway gateway = new NotionGateway(producer);
    Map<String, Contract> contracts = ContractLoader.loadAll(routes.resolve("contracts"));
    DataSources dataSources =
        new DataSources(
            gateway,
            new LinkLearning(gateway, linkStore),
            contracts,
            dataSourceIds(contracts),
            settings.duration("contract.check.interval"),
            clock);
    PendingLinks pendingLinks = new PendingLinks(linkStore, producer, clock);
    registry.bind("pendingLinks", pendingLinks);
    PagesInHand pagesInHand = new PagesInHand();
    registry.bind("pagesInHand", pagesInHand);
    registry.bind("lookUpsTogether", new GroupedBodyAggregationStrategy());
    // An aggregator answers from a pool of its own unless told otherwise; who looks up has to wait.
    registry.bind("callersThread", new SynchronousExecutorService());
    registry.bind(
        "pageWrites",
        new PageWrites(
            dataSources,
            pendingLinks,
            pagesInHand,
            new PeopleDirectory(gateway, clock),
            linkStore,
            new RecordRelations(dataSources, linkStore, relationStore, clock),
            clock,
            indexLag,
            BodyUpdate.ofSetting(settings.get("notion.body.update"))));
    AwaitedPages awaitedPages =
        new AwaitedPages(awaitedStore, linkStore, dataSources, pendingLinks, clock);
    registry.bind("awaitedPages", awaitedPages);
    registry.bind(
        "secondPass",
        new SecondPass(relationStore, awaitedStore, linkStore, awaitedPages, pagesInHand, clock));

    registry.bind("issuePages", new IssuePages(json, settings.get("linear.team")));
    registry.bind(
        "changes",
        new Changes(new SeenPages(store), new SourceContract(contracts), clock, indexLag));
    registry.bind("pageItems", new PageItems(json, new Completion(gateway, contracts)));
    registry.bind("slackPosts", new SlackPosts(linkStore));
    registry.bind("alerts", new Alerts());
    registry.bind("meetingMessage", new MeetingMessage());
    for (String name : settings.enabled()) {
      registry.bind(
          name + "-health",
          new IntegrationHealth(
              name, runs, runStore, clock, settings.longestPause(name, clock.instant())));
    }
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
