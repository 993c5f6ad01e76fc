package caravan.crm;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.derive.Derived;
import caravan.derive.MirroredRow;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenDealsTest {

  private final OpenDeals rules = new OpenDeals("companies", "deals");

  @Test
  void dealIsOpenUnlessItsStageIsWonOrLost() {
    Derived derived =
        rules.derive(
            List.of(
                company("acme"),
                company("none"),
                deal("1", "10.10", "\"Proposal\"", "acme"),
                deal("2", "0.20", "null", "acme"),
                deal("3", "99", "\"Won\"", "acme"),
                deal("4", "99", "\"Lost\"", "acme")),
            Instant.EPOCH);
    assertThat(derived.wanted().get("acme"))
        .containsEntry("Open Deals", 2)
        .containsEntry("Open Value", new BigDecimal("10.3"));
    assertThat(derived.wanted().get("none"))
        .as("no deals are none, not nothing")
        .containsEntry("Open Deals", 0)
        .containsEntry("Open Value", new BigDecimal("0.0"));
    assertThat(derived.remarks()).isEmpty();
  }

  @Test
  void dealWithoutAmountCountsAndIsReported() {
    Derived derived =
        rules.derive(
            List.of(company("acme"), deal("1", "null", "\"Open\"", "acme")), Instant.EPOCH);
    assertThat(derived.wanted().get("acme").get("Open Deals")).isEqualTo(1);
    assertThat(derived.remarks()).containsExactly("The deal 1 is open and has no Amount.");
  }

  @Test
  void companyThatIsNotKnownIsLeftOut() {
    Map<String, Map<String, Object>> wanted =
        rules
            .derive(List.of(deal("1", "5", "null", "elsewhere"), company("acme")), Instant.EPOCH)
            .wanted();
    assertThat(wanted).containsOnlyKeys("acme");
  }

  private static MirroredRow company(String id) {
    return row(id, "companies", "{}");
  }

  private static MirroredRow deal(String id, String amount, String stage, String company) {
    return row(
        id,
        "deals",
        "{\"Amount\":%s,\"Stage\":%s,\"Company\":{\"pageIds\":[\"%s\"]}}"
            .formatted(amount, stage, company));
  }

  private static MirroredRow row(String id, String dataSource, String values) {
    try {
      return new MirroredRow(
          id,
          dataSource,
          new ObjectMapper()
              .enable(
                  com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .readTree(values));
    } catch (IOException e) {
      throw new AssertionError(values, e);
    }
  }
}
