package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pace of background work on made-up series of answers, four a second unless said. */
class PaceTest {

  private static final long MS = 1_000_000;
  private static final String QUERY = "POST /v1/data_sources/*/query";

  private final Pace pace = new Pace();
  private final Random random = new Random(4);
  private long now = -17;

  @Test
  void usualUnevennessChangesNothing() {
    for (int i = 0; i < 2_000; i++) {
      answers(QUERY, 1, 150 + random.nextInt(200));
      assertThat(share()).isEqualTo(1);
    }
  }

  @Test
  void anOutlierInTenChangesNothing() {
    for (int i = 0; i < 500; i++) {
      answers(QUERY, 1, i % 10 == 9 ? 8_000 : 200);
      assertThat(share()).isEqualTo(1);
    }
  }

  @Test
  void itSlowsDownWithinSecondsAndRecoversInStepsOnceItIsCalmAgain() {
    answers(QUERY, 100, 200);

    answers(QUERY, 40, 1_500);
    assertThat(share()).as("ten seconds later").isLessThanOrEqualTo(0.25);
    answers(QUERY, 200, 1_500);
    assertThat(share()).as("it never stops").isEqualTo(Pace.LEAST);

    double before = share();
    int steps = 0;
    for (int i = 0; i < 200 && share() < 1; i++) {
      answers(QUERY, 1, 200);
      assertThat(share() - before).as("in equal steps").isBetween(0.0, 0.1 + 1e-9);
      steps += share() > before ? 1 : 0;
      before = share();
    }
    assertThat(share()).isEqualTo(1);
    assertThat(steps).isEqualTo(9);
  }

  @Test
  void requestsThatFailLateAreSlowAndThoseThatFailAtOnceSayNothing() {
    answers(QUERY, 100, 200);
    for (int i = 0; i < 100; i++) {
      now += 250 * MS;
      pace.failed(QUERY, MS, now);
    }
    answers(QUERY, 100, 200);
    assertThat(share()).isEqualTo(1);

    for (int i = 0; i < 40; i++) {
      now += 250 * MS;
      pace.failed(QUERY, 55_000 * MS, now);
    }
    assertThat(share()).isLessThanOrEqualTo(0.25);
  }

  @Test
  void itRecoversAlsoAtItsSlowestPace() {
    answers(QUERY, 100, 200);
    answers(QUERY, 240, 1_500);
    assertThat(share()).isEqualTo(Pace.LEAST);
    long start = now;
    while (share() < 1) {
      now += (long) (500 * MS / share());
      pace.answered(QUERY, 200 * MS, now);
    }
    assertThat((now - start) / MS / 1000).as("seconds").isLessThan(60);
  }

  @Test
  void endpointsAreMeasuredAgainstThemselves() {
    answers("GET /v1/users/me", 100, 50);
    answers("POST /v1/pages", 200, 900);
    assertThat(share()).as("another endpoint is no slowness").isEqualTo(1);
    answers("GET /v1/users/me", 40, 900);
    assertThat(share()).as("the same one is").isLessThan(1);
  }

  @Test
  void aFewMillisecondsMoreAreNothingHoweverFastItIs() {
    answers(QUERY, 100, 3);
    answers(QUERY, 100, 60);
    assertThat(share()).isEqualTo(1);
  }

  @Test
  void aChangeThatLastsBecomesTheNewCalm() {
    answers(QUERY, 100, 100);
    answers(QUERY, 100, 800);
    assertThat(share()).isLessThan(1);
    answers(QUERY, 1_500, 800);
    assertThat(share()).isEqualTo(1);
    answers(QUERY, 40, 4_000);
    assertThat(share()).as("and slowness is measured against that").isLessThan(1);
  }

  @Test
  void afterAPauseItStartsAtItsUsualPace() {
    answers(QUERY, 100, 200);
    answers(QUERY, 100, 2_000);
    assertThat(share()).isLessThan(1);
    now += 61_000 * MS;
    assertThat(share()).isEqualTo(1);
  }

  @Test
  void anOverloadHalvesItOnceForAllThatWereUnderWay() {
    for (int i = 0; i < 8; i++) {
      pace.overloaded(now + i * MS);
    }
    assertThat(pace.share(now)).isEqualTo(0.5);
    now += 2_000 * MS;
    pace.overloaded(now);
    assertThat(pace.share(now)).isEqualTo(0.25);
  }

  @Test
  void theLatestAnswersAreTold() {
    assertThat(pace.latency(0.5, now)).isZero();
    for (int i = 1; i <= 40; i++) {
      answers(QUERY, 1, i);
    }
    assertThat(pace.latency(0.5, now)).isEqualTo(20.0 * MS);
    assertThat(pace.latency(0.95, now)).isEqualTo(38.0 * MS);
    now += 31_000 * MS;
    assertThat(pace.latency(0.95, now)).isZero();
  }

  private double share() {
    return pace.share(now);
  }

  private void answers(String endpoint, int count, long millis) {
    for (int i = 0; i < count; i++) {
      now += 250 * MS;
      pace.answered(endpoint, millis * MS, now);
    }
  }
}
