package caravan.webhooks;

import caravan.notion.NotionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which enabled integrations read what, and which data sources the hub holds against a contract.
 *
 * @param notionSources by the name of an integration that reads data sources of Notion's, their ids
 * @param linearReaders the integrations that read Linear's issues
 * @param checked by the id of a data source, the connections that look at it
 */
public record Listeners(
    Map<String, List<String>> notionSources,
    Set<String> linearReaders,
    Map<String, Set<String>> checked) {

  /** Keeps its own copies. */
  public Listeners {
    notionSources = Map.copyOf(notionSources);
    linearReaders = Set.copyOf(linearReaders);
    checked = Map.copyOf(checked);
  }

  /** The integrations that read this data source. */
  Set<String> readersOf(String dataSource) {
    Set<String> readers = new TreeSet<>();
    notionSources.forEach(
        (integration, sources) -> {
          if (sources.stream().anyMatch(source -> NotionId.same(dataSource, source))) {
            readers.add(integration);
          }
        });
    return readers;
  }

  /** The connections with which this data source is looked at; empty if the hub has none to it. */
  Set<String> connectionsOf(String dataSource) {
    return checked.getOrDefault(NotionId.canonical(dataSource), Set.of());
  }

  /**
   * Those who have to look at a page again.
   *
   * @param knowers the integrations to which it was handed over before
   */
  Set<String> concernedBy(WebhookEvent event, Collection<String> knowers) {
    Set<String> concerned = new TreeSet<>(knowers);
    String dataSource = event.parent().dataSource();
    if (dataSource != null) {
      concerned.addAll(readersOf(dataSource));
    } else if (concerned.isEmpty() && event.parent().mayBeAnyDataSource()) {
      concerned.addAll(notionSources.keySet());
    }
    return concerned;
  }
}
