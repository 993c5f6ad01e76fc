package caravan.upsert;

import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.RelationTargets;
import caravan.store.Link;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pages that one record is related to, as far as they are known. */
final class RelatedPages implements RelationTargets {

  private final Map<String, Map<String, Link>> links = new HashMap<>();

  /** These are the links of the records that it is related to in a data source. */
  void add(String dataSource, Map<String, Link> byExternalId) {
    links.computeIfAbsent(dataSource, id -> new HashMap<>()).putAll(byExternalId);
  }

  @Override
  public Optional<String> pageId(String dataSource, String externalId) {
    return Optional.ofNullable(
            links.getOrDefault(NotionId.canonical(dataSource), Map.of()).get(externalId))
        .filter(link -> link.state() == Link.State.LINKED)
        .map(Link::remoteId);
  }

  /** The related page that Notion refuses, if its error names one. */
  Optional<Link> refused(NotionException error) {
    return links.values().stream()
        .flatMap(byExternalId -> byExternalId.values().stream())
        .filter(link -> link.state() == Link.State.LINKED && names(error, link.remoteId()))
        .findFirst();
  }

  /**
   * Whether an error is about a page. Notion names what it does not find, or does not take as a
   * relation's target, by its id.
   */
  static boolean names(NotionException error, String pageId) {
    int status = error.error().status();
    String message = error.error().message().toLowerCase(Locale.ROOT);
    return (status == 404 || status == 400)
        && (message.contains(pageId) || message.contains(pageId.replace("-", "")));
  }
}
