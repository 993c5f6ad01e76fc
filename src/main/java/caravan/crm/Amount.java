package caravan.crm;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Amounts as people write them: {@code 1234.5}, {@code 1,234.50}, {@code 1.234,50}, {@code 1 234}.
 * What can be read in two ways, such as {@code 1,234}, is refused: a deal must not become a
 * thousand times as large.
 */
final class Amount {

  private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");
  private static final Pattern AMBIGUOUS = Pattern.compile("[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}");
  private static final Pattern COMMAS =
      Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+|[+-]?[0-9]{1,3}(,[0-9]{3}){2,}");
  private static final Pattern DOTS =
      Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{3})+,[0-9]+|[+-]?[0-9]{1,3}(\\.[0-9]{3}){2,}");
  private static final Pattern SPACES =
      Pattern.compile("[+-]?[0-9]{1,3}([ '’\u00a0\u202f][0-9]{3})+([.,][0-9]+)?");

  private Amount() {}

  /**
   * The number that a text is.
   *
   * @throws FieldRefused if it is none, or could be two
   */
  static BigDecimal parse(String text) throws FieldRefused {
    if (AMBIGUOUS.matcher(text).matches()) {
      String whole = text.replaceAll("[.,]", "");
      throw new FieldRefused(
          "\"%s\" can be read in two ways; write %s or %s0"
              .formatted(text, whole, text.replace(',', '.')));
    }
    if (PLAIN.matcher(text).matches()) {
      return new BigDecimal(text.replace(',', '.'));
    }
    if (COMMAS.matcher(text).matches()) {
      return new BigDecimal(text.replace(",", ""));
    }
    if (DOTS.matcher(text).matches()) {
      return new BigDecimal(text.replace(".", "").replace(',', '.'));
    }
    if (SPACES.matcher(text).matches()) {
      return new BigDecimal(text.replaceAll("[ '’\u00a0\u202f]", "").replace(',', '.'));
    }
    throw new FieldRefused(
        "\"%s\" is no number; write it as 1234.50, without a currency".formatted(text));
  }
}
