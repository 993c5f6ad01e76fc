package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteNeedsTest {

  private final RouteNeeds needs = new RouteNeeds(Path.of("routes"));

  @Test
  void whatIsNotEnabledNeedsNothing() {
    assertThat(missing(Map.of())).isEmpty();
  }

  @Test
  void anIntegrationNeedsItsOwnSettingsAndTheTokensOfTheSystemsItTouches() {
    assertThat(missing(Map.of("linear-issues.enabled", "true")))
        .hasSize(3)
        .anySatisfy(
            it ->
                assertThat(it)
                    .isEqualTo(
                        "linear-issues is enabled but has no linear-issues.data-source; set it in"
                            + " application.properties or as LINEAR_ISSUES_DATA_SOURCE, or have the"
                            + " database made: ./caravan init --parent PAGE."))
        .anySatisfy(
            it ->
                assertThat(it)
                    .isEqualTo(
                        "linear-issues is enabled but has no notion.token; set NOTION_TOKEN, or"
                            + " NOTION_TOKEN_FILE to a file that holds it."))
        .anySatisfy(it -> assertThat(it).contains("linear.token", "LINEAR_TOKEN_FILE"));
    assertThat(missing(Map.of("meeting-notes.enabled", "true")))
        .hasSize(4)
        .allSatisfy(it -> assertThat(it).startsWith("meeting-notes is enabled"))
        .noneSatisfy(it -> assertThat(it).contains("linear"));
  }

  @Test
  void anIntegrationNeedsTheTokenOfItsOwnConnection() {
    assertThat(
            missing(
                Map.of(
                    "linear-issues.enabled", "true",
                    "linear-issues.data-source", "ds",
                    "linear-issues.connection", "sales",
                    "notion.connections", "sales",
                    "notion.token", "t",
                    "linear.token", "t")))
        .containsExactly(
            "linear-issues is enabled but has no notion.sales.token; set NOTION_SALES_TOKEN, or"
                + " NOTION_SALES_TOKEN_FILE to a file that holds it.");
  }

  @Test
  void whatIsSetIsNotMissing() {
    assertThat(
            missing(
                Map.of(
                    "linear-issues.enabled", "true",
                    "linear-issues.data-source", "ds",
                    "notion.token", "t",
                    "linear.token", "t")))
        .isEmpty();
  }

  private List<String> missing(Map<String, String> values) {
    return needs.missing(new Settings(values, List.of("linear-issues", "meeting-notes")));
  }
}
