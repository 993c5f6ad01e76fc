package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Notion cuts at 25 references in a row is whole when a route sees it. */
class CompletionTest {

  private static final String EVERYTHING =
      """
      Name: {type: title}
      Text: {type: rich_text}
      Team: {type: people}
      Links: {type: relation}
      """;

  private PropertiesHub hub;
  private String source;

  @BeforeEach
  void aDataSource(@TempDir Path folder) {
    hub = new PropertiesHub(folder, SandboxOptions.unlimited());
    String others = hub.notion().createDataSource("Others", SchemaBuilder.titled("Name").build());
    source =
        hub.notion()
            .createDataSource(
                "Rows",
                SchemaBuilder.titled("Name")
                    .plain("Text", "rich_text")
                    .plain("Team", "people")
                    .twoWay("Links", others, "Row")
                    .build());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private JsonNode read(String contract) {
    hub.reading(contract).start(source, PropertiesHub.IN);
    hub.hub().forgetRequests();
    return hub.pollOne().path("properties");
  }

  @Test
  void relationIsReadWholeOverAllItsPages() {
    String others = hub.notion().dataSources().get("Others");
    String page = hub.notion().createPage(source, ValueBuilder.titled("Name", "row").build(), "");
    // More than a write can hold: each page on the other side adds itself.
    String[] ids =
        IntStream.range(0, 230)
            .mapToObj(
                i ->
                    hub.notion()
                        .createPage(
                            others,
                            ValueBuilder.titled("Name", "other " + i)
                                .references("Row", "relation", page)
                                .build(),
                            ""))
            .toArray(String[]::new);

    JsonNode links = read(EVERYTHING).path("Links");

    assertThat(links.path("pageIds")).extracting(JsonNode::asText).containsExactly(ids);
    assertThat(links.has("truncated")).isFalse();
    assertThat(hub.notes()).contains("properties completed beyond 25 references: 1");
    assertThat(hub.hub().requests()).as("the query, and three pages of the relation").hasSize(4);
  }

  @Test
  void exactlyTwentyFivePeopleAreDoubtedBecauseNotionDoesNotSayThatThereAreMore() {
    hub.notion()
        .createPage(
            source,
            ValueBuilder.titled("Name", "row").references("Team", "people", people(25)).build(),
            "");

    assertThat(read(EVERYTHING).path("Team")).hasSize(25);
    assertThat(hub.hub().requests()).as("the query, and one for the people").hasSize(2);
  }

  @Test
  void twentyFourPeopleCostNoRequest() {
    hub.notion()
        .createPage(
            source,
            ValueBuilder.titled("Name", "row").references("Team", "people", people(24)).build(),
            "");

    assertThat(read(EVERYTHING).path("Team")).hasSize(24);
    assertThat(hub.hub().requests()).as("the query").hasSize(1);
  }

  @Test
  void titleAndTextWithManyMentionsAreReadWhole() {
    String person = hub.notion().user("Reviewer One", "reviewer@example.com");
    ObjectNode values = ValueBuilder.titled("Name", "").build();
    for (String property : new String[] {"Name", "Text"}) {
      String type = property.equals("Name") ? "title" : "rich_text";
      ArrayNode parts = values.putObject(property).putArray(type);
      for (int i = 0; i < 30; i++) {
        parts.addObject().putObject("mention").putObject("user").put("id", person);
        parts.addObject().putObject("text").put("content", " " + i + ", ");
      }
    }
    hub.notion().createPage(source, values, "");

    JsonNode read = read(EVERYTHING);

    for (String property : new String[] {"Name", "Text"}) {
      assertThat(read.path(property).asText())
          .startsWith("@Reviewer One 0, @")
          .endsWith("@Reviewer One 29, ");
    }
    assertThat(hub.notes()).contains("properties completed beyond 25 references: 2");
    assertThat(hub.hub().requests()).hasSize(3);
  }

  @Test
  void whatTheContractDoesNotNameCostsNoRequestAndIsCounted() {
    hub.notion()
        .createPage(
            source,
            ValueBuilder.titled("Name", "row").references("Team", "people", people(30)).build(),
            "");

    assertThat(read("Name: {type: title}").path("Team")).hasSize(25);
    assertThat(hub.hub().requests()).hasSize(1);
    assertThat(hub.notes())
        .contains("properties left cut, because the contract does not name them: 1");
  }

  private String[] people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> hub.notion().user("Person " + i, "p" + i + "@example.com"))
        .toArray(String[]::new);
  }

  @Test
  void reconcileSeesWhatChangedBehindTheCutWithoutAnEdit(@TempDir Path folder) {
    MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
    hub.close();
    hub = new PropertiesHub(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    String others = hub.notion().createDataSource("Others", SchemaBuilder.titled("Name").build());
    source =
        hub.notion()
            .createDataSource(
                "Rows", SchemaBuilder.titled("Name").twoWay("Links", others, "Row").build());
    String page = hub.notion().createPage(source, ValueBuilder.titled("Name", "row").build(), "");
    IntStream.range(0, 26).forEach(i -> linkFrom(others, page));
    hub.hub().set("PROPERTIES_IN_RECONCILE_CRON", "0 0 5 ? * *");
    assertThat(read("Name: {type: title}\nLinks: {type: relation}\n").at("/Links/pageIds"))
        .hasSize(26);
    clock.move(Duration.ofMinutes(5));
    hub.poll();

    linkFrom(others, page);

    clock.move(Duration.ofMinutes(5));
    assertThat(hub.poll()).as("a related page leaves no trace in the row").isEmpty();
    clock.move(Duration.ofDays(1));
    assertThat(hub.pollAndAwait("reconcile").get(0).at("/properties/Links/pageIds")).hasSize(27);
  }

  private void linkFrom(String others, String page) {
    hub.notion()
        .createPage(
            others,
            ValueBuilder.titled("Name", "other").references("Row", "relation", page).build(),
            "");
  }
}
