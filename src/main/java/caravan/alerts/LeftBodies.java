package caravan.alerts;

import caravan.store.BodyStore;
import caravan.store.BodyStore.Conflict;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of bodies that were left as they had edited them: each once, those of a run
 * together. What was told is remembered in the store, so that a restart does not repeat it.
 */
public final class LeftBodies {

  private static final Logger LOG = LoggerFactory.getLogger(LeftBodies.class);

  /** More than these are counted: a first run over pages that people filled may leave thousands. */
  private static final int NAMED = 10;

  private final BodyStore bodies;

  public LeftBodies(BodyStore bodies) {
    this.bodies = bodies;
  }

  /** A body was left; nothing is said of one that was left before and was not written since. */
  public void left(Conflict conflict) {
    if (bodies.left(conflict)) {
      LOG.warn(
          "{}: the body of {} was left as it is, because people edited it in Notion. {}",
          conflict.integration(),
          page(conflict),
          advice(conflict.integration()));
    }
  }

  /**
   * The text for people on what they were not told yet; it counts as told from now on.
   *
   * @return null if there is nothing new to say
   */
  public synchronized String news(String integration) {
    List<Conflict> untold = bodies.untold(integration);
    if (untold.isEmpty()) {
      return null;
    }
    bodies.told(untold);
    boolean one = untold.size() == 1;
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: people edited the %s in Notion; left as %s, all else was written:"
            .formatted(
                integration,
                one ? "body of this page" : "bodies of these pages",
                one ? "it is" : "they are"));
    untold.stream().limit(NAMED).map(LeftBodies::page).forEach(lines::add);
    if (untold.size() > NAMED) {
      lines.add("and %d more, all named in the log".formatted(untold.size() - NAMED));
    }
    lines.add(advice(integration));
    return String.join("\n", lines);
  }

  private static String page(Conflict conflict) {
    return "%s (record %s)".formatted(address(conflict.pageId()), conflict.externalId());
  }

  private static String advice(String integration) {
    return ("Undo the edits in Notion, or set %s.on-conflict=overwrite; then the body follows with"
            + " the record's next change.")
        .formatted(integration);
  }

  /** Where people open a page (Notion: changelog 2026-07-15). */
  private static String address(String pageId) {
    return "https://app.notion.com/p/" + pageId.replace("-", "");
  }
}
