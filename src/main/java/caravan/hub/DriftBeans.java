package caravan.hub;

import caravan.changes.SourceContract;
import caravan.drift.Baselines;
import caravan.drift.ContractJudge;
import caravan.drift.ContractWatch;
import caravan.incidents.Incident;
import caravan.notion.Contracts;
import caravan.pause.Pauses;
import caravan.routes.ContractUse;
import caravan.routes.ContractUses;
import caravan.routes.RouteContracts;
import caravan.settings.Settings;
import caravan.store.BaselineStore;
import caravan.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** What finds drift and pauses integrations for it. */
final class DriftBeans {

  private final ContractJudge judge;
  private final ContractWatch watch;
  private final SourceContract sourceContract;

  DriftBeans(
      Settings settings,
      Store store,
      Clock clock,
      Path routes,
      CamelContext context,
      GatewayBeans gateways,
      Contracts contracts,
      Map<String, String> dataSourceIds,
      Pauses pauses) {
    List<ContractUse> uses = new ContractUses(routes, settings, contracts.all()).all();
    Baselines baselines = new Baselines(new BaselineStore(store, clock), clock);
    ProducerTemplate producer = context.createProducerTemplate();
    this.judge =
        new ContractJudge(
            contracts,
            uses,
            dataSourceIds,
            baselines,
            pauses,
            incident -> producer.sendBody("direct:incident", incident),
            Boolean.parseBoolean(settings.get("contract.auto-resume")));
    this.watch =
        new ContractWatch(
            context,
            gateways.gateway(),
            gateways.connections(),
            contracts,
            judge,
            pauses,
            new RouteContracts(routes, settings)::problems,
            settings.duration("contract.check.interval"),
            clock);
    this.sourceContract = new SourceContract(contracts, uses, baselines, watch, clock);
  }

  /** Whether what the incident is about is used no more. */
  boolean isPast(Incident incident) {
    return judge.isPast(incident);
  }

  ContractWatch watch() {
    return watch;
  }

  SourceContract sourceContract() {
    return sourceContract;
  }
}
