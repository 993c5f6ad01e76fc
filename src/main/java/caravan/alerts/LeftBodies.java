package caravan.alerts;

import caravan.incidents.Incident;
import caravan.store.BodyStore;
import caravan.store.BodyStore.Conflict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of bodies that were left as they had edited them: each once, those of a run
 * together. What was told is remembered in the store, so that a restart does not repeat it.
 */
public final class LeftBodies {

  /**
   * What people are told together.
   *
   * @param integration the integration that left them
   * @param text for people
   * @param conflicts the bodies that it tells of
   * @param newest when the latest of them was found
   */
  public record News(String integration, String text, List<Conflict> conflicts, Instant newest) {

    public News {
      conflicts = List.copyOf(conflicts);
    }

    /** The same as a notice: of the same bodies, people are told once. */
    public Incident incident() {
      return new Incident(
          "bodies",
          Incident.NOTICE,
          integration + " " + print(),
          integration + " left what people edited",
          text);
    }

    private String print() {
      StringBuilder whole = new StringBuilder().append(newest);
      conflicts.stream()
          .map(it -> it.target() + " " + it.externalId() + "\n")
          .sorted()
          .forEach(whole::append);
      return UUID.nameUUIDFromBytes(whole.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(LeftBodies.class);

  /** More than these are counted: a first run over pages that people filled may leave thousands. */
  private static final int NAMED = 10;

  private final BodyStore bodies;
  private final Set<Conflict> inHand = new HashSet<>();

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
   * What people are to be told of now; each must be given back to {@link #told} or {@link
   * #notTold}. What one run has in hand no other is given.
   *
   * @return null if there is nothing new to say
   */
  public synchronized News news(String integration) {
    List<Conflict> untold = new ArrayList<>(bodies.untold(integration));
    untold.removeAll(inHand);
    if (untold.isEmpty()) {
      return null;
    }
    inHand.addAll(untold);
    Instant newest = bodies.newestUntold(integration).orElse(Instant.EPOCH);
    return new News(integration, text(integration, untold), untold, newest);
  }

  /** People were told. */
  public synchronized void told(News news) {
    bodies.told(news.conflicts());
    inHand.removeAll(news.conflicts());
  }

  /** People could not be told; the end of a later run tells them. */
  public synchronized void notTold(News news) {
    if (news != null) {
      inHand.removeAll(news.conflicts());
    }
  }

  private static String text(String integration, List<Conflict> untold) {
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
