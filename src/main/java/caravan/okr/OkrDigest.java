package caravan.okr;

import caravan.clock.LocalCron;
import caravan.derive.MirroredRow;
import caravan.slack.SlackMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When a digest of the quarter is posted, and how it reads. One that nobody could post in time (the
 * hub was down, Slack was away) is posted up to twelve hours late, and each one once: its record is
 * named after the moment that it was due at, and says nothing else.
 */
public final class OkrDigest {

  private static final Duration LATE = Duration.ofHours(12);
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

  private final OkrDerivation rules;
  private final Supplier<List<MirroredRow>> rows;
  private final Supplier<Optional<Instant>> lastPoll;
  private final LocalCron cron;
  private final ZoneId zone;
  private final Clock clock;
  private final Instant started;
  private Instant notBefore = Instant.MIN;
  private Instant posted = Instant.MIN;

  /**
   * @param rows the objectives and key results as they were last read
   * @param lastPoll when the source was last read well; nothing is posted before it was read once
   *     since the hub's start
   * @param cron when digests are due, in that time zone
   */
  public OkrDigest(
      OkrDerivation rules,
      Supplier<List<MirroredRow>> rows,
      Supplier<Optional<Instant>> lastPoll,
      String cron,
      ZoneId zone,
      Clock clock) {
    this.rules = rules;
    this.rows = rows;
    this.lastPoll = lastPoll;
    this.cron = new LocalCron(cron, zone);
    this.zone = zone;
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * The record of the digest that is to be posted now, as JSON; null if there is none. Given again
   * after ten minutes unless it was {@link #posted}.
   */
  public synchronized Map<String, Object> due() {
    Instant now = clock.instant();
    Instant moment = cron.last(now.minus(LATE), now).orElse(null);
    boolean done = moment == null || !moment.isAfter(posted) || now.isBefore(notBefore);
    if (done || lastPoll.get().filter(started::isBefore).isEmpty()) {
      return null;
    }
    notBefore = now.plus(AGAIN_AFTER);
    String day = LocalDateTime.ofInstant(moment, zone).truncatedTo(ChronoUnit.MINUTES).toString();
    return Map.of(
        "externalId", "okr digest " + day, "properties", Map.of("due", day), "deleted", false);
  }

  /** The message, as things stand now. */
  public SlackMessage message() {
    Instant now = clock.instant();
    return OkrMessage.of(rules.standings(rows.get(), now), rules.today(now));
  }

  /** What was due by now was posted, by this hub or one before. */
  public synchronized void posted() {
    posted = clock.instant();
    notBefore = Instant.MIN;
  }
}
