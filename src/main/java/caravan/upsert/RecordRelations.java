package caravan.upsert;

import caravan.notion.Contract;
import caravan.notion.ContractProperty;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.SchemaProperty;
import caravan.notion.UnresolvedRelation;
import caravan.notion.WrittenProperties;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.store.RelationStore;
import caravan.sync.Run;
import caravan.sync.Variables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * The relations of a record that is being written: finds the pages that exist, and puts down what
 * waits for a page.
 */
public final class RecordRelations {

  private static final String RELATED = "relatedPages";
  private static final Duration SOON = Duration.ofSeconds(3);

  private final DataSources dataSources;
  private final LinkStore links;
  private final RelationStore relations;
  private final Clock clock;

  public RecordRelations(
      DataSources dataSources, LinkStore links, RelationStore relations, Clock clock) {
    this.dataSources = dataSources;
    this.links = links;
    this.relations = relations;
    this.clock = clock;
  }

  /** The write of a record begins. What is gone waits for nothing any more. */
  void begin(Exchange exchange, String target, Record record) {
    exchange.removeVariable(RELATED);
    if (record.deleted()) {
      relations.replace(
          integration(exchange), target, record.externalId(), null, List.of(), Set.of());
    }
  }

  /** The related pages that are known, once the data sources that they are in have been learnt. */
  RelatedPages known(
      Exchange exchange, Record record, String target, Contract contract, DataSourceSchema schema) {
    RelatedPages known = new RelatedPages();
    record
        .properties()
        .forEach(
            (name, value) -> {
              List<String> wanted = wanted(value);
              SchemaProperty property = schema.properties().get(name);
              boolean relation = property != null && property.relationTarget() != null;
              if (wanted.isEmpty() || !relation || !contract.hubWrites(name)) {
                return;
              }
              String dataSource = NotionId.canonical(property.relationTarget());
              if (!dataSource.equals(target)) {
                dataSources.learnRelated(exchange, dataSource, relatedContract(contract, name));
              }
              known.add(dataSource, links.find(dataSource, wanted));
            });
    exchange.setVariable(RELATED, known);
    return known;
  }

  /**
   * Puts down what is missing, before the record is written: it is set only once the page holds
   * this version of the record.
   */
  void putDown(
      Exchange exchange,
      Record record,
      String target,
      Contract contract,
      DataSourceSchema schema,
      RecordHash hash,
      WrittenProperties written) {
    List<RelationStore.Waiting> waiting = new ArrayList<>();
    for (UnresolvedRelation one : written.unresolved()) {
      waiting.add(
          new RelationStore.Waiting(
              schema.properties().get(one.property()).id(),
              NotionId.canonical(one.targetDataSourceId()),
              relatedContract(contract, one.property()).name(),
              wanted(record.properties().get(one.property())),
              Set.copyOf(one.externalIds())));
    }
    Set<String> unsaid =
        schema.properties().values().stream()
            .filter(property -> property.relationTarget() != null)
            .filter(property -> !record.properties().containsKey(property.name()))
            .map(SchemaProperty::id)
            .collect(Collectors.toSet());
    relations.replace(
        integration(exchange), target, record.externalId(), hash.properties(), waiting, unsaid);
  }

  /**
   * A related page that Notion does not take says nothing of the record's own page. What is known
   * of it is doubted: its External ID is looked up, and until then the relation waits for it.
   *
   * @throws RelatedPageGone if that is what the error says
   */
  void throwIfRelatedPageIsGone(Exchange exchange, String target, NotionException error) {
    RelatedPages related = exchange.getVariable(RELATED, RelatedPages.class);
    String record = exchange.getVariable(Variables.RECORD, Record.class).externalId();
    Link own = links.find(target, record).orElse(null);
    boolean aboutOwn =
        own != null && own.remoteId() != null && RelatedPages.names(error, own.remoteId());
    Link gone = related == null || aboutOwn ? null : related.refused(error).orElse(null);
    if (gone == null) {
      return;
    }
    if (own != null && own.state() == Link.State.PENDING) {
      links.forget(target, record); // the create was refused
    }
    links.markPending(gone.target(), gone.externalId(), null, null);
    relations.gone(gone.target(), gone.externalId());
    throw new RelatedPageGone(record, gone.externalId(), clock.instant().plus(SOON), error);
  }

  private Contract relatedContract(Contract contract, String property) {
    String name = contract.properties().get(property).relationTo();
    return name == null || ContractProperty.SELF.equals(name)
        ? contract
        : dataSources.contract(name);
  }

  private static List<String> wanted(Object value) {
    if (value instanceof Map<?, ?> map && map.get("externalIds") instanceof Iterable<?> ids) {
      List<String> wanted = new ArrayList<>();
      ids.forEach(id -> wanted.add(String.valueOf(id)));
      return wanted;
    }
    return List.of();
  }

  private static String integration(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class).integration();
  }
}
