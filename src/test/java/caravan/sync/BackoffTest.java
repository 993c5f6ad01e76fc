package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT5S",
    "1, PT5S",
    "2, PT10S",
    "3, PT20S",
    "9, PT21M20S",
    "10, PT42M40S",
    "11, PT1H",
    "13, PT1H",
    "1000000, PT1H"
  })
  void waitsDoubleFromFiveSecondsToAnHour(int attempts, Duration wait) {
    assertThat(Backoff.after(attempts)).isEqualTo(wait);
  }
}
