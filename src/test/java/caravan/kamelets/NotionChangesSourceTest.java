package caravan.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.FailureStore;
import caravan.store.RunReport;
import caravan.store.WatermarkStore;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

class NotionChangesSourceTest {

  private static final String QUERY = "/v1/data_sources/" + TestHub.NOTES + "/query";
  private static final String MINUTE = "2026-11-22T10:00:00.000Z";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:40Z");
  private TestHub hub;

  @BeforeEach
  void start(@TempDir Path home) {
    SERVICES.stubFor(
        post("/slack/chat.postMessage").willReturn(okJson("{\"ok\": true, \"ts\": \"1.1\"}")));
    SERVICES.stubFor(
        post("/slack/chat.update").willReturn(okJson("{\"ok\": true, \"ts\": \"1.1\"}")));
    hub = TestHub.start(home, SERVICES.baseUrl(), clock, Map.of());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void everyPageIsReadAndABodyOnlyWhereItIsAskedFor() {
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(matchingJsonPath("$.start_cursor", absent()))
            .willReturn(
                okJson(
                    Notion.list(
                        List.of(row("p1", "Draft", MINUTE), row("p2", "Final", MINUTE)), "c1"))));
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(matchingJsonPath("$.start_cursor", equalTo("c1")))
            .willReturn(okJson(Notion.list(List.of(row("p3", "Draft", MINUTE)), null))));
    body("p2", "First words");

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.state()).isEqualTo("done");
    assertThat(report.readCount()).isEqualTo(3);
    assertThat(report.createdCount()).isEqualTo(1);
    assertThat(report.skippedCount()).as("drafts that were never posted").isEqualTo(2);
    assertThat(report.requests()).as("two pages of rows and one body").isEqualTo(3);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo(QUERY))
            .withRequestBody(
                equalToJson(
                    """
                    {"sorts": [{"timestamp": "created_time", "direction": "ascending"}], "page_size": 100}
                    """)));
    SERVICES.verify(exactly(1), getRequestedFor(urlPathMatching("/v1/pages/.*")));
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/slack/chat.postMessage"))
            .withHeader("Authorization", equalTo("Bearer " + TestHub.SLACK_TOKEN))
            .withRequestBody(matchingJsonPath("$.channel", equalTo("C0NOTES")))
            .withRequestBody(matchingJsonPath("$.metadata.event_payload.external_id")));
  }

  @Test
  void anIdlePollIsOneRequestThatReachesBackBehindTheWatermark() {
    SERVICES.stubFor(post(QUERY).willReturn(okJson(Notion.list(List.of(), null))));
    hub.poll("meeting-notes");
    SERVICES.resetRequests();
    clock.set("2026-11-22T10:05:40Z");

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.requests()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo(QUERY))
            .withRequestBody(
                equalToJson(
                    """
                    {"filter": {"timestamp": "last_edited_time",
                                "last_edited_time": {"on_or_after": "2026-11-22T09:59:00Z"}},
                     "sorts": [{"timestamp": "created_time", "direction": "ascending"}], "page_size": 100}
                    """)));
  }

  @Test
  void editInTheSameMinuteIsNotLost() {
    rows(row("p1", "Final", MINUTE));
    body("p1", "First words");
    assertThat(hub.poll("meeting-notes").createdCount()).isEqualTo(1);
    body("p1", "Second words");

    clock.set("2026-11-22T10:00:50Z");
    assertThat(hub.poll("meeting-notes").unchangedCount())
        .as("its minute is still open: it will be read once more, after that")
        .isEqualTo(1);
    clock.set("2026-11-22T10:01:09Z");
    assertThat(hub.poll("meeting-notes").unchangedCount())
        .as("Notion's clock may be up to 10 s behind")
        .isEqualTo(1);
    clock.set("2026-11-22T10:01:10Z");
    RunReport closed = hub.poll("meeting-notes");
    clock.set("2026-11-22T10:01:30Z");
    RunReport afterwards = hub.poll("meeting-notes");

    assertThat(closed.updatedCount()).isEqualTo(1);
    assertThat(afterwards.unchangedCount()).isEqualTo(1);
    assertThat(afterwards.requests()).as("the query; no body").isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/slack/chat.update"))
            .withRequestBody(matchingJsonPath("$.ts", equalTo("1.1"))));
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/slack/chat.postMessage")));
  }

  @Test
  void aPageThatIsNoLongerFinalIsWithdrawn() {
    rows(row("p1", "Final", MINUTE));
    body("p1", "Words");
    hub.poll("meeting-notes");
    rows(row("p1", "Draft", "2026-11-22T10:02:00.000Z"));
    clock.set("2026-11-22T10:02:30Z");

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.deletedCount()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/slack/chat.update"))
            .withRequestBody(matchingJsonPath("$.text", equalTo("Withdrawn: Weekly"))));
  }

  @Test
  void aRenamedPropertyStopsTheRunInsteadOfLookingEmpty() {
    rows(row("p1", "Final", MINUTE).replace("\"Status\"", "\"State\""));
    SERVICES.stubFor(
        get("/v1/data_sources/" + TestHub.NOTES)
            .willReturn(
                okJson(
                    """
                    {"object": "data_source", "id": "%s", "in_trash": false, "properties": {
                      "Name": {"id": "title", "type": "title"},
                      "Date": {"id": "dat", "type": "date"},
                      "Type": {"id": "typ", "type": "select", "select": {"options": []}},
                      "Participants": {"id": "par", "type": "people"},
                      "State": {"id": "sta", "type": "status", "status": {"options": []}}}}
                    """
                        .formatted(TestHub.NOTES))));

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.state()).isEqualTo("paused");
    assertThat(report.notes())
        .contains("property \"Status\" (select or status) does not exist", "./caravan resume");
    assertThat(position()).isNull();
    SERVICES.verify(exactly(0), postRequestedFor(urlPathMatching("/slack/.*")));
  }

  @Test
  void aCappedAnswerIsContinuedFromTheCreationOfItsLastRow() {
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(matchingJsonPath("$.filter", absent()))
            .willReturn(
                okJson(capped(earlier(row("p0", "Draft", MINUTE)), row("p1", "Draft", MINUTE)))));
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(
                matchingJsonPath(
                    "$.filter.created_time.on_or_after", equalTo("2026-11-22T09:00:00.000Z")))
            .willReturn(
                okJson(
                    Notion.list(
                        List.of(row("p1", "Draft", MINUTE), row("p2", "Draft", MINUTE)), null))));

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.state()).isEqualTo("done");
    assertThat(report.complete()).isTrue();
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.readCount()).as("the row that both answers hold counts once").isEqualTo(3);
    assertThat(position()).isEqualTo(Instant.parse("2026-11-22T09:59:40Z"));
  }

  @Test
  void aCappedAnswerThatCannotBeContinuedLeavesTheWatermark() {
    SERVICES.stubFor(post(QUERY).willReturn(okJson(capped(row("p1", "Draft", MINUTE)))));

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.complete()).isFalse();
    assertThat(report.notes()).contains("2026-11-22T09:00:00.000Z", "The rest is unknown");
    assertThat(position()).isNull();
  }

  @Test
  void aPollThatFailsOnItsSecondPageLeavesTheWatermarkAndPostsNothingTwice() {
    rows(row("p1", "Final", MINUTE));
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(matchingJsonPath("$.start_cursor", absent()))
            .willReturn(okJson(Notion.list(List.of(row("p1", "Final", MINUTE)), "c1"))));
    SERVICES.stubFor(
        post(QUERY)
            .withRequestBody(matchingJsonPath("$.start_cursor", equalTo("c1")))
            .willReturn(Notion.error(400, "validation_error", "The start_cursor is invalid")));
    body("p1", "Words");
    clock.set("2026-11-22T10:03:00Z");

    RunReport failed = hub.poll("meeting-notes");

    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.createdCount()).isEqualTo(1);
    assertThat(position()).isNull();
    SERVICES.resetMappings();
    rows(row("p1", "Final", MINUTE), row("p2", "Draft", MINUTE));
    RunReport again = hub.poll("meeting-notes");
    assertThat(again.state()).isEqualTo("done");
    assertThat(again.unchangedCount()).isEqualTo(1);
    assertThat(again.skippedCount()).isEqualTo(1);
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/slack/chat.postMessage")));
  }

  @Test
  void aBodyThatCannotBeReadIsReadAgainWithTheRetry() {
    rows(row("p1", "Final", MINUTE), row("p2", "Final", MINUTE));
    body("p1", "Words");
    SERVICES.stubFor(
        get("/v1/pages/" + id("p2") + "/markdown")
            .willReturn(Notion.error(404, "object_not_found", "Could not find page")));

    RunReport report = hub.poll("meeting-notes");

    assertThat(report.createdCount()).isEqualTo(1);
    assertThat(report.failedCount()).isEqualTo(1);
    body("p2", "Words at last");
    clock.advance(Duration.ofSeconds(6));
    RunReport retried = hub.retry("meeting-notes");
    assertThat(retried.createdCount()).isEqualTo(1);
    assertThat(new FailureStore(hub.store()).count("meeting-notes")).isZero();
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/slack/chat.postMessage"))
            .withRequestBody(matchingJsonPath("$.blocks[?(@.text.text == 'Words at last')]")));
  }

  /** The end of an answer that Notion cut at its 10,000th row. */
  private static String capped(String... rows) {
    return """
        {"object": "list", "results": [%s], "has_more": false, "next_cursor": null,
         "request_status": {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}}
        """
        .formatted(String.join(",", rows));
  }

  private static String earlier(String row) {
    return row.replace("2026-11-22T09:00:00.000Z", "2026-11-22T08:59:00.000Z");
  }

  private void rows(String... rows) {
    SERVICES.stubFor(post(QUERY).willReturn(okJson(Notion.list(List.of(rows), null))));
  }

  private void body(String page, String markdown) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("object", "page_markdown").put("markdown", markdown).put("truncated", false);
    SERVICES.stubFor(
        get("/v1/pages/" + id(page) + "/markdown").willReturn(okJson(answer.toString())));
  }

  private static String id(String page) {
    return "33333333-2222-4333-8444-5555555555" + page;
  }

  private static String row(String page, String status, String edited) {
    return """
        {"object": "page", "id": "%s", "url": "https://app.notion.com/p/%s",
         "created_time": "2026-11-22T09:00:00.000Z", "last_edited_time": "%s", "in_trash": false,
         "properties": {
          "Name": {"id": "title", "type": "title", "title": [
            {"type": "text", "plain_text": "Weekly", "text": {"content": "Weekly"}}]},
          "Date": {"id": "dat", "type": "date", "date": {"start": "2026-11-20", "end": null}},
          "Type": {"id": "typ", "type": "select", "select": null},
          "Participants": {"id": "par", "type": "people", "people": []},
          "Status": {"id": "sta", "type": "select", "select": {"id": "s", "name": "%s"}}}}
        """
        .formatted(id(page), page, edited, status);
  }

  private Instant position() {
    return new WatermarkStore(hub.store(), clock)
        .find("meeting-notes")
        .map(WatermarkStore.Watermark::position)
        .orElse(null);
  }
}
