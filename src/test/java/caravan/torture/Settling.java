package caravan.torture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The end of a run: nothing goes wrong any more and nobody edits anything, until everything has
 * arrived and the hub has found nothing to do in two further polls of each integration.
 */
final class Settling {

  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS_A_LEAP = 8;
  private static final Duration MINUTE = Duration.ofSeconds(61);
  private static final int IDLE_POLLS = 2;

  private final Stage stage;
  private final HubView view;
  private List<Difference> differences = List.of();
  private String state = "";

  Settling(Stage stage, HubView view) {
    this.stage = stage;
    this.view = view;
  }

  /**
   * What has not arrived, or what the hub still does, when patience ended; empty if all is well.
   */
  List<Difference> await() {
    stage.calm();
    stage.store().start();
    stage.hub().startAndWork();
    Instant deadline = Instant.now().plus(PATIENCE);
    Map<String, Set<String>> idle = new TreeMap<>();
    for (int look = 1; Instant.now().isBefore(deadline); look++) {
      stage.hub().assertAlive();
      if (look % LOOKS_A_LEAP == 0) {
        stage.leap(MINUTE);
      }
      differences = arrived(stage);
      if (differences.isEmpty() && noteIdle(idle)) {
        return List.of();
      }
      if (!differences.isEmpty()) {
        idle.clear();
      }
      Stage.pass(LOOK);
    }
    return differences.isEmpty()
        ? List.of(new Difference("", "the hub at the end", "idle, without failures", state))
        : differences;
  }

  /** What is not in Notion and Slack as it is at its source. */
  static List<Difference> arrived(Stage stage) {
    List<Difference> all = new ArrayList<>(IssuePagesCheck.differences(stage));
    all.addAll(NoteMessagesCheck.differences(stage));
    return all;
  }

  /** Collects each integration's idle polls; true once there are enough of them. */
  private boolean noteIdle(Map<String, Set<String>> idle) {
    Map<String, HubView.Integration> now = view.integrations().orElse(Map.of());
    state = now.isEmpty() ? "the hub does not answer" : now.toString();
    if (now.isEmpty()) {
      return false;
    }
    boolean enough = true;
    for (Map.Entry<String, HubView.Integration> entry : now.entrySet()) {
      Set<String> polls = idle.computeIfAbsent(entry.getKey(), name -> new HashSet<>());
      if (entry.getValue().isIdle()) {
        polls.add(entry.getValue().lastRunAt());
      } else {
        polls.clear();
      }
      enough &= polls.size() > IDLE_POLLS;
    }
    return enough;
  }
}
