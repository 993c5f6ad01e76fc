package caravan.digest;

import caravan.clock.ServicesClock;
import caravan.store.RunReport;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Begins and ends the making of digests. The watermark of the integration is where its last digest
 * ended; it moves only when every team's message was handed over or kept as a failure. What is
 * killed before then is made again, under the same ids, so that no team is told twice.
 */
public final class Digests {

  /**
   * How digests are made.
   *
   * @param team {@code linear.team}: the key of the only team that is told; blank for all
   * @param dataSource the id of the knowledge base in Notion; blank for none
   * @param quiet whether a team in which nothing happened is told nothing
   */
  public record Choices(String team, String dataSource, boolean quiet) {}

  private final DigestSchedule schedule;
  private final Choices choices;
  private final WatermarkStore watermarks;
  private final Runs runs;
  private final ServicesClock clock;

  public Digests(
      DigestSchedule schedule,
      Choices choices,
      WatermarkStore watermarks,
      Runs runs,
      ServicesClock clock) {
    this.schedule = schedule;
    this.choices = choices;
    this.watermarks = watermarks;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * The reading for the digest that is due.
   *
   * @return null if none is
   */
  public DigestReading due(Poll poll, String teamQuery, String issueQuery) {
    return schedule
        .due(poll.since(), clock.at(poll.start()))
        .map(window -> reading(window, choices.team(), teamQuery, issueQuery))
        .orElse(null);
  }

  /**
   * The reading for a look at what the next digest would say as of now.
   *
   * @param team the key of the team
   */
  public DigestReading asOfNow(Run run, String team, String teamQuery, String issueQuery) {
    Watermark last = watermarks.find(run.integration()).orElseGet(() -> new Watermark(null, null));
    return reading(
        schedule.asOf(
            last.position() == null ? last.firstFrom() : last.position(), clock.instant()),
        team,
        teamQuery,
        issueQuery);
  }

  private DigestReading reading(
      DigestWindow window, String team, String teamQuery, String issueQuery) {
    return new DigestReading(
        window, schedule.zone(), team, choices.dataSource(), teamQuery, issueQuery);
  }

  /** Takes the answer to a reading's request. */
  public void accept(DigestReading reading, JsonNode answer) {
    reading.accept(answer);
  }

  /** Notion does not list its people for this connection; the digest goes without their names. */
  public void withoutNames(Run run, DigestReading reading) {
    run.note("people whom Notion does not name", 1);
    reading.namesRefused();
  }

  /** What is handed over, one item a team; notes what the run's reader should know. */
  public List<ObjectNode> items(Run run, DigestReading reading) {
    run.note("issues whose history was read in part", reading.cutHistories());
    return reading.items(choices.quiet(), clock.instant());
  }

  /**
   * The digest of the one team that was asked for.
   *
   * @throws IllegalArgumentException if there is no such team
   */
  public JsonNode only(DigestReading reading, String team) {
    return reading.items(false, clock.instant()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Linear has no team with the key %s; give a team's key, such as ENG."
                        .formatted(team)));
  }

  /** Ends a look; if a digest was made, the next one begins where it ended. */
  public RunReport finish(Poll poll, DigestReading reading) {
    Run run = poll.run();
    if (reading != null && run.stopped() == null) {
      watermarks.save(run.integration(), new Watermark(reading.window().until(), poll.firstFrom()));
    }
    return runs.finish(run);
  }
}
