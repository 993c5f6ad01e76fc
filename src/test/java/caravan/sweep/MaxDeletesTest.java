package caravan.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxDeletesTest {

  @ParameterizedTest
  @CsvSource({
    "10%, 1000, 100",
    "10%, 1009, 100",
    "10%, 51, 5",
    "10%, 60, 6",
    "100%, 70, 70",
    "25, 1000, 25",
    "25, 10, 25",
    "100%, 40000000, 40000000"
  })
  void aShareIsOfTheKnownRowsAndANumberIsANumber(String setting, int known, int allowed) {
    assertThat(new MaxDeletes(setting).of(known)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"10%, 0", "10%, 1", "10%, 49", "0%, 1000", "0, 1000", "3, 1000"})
  void fiveAreAlwaysAllowed(String setting, int known) {
    assertThat(new MaxDeletes(setting).of(known)).isEqualTo(5);
  }
}
