package caravan.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.Store;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Event;
import caravan.store.WebhookStore.Worker;
import caravan.store.WebhookWork;
import caravan.store.WebhookWork.Kind;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out of what waits, and to whom. */
class FollowUpsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Worker NOTES = new Worker("notes", Kind.PAGE);

  private final SettableClock clock = new SettableClock(NOW.toString());
  private final Set<String> paused = new HashSet<>();
  private Store store;
  private WebhookStore webhooks;
  private WatermarkStore watermarks;
  private FollowUps followUps;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Databases.h2(home);
    webhooks = new WebhookStore(store, clock);
    watermarks = new WatermarkStore(store, clock);
    watermarks.save("notes", new Watermark(NOW, NOW.minusSeconds(60)));
    followUps =
        new FollowUps(webhooks, watermarks, Set.of("notes", "new"), paused::contains, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void pagesAreHandedOutInPartsAndNoneTwice() {
    name("notes", 60);
    FollowUp one = followUps.take(NOTES);
    FollowUp two = followUps.take(NOTES);
    assertThat(one.work()).hasSize(25);
    assertThat(two.work()).hasSize(25).doesNotContainAnyElementsOf(one.work());
    assertThat(followUps.take(NOTES)).as("two parts are in hand").isNull();
    assertThat(one.firstFrom()).isEqualTo(NOW.minusSeconds(60));

    one.work().forEach(webhooks::done);
    followUps.close(holding(one));
    assertThat(followUps.take(NOTES).work()).as("the rest").hasSize(10);
    followUps.close(holding(two));
    assertThat(followUps.take(NOTES).work()).as("what was not done").hasSize(25);
  }

  @Test
  void whereMuchWaitsTheReserveIsLeftAlone() {
    name("notes", 50);
    assertThat(followUps.take(NOTES).lane()).isEqualTo("interactive");
    name("notes", 90);
    assertThat(followUps.take(NOTES).lane()).isEqualTo("background");
  }

  @Test
  void whatAPausedIntegrationIsToldWaitsUntilItGoesOn() {
    name("notes", 1);
    paused.add("notes");
    assertThat(followUps.take(NOTES)).isNull();
    assertThat(followUps.due()).as("it is left in peace for a while").isEmpty();
    assertThat(webhooks.waiting("notion").count()).isEqualTo(1);
    paused.clear();
    clock.advance(Duration.ofMinutes(1));
    assertThat(followUps.due()).containsExactly(NOTES);
    assertThat(followUps.take(NOTES).work()).hasSize(1);
  }

  @Test
  void anIntegrationThatWasNeverPolledOrIsSwitchedOffHasNothingToFollowUp() {
    name("new", 3);
    name("off", 3);
    assertThat(followUps.take(new Worker("new", Kind.PAGE))).isNull();
    assertThat(followUps.take(new Worker("off", Kind.PAGE))).isNull();
    assertThat(webhooks.waiting("notion").count())
        .as("its first poll takes what there is")
        .isZero();
  }

  private void name(String integration, int pages) {
    for (int i = 0; i < pages; i++) {
      WebhookWork work = WebhookWork.asked("notion", integration, Kind.PAGE, "page-" + i);
      webhooks.accept(List.of(new Event("notion", integration + pages + "-" + i, List.of(work))));
    }
  }

  private static Exchange holding(FollowUp followUp) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("followUp", followUp);
    return exchange;
  }
}
