package caravan.upsert;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.notion.NotionException;
import caravan.store.LinkStore;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who is found by an e-mail address, and how often Notion is asked for it. */
class PeopleDirectoryTest {

  private static final String USERS = "/v1/users";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private TestHub hub;
  private PeopleDirectory people;

  @BeforeEach
  void start(@TempDir Path home) {
    hub =
        TestHub.start(
            home,
            SERVICES.baseUrl(),
            clock,
            Map.of("NOTION_CONNECTIONS", "second", "NOTION_SECOND_TOKEN", "ntn-second"));
    people = directory();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private PeopleDirectory directory() {
    return new PeopleDirectory(
        new NotionGateway(hub.producer()),
        new Connections(List.of(), Map.of()),
        new LinkStore(hub.store(), clock),
        clock);
  }

  @Test
  void peopleOfAllPagesAreFoundWhateverTheCaseOfTheirAddress() {
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .withQueryParam("start_cursor", absent())
            .willReturn(okJson(Notion.list(List.of(person("u1", "One@Example.com")), "c1"))));
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .withQueryParam("start_cursor", equalTo("c1"))
            .willReturn(okJson(Notion.list(List.of(person("u2", "two@example.com")), null))));

    assertThat(find("one@example.com")).isEqualTo("u1");
    assertThat(find(" TWO@example.com ")).isEqualTo("u2");
    assertThat(find("three@example.com")).isNull();
    assertThat(asked()).as("two pages, once").isEqualTo(2);
  }

  @Test
  void theListIsReadAgainAfterAnHour() {
    users(person("u1", "one@example.com"));
    find("one@example.com");
    users(person("u9", "one@example.com"));

    clock.advance(Duration.ofMinutes(59));
    assertThat(find("one@example.com")).isEqualTo("u1");
    clock.advance(Duration.ofMinutes(1));
    assertThat(find("one@example.com")).isEqualTo("u9");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void newColleagueIsFoundWithinMinutes() {
    users(person("u1", "one@example.com"));
    find("one@example.com");
    users(person("u1", "one@example.com"), person("u2", "new@example.com"));

    clock.advance(Duration.ofMinutes(4));
    assertThat(find("new@example.com")).isNull();
    clock.advance(Duration.ofMinutes(1));
    assertThat(find("new@example.com")).isEqualTo("u2");
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void wrongAddressDoesNotCostARequestPerRecord() {
    users(person("u1", "one@example.com"));

    for (int i = 0; i < 1_000; i++) {
      assertThat(find("wrong" + i % 7 + "@example.com")).isNull();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(asked()).as("in 1,000 seconds: at once, then every five minutes").isEqualTo(4);
  }

  @Test
  void failedRefreshLosesNobodyAndIsRepeatedInMinutes() {
    users(person("u1", "one@example.com"));
    find("one@example.com");
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .willReturn(Notion.error(401, "unauthorized", "API token is invalid.")));

    clock.advance(Duration.ofHours(2));
    assertThat(find("one@example.com")).isEqualTo("u1");
    assertThat(find("one@example.com")).isEqualTo("u1");
    assertThat(find("two@example.com")).isNull();
    assertThat(asked()).isEqualTo(2);

    users(person("u1", "one@example.com"), person("u2", "two@example.com"));
    clock.advance(Duration.ofMinutes(5));
    assertThat(find("two@example.com")).isEqualTo("u2");
  }

  @Test
  void listThatBreaksOffIsNotTakenForTheWhole() {
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .withQueryParam("start_cursor", absent())
            .willReturn(okJson(Notion.list(List.of(person("u1", "one@example.com")), "c1"))));
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .withQueryParam("start_cursor", equalTo("c1"))
            .willReturn(Notion.error(400, "validation_error", "The start_cursor is invalid")));

    assertThatThrownBy(() -> find("one@example.com")).isInstanceOf(NotionException.class);
  }

  @Test
  void withoutAnyListTheErrorIsNotTakenForNobody() {
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .willReturn(Notion.error(401, "unauthorized", "API token is invalid.")));

    assertThatThrownBy(() -> find("one@example.com")).isInstanceOf(NotionException.class);
  }

  @Test
  void connectionThatMayNotListPeopleAsksOnceAnHour() {
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS))
            .willReturn(Notion.error(403, "restricted_resource", "Insufficient permissions")));

    for (int i = 0; i < 12; i++) {
      assertThat(find("one@example.com")).isNull();
      clock.advance(Duration.ofMinutes(5));
    }
    assertThat(asked()).isEqualTo(1);

    users(person("u1", "one@example.com"));
    assertThat(find("one@example.com")).isEqualTo("u1");
  }

  @Test
  void botIsNotFoundByTheAddressOfItsOwner() {
    String owner = person("u1", "owner@example.com");
    users(
        """
        {"object": "user", "id": "b1", "name": "Robot", "type": "bot",
         "person": {"email": "owner@example.com"},
         "bot": {"owner": {"type": "user", "user": %s}}}"""
            .formatted(owner));

    assertThat(find("owner@example.com")).isNull();
  }

  @Test
  void guestIsLearntFromARowAndKeptForTheNextStart() {
    users(person("u1", "one@example.com"));
    assertThat(find("guest@example.com")).isNull();
    people.meet(exchange("notion"), row(person("g1", "Guest@example.com"), "{\"id\": \"x\"}"));

    assertThat(find("guest@example.com")).isEqualTo("g1");

    people = directory();
    assertThat(find("guest@example.com"))
        .as("after a restart, before any row is met")
        .isEqualTo("g1");
    people.meet(exchange("notion"), row(person("g2", "guest@example.com")));
    assertThat(find("guest@example.com")).as("the guest was invited anew").isEqualTo("g2");
    assertThat(asked()).as("the list, once per start").isEqualTo(2);
  }

  @Test
  void theListKnowsBetterThanARow() {
    users(person("u1", "one@example.com"));
    people.meet(exchange("notion"), row(person("old", "one@example.com")));

    assertThat(find("one@example.com")).isEqualTo("u1");
  }

  @Test
  void groupsAndBotsOfARowAreNobody() {
    users();
    people.meet(
        exchange("notion"),
        row(
            "{\"object\": \"group\", \"id\": \"g\", \"name\": \"one@example.com\"}",
            "{\"object\": \"user\", \"id\": \"b\", \"type\": \"bot\", \"person\": {\"email\": \"one@example.com\"}}"));

    assertThat(find("one@example.com")).isNull();
  }

  @Test
  void eachConnectionHasItsOwnPeople() {
    users();
    people.meet(exchange("second"), row(person("g1", "guest@example.com")));

    assertThat(find("guest@example.com")).isNull();
    assertThat(people.userId(exchange("second"), "guest@example.com")).contains("g1");
  }

  private String find(String email) {
    return people.userId(exchange("notion"), email).orElse(null);
  }

  private Exchange exchange(String connection) {
    Exchange exchange = new DefaultExchange(hub.context());
    exchange.setVariable(Connections.VARIABLE, connection);
    return exchange;
  }

  private static void users(String... users) {
    SERVICES.stubFor(
        get(urlPathEqualTo(USERS)).willReturn(okJson(Notion.list(List.of(users), null))));
  }

  private static int asked() {
    return SERVICES.findAll(getRequestedFor(urlPathEqualTo(USERS))).size();
  }

  private static String person(String id, String email) {
    return """
        {"object": "user", "id": "%s", "name": "Somebody", "type": "person", "person": {"email": "%s"}}"""
        .formatted(id, email);
  }

  private static JsonNode row(String... people) {
    try {
      return new ObjectMapper()
          .readTree(
              """
              {"object": "page", "properties": {
                "Name": {"id": "title", "type": "title", "title": []},
                "Owner": {"id": "own", "type": "people", "people": [%s]}}}"""
                  .formatted(String.join(",", people)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
