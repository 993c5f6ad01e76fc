package caravan.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.IncidentRow;
import caravan.store.IncidentRow.Message;
import caravan.store.IncidentStore;
import caravan.store.Store;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of an incident, whatever database keeps it. */
abstract class IncidentsSuite {

  private static final Instant POSTED = Instant.parse("2026-11-22T10:00:00Z");

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private final String about = UUID.randomUUID().toString();
  private final Incident broken = new Incident("run", Incident.ERROR, about, "x is down", "why");
  private final Incident over = Incident.over("run", about, "x works again");
  private Store store;
  private Incidents incidents;

  abstract Store open();

  @BeforeEach
  void start() {
    store = open();
    incidents = started(store);
  }

  @AfterEach
  void leaveNothing() {
    try (Store last = open()) {
      Incidents all = new Incidents(new IncidentStore(last), clock);
      all.takeUp(it -> true);
      drain(all);
    } finally {
      store.close();
    }
  }

  private Incidents started(Store on) {
    Incidents begun = new Incidents(new IncidentStore(on), clock);
    begun.takeUp(it -> false);
    return begun;
  }

  @Test
  void whatIsSeenAgainAndAgainIsToldOnce() {
    incidents.note(broken);
    incidents.note(broken);
    assertThat(incidents.untold()).containsExactly(broken);
    tell(incidents);
    incidents.note(broken);
    assertThat(incidents.next()).isEmpty();
    assertThat(incidents.open()).containsExactly(broken);
  }

  @Test
  void anotherTextIsAnotherVersionOfTheSame() {
    incidents.note(broken);
    IncidentRow first = tell(incidents);
    incidents.note(new Incident("run", Incident.ERROR, about, "x is down", "another reason"));
    IncidentRow second = incidents.next().orElseThrow();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.message().ts()).as("to be updated in place").isEqualTo("1.0");
    assertThat(second.text()).isEqualTo("another reason");
  }

  @Test
  void whatChangesWhileItIsToldIsToldToo() {
    incidents.note(broken);
    IncidentRow inHand = incidents.next().orElseThrow();
    incidents.note(new Incident("run", Incident.ERROR, about, "x is down", "another reason"));
    incidents.told(inHand.id(), inHand.version());
    assertThat(incidents.next().orElseThrow().text()).isEqualTo("another reason");
  }

  @Test
  void theEndIsShownInItsMessageAndToldInOneMore() {
    incidents.note(broken);
    IncidentRow row = tell(incidents);
    clock.advance(Duration.ofMinutes(1));
    incidents.note(over);
    incidents.note(over);
    IncidentRow closed = tell(incidents);
    assertThat(closed.id()).isEqualTo(row.id());
    assertThat(closed.ending()).isEqualTo("x works again");
    IncidentRow recovered = tell(incidents);
    assertThat(recovered.kind()).isEqualTo("recovered");
    assertThat(recovered.text()).isEqualTo("x works again");
    assertThat(incidents.next()).isEmpty();
    assertThat(incidents.open()).isEmpty();
  }

  @Test
  void whatIsOverBeforeAnybodyWasToldIsOneMessage() {
    incidents.note(broken);
    incidents.note(over);
    assertThat(tell(incidents).ending()).isEqualTo("x works again");
    assertThat(incidents.next()).isEmpty();
  }

  @Test
  void theEndOfWhatNeverWasIsNoNews() {
    incidents.note(over);
    assertThat(incidents.next()).isEmpty();
  }

  @Test
  void whatComesBackAfterItsEndIsAnotherIncident() {
    incidents.note(broken);
    String first = tell(incidents).id();
    incidents.note(over);
    tell(incidents);
    tell(incidents);
    incidents.note(broken);
    assertThat(incidents.next().orElseThrow().id()).isNotEqualTo(first);
  }

  @Test
  void aRestartForgetsAndRepeatsNothing() {
    incidents.note(broken);
    String id = tell(incidents).id();
    Incidents restarted = started(store);
    restarted.note(broken);
    assertThat(restarted.next()).isEmpty();
    assertThat(restarted.open()).containsExactly(broken);
    restarted.note(over);
    assertThat(restarted.next().orElseThrow().id()).isEqualTo(id);
  }

  @Test
  void whatNobodyWasToldBeforeARestartIsToldAfterIt() {
    incidents.note(broken);
    IncidentRow row = incidents.next().orElseThrow();
    incidents.messaged(row.id(), new Message("C1", null, POSTED, "hash"));
    Incidents restarted = started(store);
    IncidentRow again = restarted.next().orElseThrow();
    assertThat(again.id()).isEqualTo(row.id());
    assertThat(again.message().pendingSince()).as("to be looked for first").isEqualTo(POSTED);
  }

  @Test
  void whatAboutNobodyCaresAnyMoreIsOverAfterARestart() {
    incidents.note(broken);
    tell(incidents);
    Incidents restarted = new Incidents(new IncidentStore(store), clock);
    restarted.takeUp(it -> it.about().equals(about));
    assertThat(restarted.open()).isEmpty();
    assertThat(tell(restarted).isOpen()).isFalse();
  }

  @Test
  void aNoticeIsToldOnceForGood() {
    Incident notice = new Incident("bodies", Incident.NOTICE, about, "left", "as it is");
    incidents.note(notice);
    tell(incidents);
    incidents.note(notice);
    assertThat(incidents.next()).isEmpty();
    Incidents restarted = started(store);
    restarted.note(notice);
    assertThat(restarted.next()).isEmpty();
  }

  @Test
  void whatCouldNotBeToldIsTriedAgainAfterAWhileAndShownMeanwhile() {
    incidents.note(broken);
    IncidentRow row = incidents.next().orElseThrow();
    incidents.notTold(row.id(), "Slack is away");
    assertThat(incidents.next()).isEmpty();
    assertThat(incidents.trouble()).contains("Slack is away");
    assertThat(incidents.untold()).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    tell(incidents);
    assertThat(incidents.trouble()).isEmpty();
    assertThat(incidents.untold()).isEmpty();
  }

  @Test
  void waitsGrowToAMinuteAndNotFurther() {
    incidents.note(broken);
    for (int i = 0; i < 12; i++) {
      incidents.notTold(incidents.next().orElseThrow().id(), "Slack is away");
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(incidents.next()).isPresent();
  }

  @Test
  void whileTheStoreIsAwayAlertsAreToldOnceAllTheSame() {
    store.close();
    incidents.note(broken);
    tell(incidents);
    incidents.note(broken);
    assertThat(incidents.next()).isEmpty();
    assertThat(incidents.open()).containsExactly(broken);
  }

  private static void drain(Incidents of) {
    while (of.next().isPresent()) {
      tell(of);
    }
  }

  /** Posts the next message, or updates it. */
  private static IncidentRow tell(Incidents of) {
    IncidentRow row = of.next().orElseThrow();
    of.messaged(row.id(), new Message("C1", "1.0", null, "hash"));
    of.told(row.id(), row.version());
    return row;
  }
}
