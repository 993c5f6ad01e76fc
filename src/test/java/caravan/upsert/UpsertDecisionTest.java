package caravan.upsert;

import static caravan.upsert.UpsertDecision.Action.CREATE;
import static caravan.upsert.UpsertDecision.Action.IGNORE;
import static caravan.upsert.UpsertDecision.Action.LOOK_UP;
import static caravan.upsert.UpsertDecision.Action.NOTHING;
import static caravan.upsert.UpsertDecision.Action.RESTORE;
import static caravan.upsert.UpsertDecision.Action.TRASH;
import static caravan.upsert.UpsertDecision.Action.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpsertDecisionTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration LAG = Duration.ofSeconds(30);

  private final Record record = record("body", false);
  private final Record gone = record("body", true);

  @Test
  void whatHasNoPageIsCreatedUnlessItIsGone() {
    assertThat(decide(record, null)).isEqualTo(CREATE);
    assertThat(decide(gone, null)).isEqualTo(IGNORE);
  }

  @Test
  void whatIsAsItShouldBeNeedsNothing() {
    assertThat(decide(record, linked(record))).isEqualTo(NOTHING);
  }

  @Test
  void whatDiffersIsUpdated() {
    assertThat(decide(record("other", false), linked(record))).isEqualTo(UPDATE);
    Record renamed = new Record("a", Map.of("Name", "B"), "body", false, null, null);
    assertThat(decide(renamed, linked(record))).isEqualTo(UPDATE);
  }

  @Test
  void aPageOfUnknownContentIsUpdated() {
    assertThat(decide(record, link(Link.State.LINKED, null, null, null, null))).isEqualTo(UPDATE);
    RecordHash hash = RecordHash.of(record);
    assertThat(decide(record, link(Link.State.LINKED, hash.properties(), null, null, null)))
        .as("a body that was not written to its end")
        .isEqualTo(UPDATE);
  }

  @Test
  void aRecordWithoutBodyLeavesTheBodyAloneAndAnEmptyOneDoesNot() {
    assertThat(decide(record(null, false), linked(record))).isEqualTo(NOTHING);
    assertThat(decide(record("", false), linked(record))).isEqualTo(UPDATE);
  }

  @Test
  void aPageIsTrashedOnceAndRestoredWhenTheRecordIsBack() {
    Link trashed = link(Link.State.TRASHED, null, null, null, null);
    assertThat(decide(gone, linked(record))).isEqualTo(TRASH);
    assertThat(decide(gone, trashed)).isEqualTo(NOTHING);
    assertThat(decide(record, trashed)).isEqualTo(RESTORE);
  }

  @Test
  void aPendingLinkIsLookedUpUntilTheIndexHadTimeToShowIt() {
    assertThat(decide(record, pending(null))).isEqualTo(LOOK_UP);
    assertThat(decide(gone, pending(null))).isEqualTo(LOOK_UP);
    assertThat(decide(record, pending(NOW.minusSeconds(11))))
        .as("looked up 29 s after the create was sent")
        .isEqualTo(LOOK_UP);
    assertThat(decide(record, pending(NOW.minusSeconds(10))))
        .as("looked up 30 s after it was sent")
        .isEqualTo(CREATE);
    assertThat(decide(gone, pending(NOW.minusSeconds(10)))).isEqualTo(IGNORE);
  }

  private static UpsertDecision.Action decide(Record record, Link link) {
    return UpsertDecision.of(record, Optional.ofNullable(link), RecordHash.of(record), NOW, LAG);
  }

  private static Link linked(Record record) {
    RecordHash hash = RecordHash.of(record);
    return link(Link.State.LINKED, hash.properties(), hash.body(), null, null);
  }

  /** A link whose create was sent 40 s ago. */
  private static Link pending(Instant lookedUpAt) {
    return link(Link.State.PENDING, null, null, NOW.minusSeconds(40), lookedUpAt);
  }

  private static Link link(
      Link.State state, String properties, String body, Instant pending, Instant lookedUp) {
    String page = state == Link.State.PENDING ? null : "page";
    return new Link("ds", "a", page, state, properties, body, pending, lookedUp);
  }

  private static Record record(String body, boolean deleted) {
    return new Record("a", Map.of("Name", "A"), body, deleted, null, null);
  }
}
