package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatesTest {

  /** Such a clock may begin anywhere and run over. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_500_000_000L);

  private final Gates gates = new Gates(nanos::get, Clock.systemUTC());

  @Test
  void aGateIsOpenUntilItIsClosedAndAgainAfterItsTime() {
    assertThat(gates.waitMillis("notion")).isZero();
    gates.close("notion", Duration.ofSeconds(2));
    assertThat(gates.waitMillis("notion")).isEqualTo(2000);
    pass(Duration.ofMillis(1999));
    assertThat(gates.isOpen("notion")).isFalse();
    assertThat(gates.isOpen("linear")).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(gates.isOpen("notion")).isTrue();
  }

  @Test
  void noMillisecondIsTooFew() {
    gates.close("notion", Duration.ofNanos(1));
    assertThat(gates.waitMillis("notion")).isEqualTo(1);
  }

  @Test
  void aShorterWaitDoesNotOpenAGateEarlier() {
    gates.close("notion", Duration.ofSeconds(90));
    gates.close("notion", Duration.ofSeconds(1));
    assertThat(gates.waitMillis("notion")).isEqualTo(90_000);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
