package caravan.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.RunReport;
import caravan.testing.Linear;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep asks Linear, and what counts as evidence that an issue is gone. */
class LinearSweepsWireTest {

  private static final String NAME = "linear-issues";
  private static final String EDITED = "2026-11-22T09:30:00.000Z";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:30Z");
  private TestHub hub;

  @BeforeEach
  void handOverThreeIssues(@TempDir Path home) {
    SERVICES.stubFor(Notion.schema());
    SERVICES.stubFor(Notion.nobody());
    SERVICES.stubFor(Notion.rows());
    SERVICES.stubFor(Notion.creates());
    SERVICES.stubFor(
        patch(urlPathMatching("/v1/pages/.*")).willReturn(okJson("{\"object\": \"page\"}")));
    hub = TestHub.start(home, SERVICES.baseUrl(), clock, Map.of("SYNC_SWEEP_CRON", "0 30 3 * * ?"));
    changed(issue("i1"), issue("i2"), issue("i3"));
    assertThat(hub.poll(NAME).createdCount()).isEqualTo(3);
    changed();
    SERVICES.resetRequests();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aSweepListsBy250AndAsksForTheMissingOnesById() {
    listed(okJson(page(issue("i1"), issue("i3"))));
    byId("ListedIssues", okJson(page()));

    RunReport sweep = sweep();

    assertThat(sweep.state()).as(sweep.notes()).isEqualTo("done");
    assertThat(sweep.unchangedCount()).isEqualTo(2);
    assertThat(sweep.deletedCount()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/graphql"))
            .withRequestBody(
                matchingJsonPath("$.variables", equalToJson("{\"first\": 250, \"filter\": {}}"))));
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/graphql"))
            .withRequestBody(
                matchingJsonPath(
                    "$.variables",
                    equalToJson("{\"first\": 1, \"filter\": {\"id\": {\"in\": [\"i2\"]}}}"))));
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlPathMatching("/v1/pages/.*"))
            .withRequestBody(matchingJsonPath("$.in_trash", equalTo("true"))));
  }

  @Test
  void anIssueThatLinearGivesByIdIsNotGone() {
    listed(okJson(page(issue("i1"), issue("i3"))));
    byId("ListedIssues", okJson(page(issue("i2"))));

    RunReport sweep = sweep();

    assertThat(sweep.unchangedCount()).isEqualTo(3);
    assertThat(sweep.notes()).isEqualTo("issues that were not listed but are there: 1");
    nothingWasTrashed();
  }

  @Test
  void aListThatFailsOnItsSecondPageTakesNothingForGone() {
    listed(okJson(Linear.page(List.of(issue("i1")), "c1")));
    SERVICES.stubFor(
        graphql("ListedIssues")
            .withRequestBody(matchingJsonPath("$.variables.after", equalTo("c1")))
            .willReturn(okJson("{\"errors\": [{\"message\": \"not now\"}]}")));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.notes()).contains("not now");
    nothingWasTrashed();
  }

  @Test
  void aPartOfAnAnswerTakesNothingForGone() {
    listed(okJson(page(issue("i1"))));
    byId("ListedIssues", okJson(Linear.page(List.of(issue("i2")), "more")));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.notes()).contains("only a part of the issues");
    nothingWasTrashed();
  }

  @Test
  void changedAndNewIssuesAreAskedForWhole() {
    String changed = "2026-11-22T09:45:00.000Z";
    listed(
        okJson(
            page(
                issue("i1"),
                Linear.issue("i2", "Two", changed),
                issue("i3"),
                Linear.issue("i4", "Four", changed))));
    byId(
        "ChangedIssues",
        okJson(page(Linear.issue("i2", "Two", changed), Linear.issue("i4", "Four", changed))));

    RunReport sweep = sweep();

    assertThat(sweep.state()).as(sweep.notes()).isEqualTo("done");
    assertThat(sweep.updatedCount()).isEqualTo(1);
    assertThat(sweep.createdCount()).isEqualTo(1);
    assertThat(sweep.unchangedCount()).isEqualTo(2);
  }

  /** What polls find. */
  private void changed(String... issues) {
    SERVICES.stubFor(
        graphql("ChangedIssues")
            .withRequestBody(matchingJsonPath("$.variables.filter.id", absent()))
            .willReturn(okJson(page(issues))));
  }

  /** What a sweep lists first. */
  private void listed(ResponseDefinitionBuilder answer) {
    SERVICES.stubFor(
        graphql("ListedIssues")
            .withRequestBody(matchingJsonPath("$.variables.filter.id", absent()))
            .withRequestBody(matchingJsonPath("$.variables.after", absent()))
            .willReturn(answer));
  }

  private void byId(String query, ResponseDefinitionBuilder answer) {
    SERVICES.stubFor(
        graphql(query)
            .withRequestBody(matchingJsonPath("$.variables.filter.id"))
            .willReturn(answer));
  }

  private static MappingBuilder graphql(String query) {
    return post("/graphql")
        .withRequestBody(matchingJsonPath("$.query", containing("query " + query + "(")));
  }

  private RunReport sweep() {
    clock.advance(Duration.ofDays(1));
    return hub.pollAndAwait(NAME, "sweep");
  }

  private static void nothingWasTrashed() {
    SERVICES.verify(exactly(0), patchRequestedFor(urlPathMatching("/v1/pages/.*")));
  }

  private static String page(String... issues) {
    return Linear.page(List.of(issues), null);
  }

  private static String issue(String id) {
    return Linear.issue(id, "Issue " + id, EDITED);
  }
}
