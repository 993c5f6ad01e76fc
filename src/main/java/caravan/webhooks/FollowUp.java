package caravan.webhooks;

import caravan.store.WebhookStore.Worker;
import caravan.store.WebhookWork;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Some of the work that waits for one worker, taken together.
 *
 * @param worker on whose behalf
 * @param lane the lane of its requests to Notion: interactive, or background where much waits
 * @param firstFrom what the integration's first start reached back to; null for everything
 * @param work what is to be looked at, none of it twice
 */
public record FollowUp(Worker worker, String lane, Instant firstFrom, List<WebhookWork> work) {

  /** Keeps its own copy of the list. */
  public FollowUp {
    work = List.copyOf(work);
  }

  /** The integration, or the connection of data sources. */
  public String name() {
    return worker.name();
  }

  /** The end of the name of the route that does it: page, issue or data-source. */
  public String route() {
    return worker.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The ids of what is to be looked at. */
  public List<String> subjects() {
    return work.stream().map(WebhookWork::subject).toList();
  }
}
