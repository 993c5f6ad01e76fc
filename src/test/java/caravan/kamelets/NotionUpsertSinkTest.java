package caravan.kamelets;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Outcome;
import caravan.sync.RetryAt;
import caravan.sync.Run;
import caravan.testing.Linear;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NotionUpsertSinkTest {

  private static final String QUERY = "/v1/data_sources/" + TestHub.ISSUES + "/query";
  private static final String PAGE = "44444444-2222-4333-8444-555555555555";
  private static final String PARAGRAPH = Notion.paragraph("b1", "Words", Notion.HUB);
  private static final String V1 = "2026-11-22T09:30:00.000Z";
  private static final String V2 = "2026-11-22T09:31:00.000Z";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final ObjectMapper json = new ObjectMapper();
  private final SettableClock clock = new SettableClock("2026-11-22T10:00:30Z");
  private TestHub hub;
  private LinkStore links;

  @BeforeEach
  void start(@TempDir Path home) {
    SERVICES.stubFor(Notion.schema());
    SERVICES.stubFor(Notion.nobody());
    SERVICES.stubFor(Notion.hubUser());
    SERVICES.stubFor(Notion.rows());
    SERVICES.stubFor(
        post("/v1/pages")
            .willReturn(okJson("{\"object\": \"page\", \"id\": \"%s\"}".formatted(PAGE))));
    SERVICES.stubFor(
        patch("/v1/pages/" + PAGE)
            .willReturn(okJson("{\"object\": \"page\", \"id\": \"%s\"}".formatted(PAGE))));
    SERVICES.stubFor(
        patch("/v1/blocks/" + PAGE + "/children").willReturn(okJson(Notion.list(List.of(), null))));
    SERVICES.stubFor(
        get(urlPathEqualTo("/v1/blocks/" + PAGE + "/children"))
            .willReturn(okJson(Notion.list(List.of(PARAGRAPH), null))));
    SERVICES.stubFor(patch("/v1/blocks/b1").willReturn(okJson(PARAGRAPH)));
    hub = TestHub.start(home, SERVICES.baseUrl(), clock, Map.of());
    links = new LinkStore(hub.store(), clock);
  }

  @AfterEach
  void stop() {
    hub.close();
    Notion.judge(SERVICES.getAllServeEvents());
  }

  @Test
  void aNewRecordIsOneRequestWithPropertiesAndBody() {
    Exchange delivered =
        deliver(
            Linear.issue("i1", "One", V1)
                .replace("\"description\": null", "\"description\": \"Some *words*\"")
                .replace("\"dueDate\": null", "\"dueDate\": \"2026-12-24\""));

    assertThat(outcome(delivered)).isEqualTo(Outcome.CREATED);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo("/v1/pages"))
            .withRequestBody(
                equalToJson(
                    """
                    {"parent": {"type": "data_source_id",
                                "data_source_id": "11111111-2222-4333-8444-555555555555"},
                     "properties": {
                       "title": {"title": [{"text": {"content": "One"}}]},
                       "sta": {"select": {"name": "Todo"}},
                       "pri": {"select": {"name": "High"}},
                       "own": {"people": []},
                       "due": {"date": {"start": "2026-12-24"}},
                       "lab": {"multi_select": []},
                       "est": {"number": 3},
                       "par": {"relation": []},
                       "url": {"url": "https://linear.app/x/i1"},
                       "e%3Ax": {"rich_text": [{"text": {"content": "i1"}}]}},
                     "children": [{"object": "block", "type": "paragraph", "paragraph": {"rich_text": [
                       {"type": "text", "text": {"content": "Some "}},
                       {"type": "text", "text": {"content": "words"}, "annotations": {"italic": true}}]}}]}
                    """)));
    assertThat(links.find(TestHub.ISSUES, "i1"))
        .hasValueSatisfying(
            link -> {
              assertThat(link.state()).isEqualTo(Link.State.LINKED);
              assertThat(link.remoteId()).isEqualTo(PAGE);
            });
  }

  @Test
  void theLinksOfRowsThatExistAreLearntOnceByTheKeysIdInTheQueryString() {
    SERVICES.stubFor(Notion.rows(Notion.issueRow(PAGE, "i1")));
    SERVICES.stubFor(
        patch("/v1/pages/" + PAGE)
            .willReturn(
                okJson(
                    """
                    {"object": "page", "id": "%s", "created_by": {"id": "a-person"},
                     "last_edited_by": {"id": "%s"}}
                    """
                        .formatted(PAGE, Notion.HUB))));

    assertThat(outcome(deliver(Linear.issue("i1", "One", V1)))).isEqualTo(Outcome.UPDATED);
    assertThat(outcome(deliver(Linear.issue("i2", "Two", V1)))).isEqualTo(Outcome.CREATED);

    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo(QUERY + "?filter_properties=e%253Ax&filter_properties=own")));
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));
  }

  @Test
  void anUnchangedRecordIsNoRequest() {
    deliver(Linear.issue("i1", "One", V1));
    SERVICES.resetRequests();

    Exchange again = deliver(Linear.issue("i1", "One", V2));

    assertThat(outcome(again)).isEqualTo(Outcome.UNCHANGED);
    assertThat(SERVICES.getAllServeEvents()).isEmpty();
  }

  @Test
  void aRecordThatGoesBackToWhatItWasIsDeliveredAgain() {
    deliver(Linear.issue("i1", "A", V1));
    deliver(Linear.issue("i1", "B", V2));

    Exchange back = deliver(Linear.issue("i1", "A", "2026-11-22T09:32:00.000Z"));

    assertThat(outcome(back)).isEqualTo(Outcome.UPDATED);
    SERVICES.verify(exactly(2), patchRequestedFor(urlEqualTo("/v1/pages/" + PAGE)));
  }

  @Test
  void anOlderVersionIsSkipped() {
    deliver(Linear.issue("i1", "New", V2));
    SERVICES.resetRequests();

    Exchange late = deliver(Linear.issue("i1", "Old", V1));

    assertThat(outcome(late)).isEqualTo(Outcome.SKIPPED);
    assertThat(SERVICES.getAllServeEvents()).isEmpty();
  }

  @Test
  void changedPropertiesAreOneRequestThatLeavesTheBodyAlone() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.resetRequests();

    Exchange changed = deliver(described("i1", "Two", "Words", V2));

    assertThat(outcome(changed)).isEqualTo(Outcome.UPDATED);
    assertThat(SERVICES.getAllServeEvents()).hasSize(1);
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlEqualTo("/v1/pages/" + PAGE))
            .withRequestBody(
                equalToJson(
                    """
                    {"properties": {
                       "title": {"title": [{"text": {"content": "Two"}}]},
                       "sta": {"select": {"name": "Todo"}},
                       "pri": {"select": {"name": "High"}},
                       "own": {"people": []},
                       "due": {"date": null},
                       "lab": {"multi_select": []},
                       "est": {"number": 3},
                       "par": {"relation": []},
                       "url": {"url": "https://linear.app/x/i1"},
                       "e%3Ax": {"rich_text": [{"text": {"content": "i1"}}]}}}
                    """)));
  }

  @Test
  void aChangedBodyIsWrittenWithoutTouchingTheProperties() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.resetRequests();

    Exchange changed = deliver(described("i1", "One", "Other words", V2));

    assertThat(outcome(changed)).isEqualTo(Outcome.UPDATED);
    SERVICES.verify(
        exactly(1), getRequestedFor(urlPathEqualTo("/v1/blocks/" + PAGE + "/children")));
    SERVICES.verify(
        exactly(1),
        patchRequestedFor(urlEqualTo("/v1/blocks/b1"))
            .withRequestBody(
                equalToJson(
                    """
                    {"paragraph": {
                      "rich_text": [{"type": "text", "text": {"content": "Other words"}}]}}
                    """)));
    assertThat(SERVICES.getAllServeEvents()).hasSize(2);
  }

  @Test
  void aBodyThatWasNotWrittenToItsEndIsWrittenAgain() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.stubFor(
        patch("/v1/blocks/b1")
            .willReturn(Notion.error(400, "validation_error", "body failed validation")));
    assertThat(deliver(described("i1", "One", "Other words", V2)).getException()).isNotNull();
    assertThat(links.find(TestHub.ISSUES, "i1").orElseThrow().bodyHash()).isNull();
    SERVICES.stubFor(patch("/v1/blocks/b1").willReturn(okJson(PARAGRAPH)));

    Exchange again = deliver(described("i1", "One", "Other words", V2));

    assertThat(outcome(again)).isEqualTo(Outcome.UPDATED);
    assertThat(links.find(TestHub.ISSUES, "i1").orElseThrow().bodyHash()).isNotNull();
  }

  @Test
  void aBodyThatAPersonEditedIsLeftAndTheHubAsksOnceWhoItIs() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.stubFor(
        get(urlPathEqualTo("/v1/blocks/" + PAGE + "/children"))
            .willReturn(
                okJson(
                    Notion.list(List.of(Notion.paragraph("b1", "My words", "a-person")), null))));
    SERVICES.resetRequests();

    Exchange changed = deliver(described("i1", "One", "Other words", V2));

    assertThat(outcome(changed)).isEqualTo(Outcome.SKIPPED);
    SERVICES.verify(exactly(1), getRequestedFor(urlEqualTo("/v1/users/me")));
    assertThat(SERVICES.getAllServeEvents()).hasSize(2);

    deliver(described("i1", "Two", "Other words", "2026-11-22T09:32:00.000Z"));
    SERVICES.verify(exactly(1), getRequestedFor(urlEqualTo("/v1/users/me")));
    SERVICES.verify(exactly(1), patchRequestedFor(urlEqualTo("/v1/pages/" + PAGE)));
  }

  @Test
  void aTokenThatActsAsAPersonLeavesNothingToBeTakenForTheHubs() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.stubFor(
        get("/v1/users/me")
            .willReturn(
                okJson(
                    "{\"object\": \"user\", \"id\": \"%s\", \"type\": \"person\"}"
                        .formatted(Notion.HUB))));
    SERVICES.stubFor(
        get(urlPathEqualTo("/v1/blocks/" + PAGE + "/children"))
            .willReturn(
                okJson(
                    Notion.list(List.of(Notion.paragraph("b1", "My words", Notion.HUB)), null))));

    assertThat(outcome(deliver(described("i1", "One", "Other words", V2))))
        .isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void whereNotionDoesNotSayWhoTheHubIsTheBodyWaits() {
    deliver(described("i1", "One", "Words", V1));
    SERVICES.stubFor(
        get("/v1/users/me").willReturn(Notion.error(403, "restricted_resource", "not allowed")));
    SERVICES.stubFor(
        get(urlPathEqualTo("/v1/blocks/" + PAGE + "/children"))
            .willReturn(
                okJson(
                    Notion.list(List.of(Notion.paragraph("b1", "My words", Notion.HUB)), null))));

    Exchange changed = deliver(described("i1", "One", "Other words", V2));

    assertThat(changed.getException()).hasMessageContaining("which user the connection is");
    SERVICES.verify(exactly(0), patchRequestedFor(urlEqualTo("/v1/blocks/b1")));
  }

  @Test
  void aCreateThatWasSavedAlthoughItAnswered503IsNotRepeated() {
    SERVICES.stubFor(
        post("/v1/pages")
            .willReturn(
                Notion.error(
                    503,
                    "service_unavailable",
                    "saved",
                    """
                    {"retry_guidance": ["Read the object again.", "Do not repeat the write."],
                     "committed_resource_id": "%s"}
                    """
                        .formatted(PAGE))));

    Exchange delivered = deliver(Linear.issue("i1", "One", V1));

    assertThat(delivered.getException()).isNull();
    assertThat(outcome(delivered)).isEqualTo(Outcome.CREATED);
    assertThat(links.find(TestHub.ISSUES, "i1").orElseThrow().remoteId()).isEqualTo(PAGE);
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));
  }

  @Test
  void aPlain503OnACreateStaysPendingAndIsFoundByItsExternalId() {
    SERVICES.stubFor(
        post("/v1/pages")
            .willReturn(Notion.error(503, "service_unavailable", "Notion is unavailable")));
    Exchange unknown = deliver(Linear.issue("i1", "One", V1));
    assertThat(unknown.getException()).isInstanceOf(RetryAt.class);
    assertThat(((RetryAt) unknown.getException()).retryAt())
        .isEqualTo(clock.instant().plusSeconds(3));
    assertThat(links.find(TestHub.ISSUES, "i1").orElseThrow().state())
        .isEqualTo(Link.State.PENDING);
    SERVICES.stubFor(Notion.rows(Notion.issueRow(PAGE, "i1")));
    clock.advance(Duration.ofSeconds(3));

    Exchange found = deliver(Linear.issue("i1", "One", V1));

    assertThat(found.getException()).isNull();
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));
    assertThat(links.find(TestHub.ISSUES, "i1").orElseThrow().remoteId()).isEqualTo(PAGE);
    SERVICES.verify(
        exactly(1),
        postRequestedFor(urlEqualTo(QUERY))
            .withRequestBody(
                equalToJson(
                    """
                    {"filter": {"or": [{"property": "e%3Ax", "rich_text": {"equals": "i1"}}]},
                     "page_size": 100}
                    """)));
  }

  @Test
  void aCreateWithoutAnswerIsSentAgainOnlyWhenTheIndexHadTimeToShowIt() {
    SERVICES.stubFor(
        post("/v1/pages").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(deliver(Linear.issue("i1", "One", V1)).getException()).isInstanceOf(RetryAt.class);
    SERVICES.stubFor(Notion.creates());

    clock.advance(Duration.ofSeconds(29));
    Exchange early = deliver(Linear.issue("i1", "One", V1));
    assertThat(early.getException()).isInstanceOf(RetryAt.class);
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));
    assertThat(((RetryAt) early.getException()).retryAt())
        .as("when notion.index.lag (30 s) is over")
        .isEqualTo(clock.instant().plusSeconds(1));

    clock.advance(Duration.ofSeconds(1));
    Exchange late = deliver(Linear.issue("i1", "One", V1));

    assertThat(late.getException()).isNull();
    assertThat(outcome(late)).isEqualTo(Outcome.CREATED);
    SERVICES.verify(exactly(2), postRequestedFor(urlEqualTo("/v1/pages")));
  }

  @Test
  void aRefusedCreateLeavesNothingPending() {
    SERVICES.stubFor(
        post("/v1/pages").willReturn(Notion.error(400, "validation_error", "not right")));

    assertThat(deliver(Linear.issue("i1", "One", V1)).getException()).isNotNull();

    assertThat(links.find(TestHub.ISSUES, "i1")).isEmpty();
  }

  @Test
  void aPageThatIsGoneIsCreatedAnewOnceTheDataSourceDoesNotShowIt() {
    deliver(Linear.issue("i1", "One", V1));
    pageAnswers404();
    assertThat(deliver(Linear.issue("i1", "Two", V2)).getException()).isNotNull();
    clock.advance(Duration.ofSeconds(29));
    assertThat(deliver(Linear.issue("i1", "Two", V2)).getException()).isInstanceOf(RetryAt.class);
    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));

    clock.advance(Duration.ofSeconds(1));
    Exchange again = deliver(Linear.issue("i1", "Two", V2));

    assertThat(outcome(again)).isEqualTo(Outcome.CREATED);
    SERVICES.verify(exactly(2), postRequestedFor(urlEqualTo("/v1/pages")));
  }

  @Test
  void aPageThatTheDataSourceStillShowsIsNotCreatedAgain() {
    deliver(Linear.issue("i1", "One", V1));
    pageAnswers404();
    SERVICES.stubFor(Notion.rows(Notion.issueRow(PAGE, "i1")));
    assertThat(deliver(Linear.issue("i1", "Two", V2)).getException()).isNotNull();
    clock.advance(Duration.ofMinutes(1));

    assertThat(deliver(Linear.issue("i1", "Two", V2)).getException()).isNotNull();

    SERVICES.verify(exactly(1), postRequestedFor(urlEqualTo("/v1/pages")));
  }

  @Test
  void twoHundredAndFiftyPendingLinksAreLookedUpWithThreeQueries() {
    deliver(Linear.issue("first", "One", V1));
    IntStream.range(0, 250).forEach(i -> links.markPending(TestHub.ISSUES, "p" + i, "hash", null));
    List<String> rows = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> rows.add(Notion.issueRow(PAGE, "p" + i)));
    SERVICES.stubFor(
        post(urlPathEqualTo(QUERY))
            .withRequestBody(matchingJsonPath("$.filter.or[?(@.rich_text.equals == 'p0')]"))
            .willReturn(okJson(Notion.list(rows, null))));
    SERVICES.resetRequests();

    deliver(Linear.issue("p249", "Last", V1));

    List<Integer> sizes =
        SERVICES.findAll(postRequestedFor(urlEqualTo(QUERY))).stream()
            .map(LoggedRequest::getBodyAsString)
            .map(body -> read(body).at("/filter/or").size())
            .toList();
    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(links.count(TestHub.ISSUES, Link.State.LINKED)).isEqualTo(101);
    assertThat(links.pending(TestHub.ISSUES))
        .hasSize(150)
        .allSatisfy(link -> assertThat(link.lookedUpAt()).isEqualTo(clock.instant()));
  }

  private static void pageAnswers404() {
    SERVICES.stubFor(
        patch("/v1/pages/" + PAGE)
            .willReturn(Notion.error(404, "object_not_found", "Could not find page")));
  }

  private Exchange deliver(String issue) {
    Run run = hub.hub().beans().runs().begin("linear-issues", "poll");
    Exchange delivered =
        hub.producer()
            .request(
                "direct:linear-issues",
                exchange -> {
                  exchange.setVariable("run", run);
                  exchange.setVariable("item", issue);
                  exchange.getMessage().setBody(read(issue));
                });
    hub.hub().beans().runs().finish(run);
    return delivered;
  }

  private static Outcome outcome(Exchange delivered) {
    if (delivered.getException() != null) {
      throw new AssertionError("the delivery failed", delivered.getException());
    }
    return delivered.getVariable("outcome", Outcome.class);
  }

  private static String described(String id, String title, String body, String version) {
    return Linear.issue(id, title, version)
        .replace("\"description\": null", "\"description\": \"" + body + "\"");
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
