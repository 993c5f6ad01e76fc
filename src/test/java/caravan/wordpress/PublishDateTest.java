package caravan.wordpress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishDateTest {

  @Test
  void aDayBeginsWhereTheSiteIs() {
    assertThat(PublishDate.of("2026-12-01"))
        .contains(new PublishDate("date", "2026-12-01T00:00:00"));
  }

  @Test
  void aTimeWithItsOffsetIsAMoment() {
    assertThat(PublishDate.of("2026-12-01T00:30:00.000+02:00"))
        .contains(new PublishDate("date_gmt", "2026-11-30T22:30:00"));
    assertThat(PublishDate.of("2026-12-01T00:30:00Z"))
        .contains(new PublishDate("date_gmt", "2026-12-01T00:30:00"));
  }

  @Test
  void aRangeCountsFromItsStartInItsZone() {
    assertThat(
            PublishDate.of(Map.of("start", "2026-12-01T09:00:00", "timeZone", "America/New_York")))
        .contains(new PublishDate("date_gmt", "2026-12-01T14:00:00"));
    assertThat(
            PublishDate.of(
                Map.of("start", "2026-12-01T09:00:00.000-05:00", "timeZone", "America/New_York")))
        .contains(new PublishDate("date_gmt", "2026-12-01T14:00:00"));
    assertThat(PublishDate.of(Map.of("start", "2026-12-01", "end", "2026-12-03")))
        .contains(new PublishDate("date", "2026-12-01T00:00:00"));
  }

  @Test
  void noneIsNoneAndWhatIsNoDateIsRefused() {
    assertThat(PublishDate.of(null)).isEmpty();
    assertThat(PublishDate.of(" ")).isEmpty();
    assertThatThrownBy(() -> PublishDate.of("2026-12-01T09:00:00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with its offset");
  }
}
