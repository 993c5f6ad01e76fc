package caravan.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.FailureStore;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.store.RunReport;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What counts as evidence that a row is gone, on the wire. */
class NotionSweepsTest {

  private static final String NAME = "meeting-notes";
  private static final String QUERY = "/v1/data_sources/" + TestHub.NOTES + "/query";
  private static final String OTHER = "44444444-2222-4333-8444-555555555555";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final SettableClock clock = new SettableClock("2026-11-22T10:05:40Z");
  private TestHub hub;

  @BeforeEach
  void handOverThreeRows(@TempDir Path home) {
    SERVICES.stubFor(
        post("/slack/chat.postMessage").willReturn(okJson("{\"ok\": true, \"ts\": \"1.1\"}")));
    SERVICES.stubFor(
        post("/slack/chat.update").willReturn(okJson("{\"ok\": true, \"ts\": \"1.1\"}")));
    SERVICES.stubFor(
        get(urlPathMatching("/v1/pages/.*/markdown"))
            .willReturn(okJson("{\"object\": \"page_markdown\", \"markdown\": \"Words\"}")));
    hub = TestHub.start(home, SERVICES.baseUrl(), clock, Map.of("SYNC_SWEEP_CRON", "0 30 3 * * ?"));
    changed(row("p1"), row("p2"), row("p3"));
    assertThat(hub.poll(NAME).createdCount()).isEqualTo(3);
    changed();
    SERVICES.resetRequests();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aSweepListsTitlesOnlyAndReadsOnlyWhatIsMissing() {
    listed(light("p1"), light("p3"));
    page("p2", okJson(row("p2").replace("\"in_trash\": false", "\"in_trash\": true")));

    RunReport sweep = sweep();

    assertThat(sweep.state()).as(sweep.notes()).isEqualTo("done");
    assertThat(sweep.unchangedCount()).isEqualTo(2);
    assertThat(sweep.deletedCount()).isEqualTo(1);
    assertThat(sweep.requests()).isEqualTo(2);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlPathEqualTo(QUERY))
            .withQueryParam("filter_properties", equalTo("title")));
    SERVICES.verify(exactly(1), getRequestedFor(urlPathMatching("/v1/pages/.*")));
    verifyWithdrawn(1, "in Notion's trash");
    assertThat(state("p2")).isEqualTo(State.TRASHED);
  }

  @Test
  void aMissingRowWhosePageIsStillThereIsNotGone() {
    listed(light("p1"), light("p3"));
    page("p2", okJson(row("p2")));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("done");
    assertThat(sweep.unchangedCount()).isEqualTo(3);
    assertThat(sweep.notes()).isEqualTo("rows that were not listed but are there: 1");
    verifyWithdrawn(0, null);
    assertThat(state("p2")).isEqualTo(State.PRESENT);
  }

  @Test
  void aMissingRowWithAnotherParentWasMoved() {
    listed(light("p1"));
    page("p2", okJson(withParent(row("p2"), "data_source_id", OTHER)));
    page("p3", okJson(withParent(row("p3"), "page_id", OTHER)));

    RunReport sweep = sweep();

    assertThat(sweep.deletedCount()).isEqualTo(2);
    assertThat(sweep.notes()).isEqualTo("rows that were moved out of the data source: 2");
    verifyWithdrawn(2, "was moved elsewhere");
  }

  @Test
  void aListThatFailsOnItsSecondPageTakesNothingForGone() {
    query(absent(), okJson(Notion.list(List.of(light("p1")), "c1")));
    query(equalTo("c1"), Notion.error(400, "validation_error", "The start_cursor is invalid"));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.notes()).contains("start_cursor");
    nothingWasTakenForGone();
  }

  @Test
  void anIncompleteListTakesNothingForGone() {
    query(
        absent(),
        okJson(
            """
            {"object": "list", "results": [%s], "has_more": false, "next_cursor": null,
             "request_status": {"type": "incomplete", "incomplete_reason": "timeout"}}
            """
                .formatted(light("p1"))));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.complete()).isFalse();
    assertThat(sweep.notes()).contains("incomplete (timeout)");
    nothingWasTakenForGone();
  }

  @Test
  void aSourceThatCannotBeReadTakesNothingForGone() {
    ResponseDefinitionBuilder notShared =
        Notion.error(404, "object_not_found", "Could not find database with ID");
    query(absent(), notShared);
    SERVICES.stubFor(get("/v1/data_sources/" + TestHub.NOTES).willReturn(notShared));

    RunReport sweep = sweep();

    assertThat(sweep.state()).as("it is not shared any more").isEqualTo("paused");
    assertThat(sweep.notes()).contains("Notion does not show the data source");
    nothingWasTakenForGone();
  }

  @Test
  void onlyNotionsOwn404IsEvidence() {
    listed(light("p1"), light("p3"));
    page("p2", aResponse().withStatus(404).withBody("<html>no such host here</html>"));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.notes()).contains("404");
    verifyWithdrawn(0, null);
    assertThat(state("p2")).isEqualTo(State.PRESENT);
  }

  @Test
  void anAnswerOfAnotherKindIsNoEvidenceEither() {
    listed(light("p1"), light("p3"));
    page("p2", Notion.error(403, "restricted_resource", "API token does not have access"));

    RunReport sweep = sweep();
    assertThat(sweep.state()).isEqualTo("failed");
    assertThat(sweep.notes()).startsWith("GET /v1/pages/" + id("p2") + ": Notion answered 403");
    verifyWithdrawn(0, null);

    page("p2", Notion.error(404, "object_not_found", "Could not find page with ID"));
    clock.advance(Duration.ofMinutes(9));
    hub.poll(NAME);
    verifyWithdrawn(0, null);
    clock.advance(Duration.ofMinutes(1));
    assertThat(hub.pollAndAwait(NAME, "sweep").deletedCount()).as("tried again").isEqualTo(1);
    verifyWithdrawn(1, "no longer shared");
  }

  @Test
  void aWithdrawalThatFailsIsKeptAndRetriedWithoutAnotherSweep() {
    listed(light("p1"), light("p3"));
    page("p2", Notion.error(404, "object_not_found", "Could not find page with ID"));
    SERVICES.stubFor(
        post("/slack/chat.update")
            .willReturn(okJson("{\"ok\": false, \"error\": \"not_in_channel\"}")));

    assertThat(sweep().failedCount()).isEqualTo(1);
    assertThat(new FailureStore(hub.store()).count(NAME)).isEqualTo(1);

    SERVICES.stubFor(
        post("/slack/chat.update").willReturn(okJson("{\"ok\": true, \"ts\": \"1.1\"}")));
    SERVICES.resetRequests();
    clock.advance(Duration.ofSeconds(6));
    assertThat(hub.retry(NAME).deletedCount()).isEqualTo(1);
    verifyWithdrawn(1, "no longer shared");
    SERVICES.verify(exactly(0), getRequestedFor(urlPathMatching("/v1/pages/.*")));
  }

  @Test
  void aRowThatIsNewToASweepAndCannotBeReadIsReadWithTheRetry() {
    listed(light("p1"), light("p2"), light("p3"), light("p4"));
    page("p4", Notion.error(400, "validation_error", "Not now"));

    assertThat(sweep().failedCount()).isEqualTo(1);

    page("p4", okJson(row("p4")));
    SERVICES.resetRequests();
    clock.advance(Duration.ofSeconds(6));
    RunReport retried = hub.retry(NAME);
    assertThat(retried.createdCount()).isEqualTo(1);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/slack/chat.postMessage"))
            .withRequestBody(matchingJsonPath("$.text", equalTo("Meeting notes: Weekly p4"))));
  }

  @Test
  void aKeptRowThatWentIntoTheTrashMeanwhileIsWithdrawn() {
    listed(light("p1"), light("p2").replace("10:00:00", "10:07:00"), light("p3"));
    page("p2", Notion.error(400, "validation_error", "Not now"));
    assertThat(sweep().failedCount()).isEqualTo(1);

    page("p2", okJson(row("p2").replace("\"in_trash\": false", "\"in_trash\": true")));
    clock.advance(Duration.ofSeconds(6));
    assertThat(hub.retry(NAME).deletedCount()).isEqualTo(1);
    verifyWithdrawn(1, "in Notion's trash");
  }

  @Test
  void aPollThatMeetsARowInTheTrashWithdrawsItAtOnce() {
    changed(row("p1").replace("\"in_trash\": false", "\"in_trash\": true"));
    clock.advance(Duration.ofMinutes(1));

    RunReport poll = hub.poll(NAME);

    assertThat(poll.deletedCount()).isEqualTo(1);
    assertThat(poll.notes()).isEqualTo("rows that are in the trash: 1");
    assertThat(poll.requests()).as("no body is read").isEqualTo(1);
    verifyWithdrawn(1, "in Notion's trash");

    changed(
        row("p2").replace("\"in_trash\": false", "\"in_trash\": false, \"is_archived\": true"),
        withParent(row("p3"), "data_source_id", OTHER));
    clock.advance(Duration.ofMinutes(1));
    RunReport next = hub.poll(NAME);
    assertThat(next.deletedCount()).isEqualTo(2);
    assertThat(next.notes())
        .contains("rows that are archived: 1", "rows that were moved out of the data source: 1");
  }

  @Test
  void aWikisRowWhoseParentIsAPageIsARow() {
    changed(withParent(row("p1"), "page_id", OTHER));
    clock.advance(Duration.ofMinutes(1));

    assertThat(hub.poll(NAME).unchangedCount()).isEqualTo(1);
    verifyWithdrawn(0, null);
  }

  /** What polls find: they ask for whole rows. */
  private void changed(String... rows) {
    SERVICES.stubFor(
        post(urlPathEqualTo(QUERY))
            .withQueryParam("filter_properties", absent())
            .willReturn(okJson(Notion.list(List.of(rows), null))));
  }

  /** What a sweep lists. */
  private void listed(String... rows) {
    query(absent(), okJson(Notion.list(List.of(rows), null)));
  }

  private void query(StringValuePattern cursor, ResponseDefinitionBuilder answer) {
    SERVICES.stubFor(
        post(urlPathEqualTo(QUERY))
            .withQueryParam("filter_properties", equalTo("title"))
            .withRequestBody(matchingJsonPath("$.start_cursor", cursor))
            .willReturn(answer));
  }

  private void page(String page, ResponseDefinitionBuilder answer) {
    SERVICES.stubFor(get("/v1/pages/" + id(page)).willReturn(answer));
  }

  private RunReport sweep() {
    clock.advance(Duration.ofDays(1));
    return hub.pollAndAwait(NAME, "sweep");
  }

  private void nothingWasTakenForGone() {
    SERVICES.verify(exactly(0), getRequestedFor(urlPathMatching("/v1/pages/.*")));
    verifyWithdrawn(0, null);
    for (String page : List.of("p1", "p2", "p3")) {
      assertThat(state(page)).isEqualTo(State.PRESENT);
    }
  }

  private static void verifyWithdrawn(int times, String reason) {
    SERVICES.verify(exactly(times), postRequestedFor(urlEqualTo("/slack/chat.update")));
    if (reason != null) {
      SERVICES.verify(
          exactly(times),
          postRequestedFor(urlEqualTo("/slack/chat.update"))
              .withRequestBody(matchingJsonPath("$.blocks[0].text.text", containing(reason))));
    }
  }

  private static StringValuePattern containing(String text) {
    return com.github.tomakehurst.wiremock.client.WireMock.containing(text);
  }

  private State state(String page) {
    return new KnownItems(hub.store()).find(NAME, List.of(id(page))).get(id(page)).state();
  }

  private static String id(String page) {
    return "33333333-2222-4333-8444-5555555555" + page;
  }

  private static String withParent(String row, String type, String parent) {
    return row.replace(
        "{\"type\": \"data_source_id\", \"data_source_id\": \"" + TestHub.NOTES + "\"}",
        "{\"type\": \"%s\", \"%s\": \"%s\"}".formatted(type, type, parent));
  }

  private static String light(String page) {
    String row = row(page);
    return row.substring(0, row.indexOf(", \"Date\"")) + "}}";
  }

  private static String row(String page) {
    return """
        {"object": "page", "id": "%s", "url": "https://app.notion.com/p/%s",
         "created_time": "2026-11-22T09:00:00.000Z", "last_edited_time": "2026-11-22T10:00:00.000Z",
         "in_trash": false, "parent": {"type": "data_source_id", "data_source_id": "%s"},
         "properties": {
          "Name": {"id": "title", "type": "title", "title": [
            {"type": "text", "plain_text": "Weekly %s", "text": {"content": "Weekly"}}]}, "Date": {"id": "dat", "type": "date", "date": null},
          "Type": {"id": "typ", "type": "select", "select": null},
          "Participants": {"id": "par", "type": "people", "people": []},
          "Status": {"id": "sta", "type": "select", "select": {"id": "s", "name": "Final"}}}}
        """
        .formatted(id(page), page, TestHub.NOTES, page);
  }
}
