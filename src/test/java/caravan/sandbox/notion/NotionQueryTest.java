package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotionQueryTest extends NotionSandboxBase {

  private NotionClient.Got query(String body) throws Exception {
    return client.post("/v1/data_sources/" + tasks + "/query", body);
  }

  private List<String> titles(String filter) throws Exception {
    var got =
        query(
            "{\"filter\":"
                + filter
                + ",\"sorts\":[{\"property\":\"Name\",\"direction\":\"ascending\"}]}");
    assertThat(got.status()).as(got.message()).isEqualTo(200);
    List<String> titles = new ArrayList<>();
    got.json()
        .path("results")
        .forEach(row -> titles.add(row.at("/properties/Name/title/0/plain_text").asText()));
    return titles;
  }

  @Test
  void queriesSeeWritesOnlyAfterTheIndexLag() throws Exception {
    String id = page("a");
    assertThat(query("{}").json().path("results")).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(query("{}").json().path("results")).hasSize(1);
    notion.editProperties(id, ValueBuilder.titled("Name", "b").build());
    assertThat(query("{}").json().at("/results/0/properties/Name/title/0/plain_text").asText())
        .isEqualTo("a");
    clock.advance(Duration.ofSeconds(2));
    assertThat(query("{}").json().at("/results/0/properties/Name/title/0/plain_text").asText())
        .isEqualTo("b");
    assertThat(client.post("/v1/search", "{\"query\":\"B\"}").json().path("results")).hasSize(1);
  }

  @Test
  void cursorsGiveEveryRowOnceAndForeignOnesAreRefused() throws Exception {
    for (int i = 0; i < 25; i++) {
      page("row " + i);
    }
    settle();
    var seen = new HashSet<String>();
    String cursor = null;
    int requests = 0;
    do {
      String start = cursor == null ? "" : ",\"start_cursor\":\"" + cursor + "\"";
      JsonNode answer = query("{\"page_size\":10" + start + "}").json();
      answer.path("results").forEach(row -> assertThat(seen.add(row.path("id").asText())).isTrue());
      cursor = answer.path("has_more").asBoolean() ? answer.path("next_cursor").asText() : null;
      requests++;
    } while (cursor != null);
    assertThat(seen).hasSize(25);
    assertThat(requests).isEqualTo(3);
    assertThat(query("{\"start_cursor\":\"nonsense\"}").message())
        .isEqualTo("The start_cursor provided is invalid: nonsense");
    assertThat(query("{\"page_size\":101}").message()).contains("body.page_size should be ≤ `100`");
  }

  @Test
  void cappedQueriesSayThatTheyAreIncomplete() throws Exception {
    sandbox.options(sandbox.options().toBuilder().rowCap(5).build());
    for (int i = 0; i < 7; i++) {
      page("row " + i);
    }
    settle();
    JsonNode first = query("{\"page_size\":3}").json();
    assertThat(first.at("/request_status/incomplete_reason").asText())
        .isEqualTo("query_result_limit_reached");
    JsonNode last =
        query("{\"page_size\":3,\"start_cursor\":\"" + first.path("next_cursor").asText() + "\"}")
            .json();
    assertThat(last.path("results")).hasSize(2);
    assertThat(last.path("has_more").asBoolean()).isFalse();
    assertThat(last.at("/request_status/type").asText()).isEqualTo("incomplete");
  }

  @Test
  void filtersCoverTheTypes() throws Exception {
    String person = notion.user("Reviewer One", "reviewer@example.com");
    notion.createPage(
        tasks,
        ValueBuilder.titled("Name", "alpha")
            .option("Status", "status", "Done")
            .option("Priority", "select", "High")
            .options("Labels", "red")
            .references("Owner", "people", person)
            .date("Due", "2026-12-01", null)
            .number("Estimate", 5)
            .checkbox("Done", true)
            .text("External ID", "e-1")
            .build(),
        null);
    notion.createPage(
        tasks,
        ValueBuilder.titled("Name", "beta").option("Priority", "select", "Low").build(),
        null);
    settle();
    assertThat(titles("{\"property\":\"Name\",\"title\":{\"contains\":\"alp\"}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"title\",\"title\":{\"does_not_contain\":\"alp\"}}"))
        .containsExactly("beta");
    assertThat(titles("{\"property\":\"External ID\",\"rich_text\":{\"equals\":\"e-1\"}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Status\",\"status\":{\"equals\":\"Not started\"}}"))
        .containsExactly("beta");
    assertThat(titles("{\"property\":\"Priority\",\"select\":{\"equals\":[\"High\",\"Low\"]}}"))
        .containsExactly("alpha", "beta");
    assertThat(titles("{\"property\":\"Labels\",\"multi_select\":{\"contains\":\"red\"}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Owner\",\"people\":{\"contains\":\"" + person + "\"}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Owner\",\"people\":{\"is_empty\":true}}"))
        .containsExactly("beta");
    assertThat(titles("{\"property\":\"Due\",\"date\":{\"on_or_after\":\"2026-12-01\"}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Due\",\"date\":{\"after\":\"2026-12-01\"}}")).isEmpty();
    assertThat(titles("{\"property\":\"Due\",\"date\":{\"next_month\":{}}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Estimate\",\"number\":{\"greater_than\":4}}"))
        .containsExactly("alpha");
    assertThat(titles("{\"property\":\"Done\",\"checkbox\":{\"equals\":false}}"))
        .containsExactly("beta");
    assertThat(titles("{\"property\":\"Number\",\"unique_id\":{\"equals\":2}}"))
        .containsExactly("beta");
    String group =
        "{\"and\":[{\"property\":\"Name\",\"title\":{\"is_not_empty\":true}},{\"or\":["
            + "{\"property\":\"Done\",\"checkbox\":{\"equals\":true}},"
            + "{\"timestamp\":\"created_time\",\"created_time\":{\"before\":\"2020-01-01\"}}]}]}";
    assertThat(titles(group)).containsExactly("alpha");

    assertThat(query("{\"filter\":{\"and\":[{\"or\":[{\"and\":[]}]}]}}").message())
        .contains("should be not present");
    assertThat(query("{\"filter\":{\"property\":\"Nope\",\"title\":{\"equals\":\"x\"}}}").message())
        .isEqualTo("Could not find property with name or id: Nope");
    assertThat(
            query("{\"filter\":{\"property\":\"Priority\",\"status\":{\"equals\":\"High\"}}}")
                .message())
        .isEqualTo("database property select does not match filter status");
    assertThat(
            query("{\"filter\":{\"property\":\"Priority\",\"select\":{\"equals\":\"None\"}}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void timestampFiltersCompareTheRoundedTime() throws Exception {
    Instant past = Instant.parse("2026-11-01T08:15:40Z");
    notion.createPage(tasks, ValueBuilder.titled("Name", "old").build(), "text", past, past);
    String filter =
        "{\"timestamp\":\"last_edited_time\",\"last_edited_time\":{\"on_or_after\":\"%s\"}}";
    assertThat(titles(filter.formatted("2026-11-01T08:15:00.000Z"))).containsExactly("old");
    assertThat(titles(filter.formatted("2026-11-01T08:15:01.000Z"))).isEmpty();
  }

  @Test
  void filterPropertiesKeepsOnlyThoseAsked() throws Exception {
    page("a");
    settle();
    String id = notion.dataSource(tasks).at("/properties/Estimate/id").asText();
    String path =
        "/v1/data_sources/" + tasks + "/query?filter_properties%5B%5D=title&filter_properties=";
    var got = client.post(path + id.replace("%", "%25"), "{}");
    assertThat(got.status()).as(got.message()).isEqualTo(200);
    assertThat(got.json().at("/results/0/properties").size()).isEqualTo(2);
    assertThat(client.post(path + "Nope", "{}").status()).isEqualTo(400);
  }

  @Test
  void schemaChangesKeepIdsOnRenameAndChangeThemOnDeleteAndAdd() throws Exception {
    String path = "/v1/data_sources/" + tasks;
    String id = client.get(path).json().at("/properties/Estimate/id").asText();
    var renamed =
        client.patch(path, "{\"properties\":{\"Estimate\":{\"name\":\"Points\"}}}").json();
    assertThat(renamed.at("/properties/Points/id").asText()).isEqualTo(id);
    var retyped = client.patch(path, "{\"properties\":{\"" + id + "\":{\"rich_text\":{}}}}").json();
    assertThat(retyped.at("/properties/Points/type").asText()).isEqualTo("rich_text");
    client.patch(path, "{\"properties\":{\"Points\":null}}");
    var added =
        client
            .patch(path, "{\"properties\":{\"Points\":{\"number\":{\"format\":\"euro\"}}}}")
            .json();
    assertThat(added.at("/properties/Points/id").asText()).isNotEqualTo(id);
    assertThat(added.at("/properties/Points/number/format").asText()).isEqualTo("euro");
    assertThat(client.patch(path, "{\"properties\":{\"Name\":null}}").status()).isEqualTo(400);
    var options =
        client.patch(
            path,
            "{\"properties\":{\"Priority\":{\"select\":{\"options\":[{\"name\":\"Low\"},{\"name\":\"Mid\"}]}}}}");
    assertThat(options.json().at("/properties/Priority/select/options").findValuesAsText("name"))
        .containsExactly("Low", "Mid");
  }

  @Test
  void databasesAndDataSourcesCanBeCreatedOverHttp() throws Exception {
    String parent = page("parent");
    var made =
        client.post(
            "/v1/databases",
            "{\"parent\":{\"type\":\"page_id\",\"page_id\":\""
                + parent
                + "\"},\"title\":"
                + text("DB")
                + ",\"initial_data_source\":{\"properties\":{\"Title\":{\"title\":{}},\"N\":{\"number\":{}}}}}");
    assertThat(made.status()).as(made.message()).isEqualTo(200);
    String database = made.json().path("id").asText();
    var second =
        client.post(
            "/v1/data_sources",
            "{\"parent\":{\"database_id\":\""
                + database
                + "\"},\"properties\":{\"T\":{\"title\":{}}},\"title\":"
                + text("Two")
                + "}");
    assertThat(second.status()).as(second.message()).isEqualTo(200);
    assertThat(client.get("/v1/databases/" + database).json().path("data_sources")).hasSize(2);
    assertThat(
            client.get("/v1/blocks/" + parent + "/children").json().at("/results/0/type").asText())
        .isEqualTo("child_database");
  }
}
