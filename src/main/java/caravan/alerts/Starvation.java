package caravan.alerts;

import caravan.gateway.ConnectionStates.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether the background work of one connection goes on, told from looks at it: it starves if nine
 * of ten looks over all of the patience found it at a standstill, and no longer once a fifth of the
 * patience has passed without such a look.
 */
final class Starvation {

  private static final double MOSTLY = 0.9;
  private static final double LEAST_SHARE = 0.1;
  private static final int AT_REST = 5;

  private record Look(Instant at, boolean still) {}

  private final Duration patience;
  private final Deque<Look> looks = new ArrayDeque<>();
  private Instant first;
  private Instant lastStill = Instant.MIN;
  private boolean starving;

  /**
   * @param patience how long work may stand still
   */
  Starvation(Duration patience) {
    this.patience = patience;
  }

  /** Whether the connection's background work stands still at this moment. */
  static boolean isStill(Moment moment) {
    boolean nothingPasses = moment.waiting() > 0 && moment.backgroundSpent() == 0;
    return !moment.state().equals("blocked")
        && (moment.state().equals("waits") || moment.share() <= LEAST_SHARE || nothingPasses);
  }

  /** Takes a look's result, and tells whether the work starves. */
  boolean looked(Instant now, boolean still) {
    first = first == null ? now : first;
    lastStill = still ? now : lastStill;
    looks.addLast(new Look(now, still));
    while (looks.getFirst().at().isBefore(now.minus(patience))) {
      looks.removeFirst();
    }
    long stills = looks.stream().filter(Look::still).count();
    if (!starving) {
      boolean longEnough = !first.isAfter(now.minus(patience));
      starving = longEnough && stills >= MOSTLY * looks.size();
    } else if (lastStill.isBefore(now.minus(patience.dividedBy(AT_REST)))) {
      starving = false;
    }
    return starving;
  }
}
