package caravan.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.drift.ContractWatch;
import caravan.store.FailureStore;
import caravan.store.RunReport;
import caravan.store.WatermarkStore;
import caravan.testing.Linear;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LinearIssuesSourceTest {

  private static final String EDITED = "2026-11-22T09:30:00.000Z";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:30Z");
  private TestHub hub;
  private FailureStore failures;

  @BeforeEach
  void start(@TempDir Path home) {
    SERVICES.stubFor(Notion.schema());
    SERVICES.stubFor(Notion.nobody());
    SERVICES.stubFor(Notion.rows());
    SERVICES.stubFor(Notion.creates());
    hub = TestHub.start(home, SERVICES.baseUrl(), clock, Map.of());
    failures = new FailureStore(hub.store());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void everyPageOfTheAnswerIsReadAndTheCountsAddUp() {
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", absent()))
            .willReturn(
                okJson(
                    Linear.page(
                        List.of(
                            Linear.issue("i1", "One", EDITED), Linear.issue("i2", "Two", EDITED)),
                        "c1"))));
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", equalTo("c1")))
            .willReturn(okJson(Linear.page(List.of(Linear.issue("i3", "Three", EDITED)), null))));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.state()).isEqualTo("done");
    assertThat(report.complete()).isTrue();
    assertThat(report.readCount()).isEqualTo(3);
    assertThat(report.createdCount()).isEqualTo(3);
    assertThat(report.requests())
        .as("schema, one query that learns the links, three creates")
        .isEqualTo(5);
    SERVICES.verify(exactly(2), postRequestedFor(urlEqualTo("/graphql")));
    SERVICES.verify(exactly(3), postRequestedFor(urlEqualTo("/v1/pages")));
    SERVICES.verify(
        postRequestedFor(urlEqualTo("/graphql"))
            .withHeader("Authorization", equalTo(TestHub.LINEAR_TOKEN)));
  }

  @Test
  void aSecondPollAsksFromTheWatermarkAndSpendsNothingOnNotion() {
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "One", EDITED)));
    hub.poll("linear-issues");
    assertThat(position()).isEqualTo(Instant.parse("2026-11-22T09:59:30Z"));
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/graphql"))
            .withRequestBody(matchingJsonPath("$.variables.filter.updatedAt", absent())));
    SERVICES.resetRequests();
    clock.set("2026-11-22T10:00:50Z");

    RunReport report = hub.poll("linear-issues");

    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/graphql"))
            .withRequestBody(
                matchingJsonPath(
                    "$.variables.filter.updatedAt.gte", equalTo("2026-11-22T09:59:30Z"))));
    SERVICES.verify(exactly(0), postRequestedFor(urlPathMatching("/v1/.*")));
    assertThat(report.unchangedCount()).isEqualTo(1);
    assertThat(report.readCount()).isEqualTo(1);
    assertThat(report.requests()).isZero();
    assertThat(position()).isEqualTo(Instant.parse("2026-11-22T09:59:50Z"));
  }

  @Test
  void anEditBetweenTwoPollsInTheSameMinuteArrives() {
    SERVICES.stubFor(
        patch(urlPathMatching("/v1/pages/.*")).willReturn(okJson("{\"object\": \"page\"}")));
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "One", "2026-11-22T10:00:20.000Z")));
    hub.poll("linear-issues");
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "Two", "2026-11-22T10:00:40.000Z")));
    clock.set("2026-11-22T10:00:45Z");

    RunReport report = hub.poll("linear-issues");

    assertThat(report.updatedCount()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlPathMatching("/v1/pages/.*"))
            .withRequestBody(
                matchingJsonPath("$.properties.title.title[0].text.content", equalTo("Two"))));
  }

  @Test
  void aRecordThatFailsHoldsNobodyUpAndArrivesLater() {
    SERVICES.stubFor(
        post("/v1/pages")
            .withRequestBody(
                matchingJsonPath("$.properties.title.title[0].text.content", equalTo("Bad")))
            .willReturn(Notion.error(400, "validation_error", "body.properties is not right")));
    SERVICES.stubFor(
        Linear.issues(
            Linear.issue("i1", "One", EDITED),
            Linear.issue("i2", "Bad", EDITED),
            Linear.issue("i3", "Three", EDITED)));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.state()).isEqualTo("done");
    assertThat(report.readCount()).isEqualTo(3);
    assertThat(report.createdCount()).isEqualTo(2);
    assertThat(report.failedCount()).isEqualTo(1);
    assertThat(position()).as("a kept record lets the watermark move on").isNotNull();
    assertThat(failures.find("linear-issues", "i2"))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.kind()).isEqualTo("NotionException");
              assertThat(failure.error()).contains("400", "body.properties is not right", "req-1");
              assertThat(failure.item()).contains("\"Bad\"");
              assertThat(failure.record()).contains("\"externalId\":\"i2\"");
              assertThat(failure.attempts()).isEqualTo(1);
              assertThat(failure.nextAt()).isEqualTo(clock.instant().plusSeconds(5));
            });

    SERVICES.stubFor(Notion.creates());
    clock.advance(Duration.ofSeconds(6));
    RunReport retried = hub.retry("linear-issues");

    assertThat(retried.cause()).isEqualTo("retry");
    assertThat(retried.createdCount()).isEqualTo(1);
    assertThat(retried.readCount()).isEqualTo(1);
    assertThat(failures.count("linear-issues")).isZero();
  }

  @Test
  void aRecordThatFailsAgainWaitsLonger() {
    SERVICES.stubFor(
        post("/v1/pages").willReturn(Notion.error(400, "validation_error", "not right")));
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "One", EDITED)));
    hub.poll("linear-issues");
    clock.advance(Duration.ofSeconds(6));

    RunReport retried = hub.retry("linear-issues");

    assertThat(retried.failedCount()).isEqualTo(1);
    assertThat(failures.find("linear-issues", "i1"))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.attempts()).isEqualTo(2);
              assertThat(failure.nextAt()).isEqualTo(clock.instant().plusSeconds(10));
              assertThat(failure.firstAt()).isEqualTo(Instant.parse("2026-11-22T10:00:30Z"));
            });
  }

  @Test
  void anIssueThatCannotBeMappedIsKeptUnderItsOwnId() {
    String unmapped =
        Linear.issue("i2", "Two", EDITED).replace("\"priority\": 2", "\"priority\": {}");
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "One", EDITED), unmapped));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.createdCount()).isEqualTo(1);
    assertThat(report.failedCount()).isEqualTo(1);
    assertThat(failures.find("linear-issues", "i2"))
        .hasValueSatisfying(failure -> assertThat(failure.record()).isNull());
  }

  @Test
  void aPollThatFailsInTheMiddleLeavesTheWatermark() {
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", absent()))
            .willReturn(okJson(Linear.page(List.of(Linear.issue("i1", "One", EDITED)), "c1"))));
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", equalTo("c1")))
            .willReturn(
                okJson(
                    """
                    {"data": {"issues": {"nodes": [], "pageInfo": {"hasNextPage": false, "endCursor": null}}},
                     "errors": [{"message": "Internal trouble", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}
                    """)));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.complete()).isFalse();
    assertThat(report.createdCount()).isEqualTo(1);
    assertThat(report.notes()).contains("Internal trouble");
    assertThat(position()).isNull();
  }

  @Test
  void anAnswerThatSaysMoreWithoutANewCursorEndsThePoll() {
    SERVICES.stubFor(
        post("/graphql")
            .willReturn(okJson(Linear.page(List.of(Linear.issue("i1", "One", EDITED)), "same"))));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.notes()).contains("no new cursor");
    assertThat(position()).isNull();
    SERVICES.verify(exactly(2), postRequestedFor(urlEqualTo("/graphql")));
  }

  @Test
  void aBrokenContractStopsTheRunBeforeTheFirstWrite() {
    SERVICES.stubFor(
        get("/v1/data_sources/" + TestHub.ISSUES)
            .willReturn(okJson(Notion.ISSUES_SCHEMA.replace("\"Due Date\"", "\"Deadline\""))));
    SERVICES.stubFor(
        Linear.issues(Linear.issue("i1", "One", EDITED), Linear.issue("i2", "Two", EDITED)));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.state()).isEqualTo("paused");
    assertThat(report.notes()).contains("Due Date", "./caravan resume linear-issues");
    assertThat(position()).isNull();
    assertThat(failures.countTried("linear-issues"))
        .as("what concerns the whole integration is no attempt of a record")
        .isZero();
    SERVICES.verify(exactly(0), postRequestedFor(urlMatching("/v1/pages.*")));

    SERVICES.stubFor(Notion.schema());
    hub.context()
        .getRegistry()
        .lookupByNameAndType("contractWatch", ContractWatch.class)
        .checkAll();
    RunReport mended = hub.poll("linear-issues");
    assertThat(mended.createdCount()).isEqualTo(2);
  }

  @Test
  void aTrashedIssueTrashesItsPage() {
    SERVICES.stubFor(
        patch(urlPathMatching("/v1/pages/.*")).willReturn(okJson("{\"object\": \"page\"}")));
    SERVICES.stubFor(Linear.issues(Linear.issue("i1", "One", EDITED)));
    hub.poll("linear-issues");
    SERVICES.stubFor(
        Linear.issues(
            Linear.issue("i1", "One", "2026-11-22T09:31:00.000Z")
                .replace("\"trashed\": null", "\"trashed\": true")));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.deletedCount()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlPathMatching("/v1/pages/.*"))
            .withRequestBody(matchingJsonPath("$.in_trash", equalTo("true"))));
  }

  @Test
  void aParentThatComesAfterItsChildIsSetInTheSecondPass() {
    SERVICES.stubFor(
        patch(urlPathMatching("/v1/pages/.*")).willReturn(okJson("{\"object\": \"page\"}")));
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", absent()))
            .willReturn(
                okJson(
                    Linear.page(
                        List.of(
                            Linear.issue("child", "Child", EDITED)
                                .replace("\"parent\": null", "\"parent\": {\"id\": \"parent\"}")),
                        "c1"))));
    SERVICES.stubFor(
        post("/graphql")
            .withRequestBody(matchingJsonPath("$.variables.after", equalTo("c1")))
            .willReturn(
                okJson(Linear.page(List.of(Linear.issue("parent", "Parent", EDITED)), null))));

    RunReport report = hub.poll("linear-issues");

    assertThat(report.createdCount()).isEqualTo(2);
    assertThat(report.notes()).contains("relations set in a second pass: 1");
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlPathMatching("/v1/pages/.*"))
            .withRequestBody(matchingJsonPath("$.properties.par.relation[0].id")));
    SERVICES.resetRequests();
    hub.poll("linear-issues");
    SERVICES.verify(exactly(0), patchRequestedFor(urlPathMatching("/v1/.*")));
  }

  private Instant position() {
    return new WatermarkStore(hub.store(), clock)
        .find("linear-issues")
        .map(WatermarkStore.Watermark::position)
        .orElse(null);
  }
}
