package caravan.changes;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when on a poll asks for edited rows. */
public final class ChangeWindow {

  private ChangeWindow() {}

  /**
   * The first minute to ask for. It reaches back behind the watermark by the time for which query
   * results may lag behind writes, and to the start of that minute, because rows carry floored
   * times; but not behind the minute that a first start reaches back to.
   *
   * @param since the watermark; null for everything
   * @param firstFrom what the first start reached back to; null for everything
   * @param indexLag how far query results may lag
   * @return null for everything
   */
  public static Instant from(Instant since, Instant firstFrom, Duration indexLag) {
    if (since == null) {
      return null;
    }
    Instant from = since.minus(indexLag).truncatedTo(ChronoUnit.MINUTES);
    Instant first = firstFrom == null ? null : firstFrom.truncatedTo(ChronoUnit.MINUTES);
    return first != null && first.isAfter(from) ? first : from;
  }
}
