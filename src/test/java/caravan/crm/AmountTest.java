package caravan.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234|1234",
        "1234.5|1234.5",
        "1234,5|1234.5",
        "1,234.50|1234.50",
        "1.234,50|1234.50",
        "1,234,567|1234567",
        "1.234.567,8|1234567.8",
        "1 234,5|1234.5",
        "1'234.50|1234.50",
        "-12|-12",
        "0.125|0.125",
        "1234.567|1234.567",
        "+3|3"
      })
  void whatCanBeReadInOneWayIsRead(String text, String number) throws FieldRefused {
    assertThat(Amount.parse(text)).isEqualByComparingTo(new BigDecimal(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,234", "1.234", "-12,345"})
  void whatCouldBeAThousandTimesAsLargeIsRefused(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .hasMessageContaining("two ways")
        .hasMessageContaining(text.replaceAll("[.,]", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12,34,5", "a lot", "€ 5", "1e9", "1.2.3", ",5", "NaN"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatThrownBy(() -> Amount.parse(text)).hasMessageContaining("is no number");
  }
}
