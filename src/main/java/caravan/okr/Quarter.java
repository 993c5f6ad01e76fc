package caravan.okr;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quarter of a calendar year.
 *
 * @param year such as 2026
 * @param number 1 to 4
 */
public record Quarter(int year, int number) {

  private static final Pattern FORM = Pattern.compile("([0-9]{4})-Q([1-4])");
  private static final int MONTHS = 3;

  /** Refuses a number that no quarter has. */
  public Quarter {
    if (number < 1 || number > 4) {
      throw new IllegalArgumentException("there is no quarter " + number);
    }
  }

  /** Reads {@code 2026-Q4}; empty for anything else. Blanks at its ends do not count. */
  public static Optional<Quarter> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(new Quarter(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /** The quarter in which a day lies. */
  public static Quarter of(LocalDate day) {
    return new Quarter(day.getYear(), (day.getMonthValue() - 1) / MONTHS + 1);
  }

  /** How many days it has. */
  public long days() {
    return ChronoUnit.DAYS.between(first(), next());
  }

  /** How many of its days are over on that day, which itself is not over; 0 before it begins. */
  public long daysGone(LocalDate today) {
    long gone = ChronoUnit.DAYS.between(first(), today);
    return Math.max(0, Math.min(days(), gone));
  }

  private LocalDate first() {
    return LocalDate.of(year, MONTHS * (number - 1) + 1, 1);
  }

  private LocalDate next() {
    return first().plusMonths(MONTHS);
  }

  @Override
  public String toString() {
    return "%04d-Q%d".formatted(year, number);
  }
}
