package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotionPagesTest extends NotionSandboxBase {

  private NotionClient.Got create(String properties, String rest) throws Exception {
    return client.post(
        "/v1/pages",
        "{\"parent\":{\"data_source_id\":\""
            + tasks
            + "\"},\"properties\":{"
            + properties
            + "}"
            + rest
            + "}");
  }

  @Test
  void everyWritableTypeComesBackInReadShape() throws Exception {
    String person = notion.user("Reviewer One", "reviewer@example.com");
    var made =
        create(
            "\"Name\":{\"title\":"
                + text("Task")
                + "},"
                + "\"Status\":{\"status\":{\"name\":\"In progress\"}},"
                + "\"Priority\":{\"select\":{\"name\":\"Urgent\"}},"
                + "\"Labels\":{\"multi_select\":[{\"name\":\"red\"},{\"name\":\"new\"},{\"name\":\"new\"}]},"
                + "\"Owner\":{\"people\":[{\"id\":\""
                + person
                + "\"}]},"
                + "\"Due\":{\"date\":{\"start\":\"2026-12-01T09:00:00+09:00\"}},"
                + "\"Estimate\":{\"number\":2.5},\"URL\":{\"url\":null},\"Email\":{\"email\":\"a@example.com\"},"
                + "\"Done\":{\"checkbox\":true},\"External ID\":{\"rich_text\":"
                + text("e1")
                + "}",
            "");
    assertThat(made.status()).as(made.message()).isEqualTo(200);
    var properties =
        client.get("/v1/pages/" + made.json().path("id").asText()).json().path("properties");
    assertThat(properties.at("/Name/id").asText()).isEqualTo("title");
    assertThat(properties.at("/Name/title/0/plain_text").asText()).isEqualTo("Task");
    assertThat(properties.at("/Status/status/color").asText()).isEqualTo("default");
    assertThat(properties.at("/Priority/select/name").asText()).isEqualTo("Urgent");
    assertThat(properties.at("/Labels/multi_select").findValuesAsText("name"))
        .containsExactly("red", "new");
    assertThat(properties.at("/Owner/people/0/person/email").asText())
        .isEqualTo("reviewer@example.com");
    assertThat(properties.at("/Due/date/start").asText())
        .isEqualTo("2026-12-01T09:00:00.000+09:00");
    assertThat(properties.at("/Estimate/number").asDouble()).isEqualTo(2.5);
    assertThat(properties.at("/URL/url").isNull()).isTrue();
    assertThat(properties.at("/Done/checkbox").asBoolean()).isTrue();
    assertThat(properties.at("/Number/unique_id/number").asInt()).isEqualTo(1);
    assertThat(
            notion
                .dataSource(tasks)
                .at("/properties/Priority/select/options")
                .findValuesAsText("name"))
        .containsExactly("High", "Low", "Urgent");
    assertThat(
            notion
                .dataSource(tasks)
                .at("/properties/Labels/multi_select/options")
                .findValuesAsText("name"))
        .containsExactly("red", "blue", "new");
  }

  @Test
  void wrongValuesAreRefusedAndNothingIsSaved() throws Exception {
    String title = "\"Name\":{\"title\":" + text("Task") + "},";
    assertThat(create(title + "\"Foo\":{\"number\":1}", "").message())
        .isEqualTo("Foo is not a property that exists.");
    assertThat(create(title + "\"Priority\":{\"rich_text\":" + text("x") + "}", "").message())
        .isEqualTo("Priority is expected to be select.");
    assertThat(create(title + "\"Status\":{\"status\":{\"name\":\"Lost\"}}", "").message())
        .isEqualTo("Invalid status option. Status option \"Lost\" does not exist");
    assertThat(create(title + "\"Labels\":{\"multi_select\":[{\"name\":\"a,b\"}]}", "").message())
        .contains("commas not allowed");
    assertThat(create(title + "\"Formula\":{\"formula\":{}}", "").message())
        .isEqualTo(
            "body failed validation: body.properties.Formula.title should be defined, instead was `undefined`.");
    assertThat(create(title + "\"Estimate\":{\"number\":\"1\"}", "").message())
        .isEqualTo(
            "body failed validation: body.properties.Estimate.number should be a number, instead was `\"1\"`.");
    assertThat(
            create(
                    title
                        + "\"Owner\":{\"people\":[{\"id\":\"00da364b-aaca-4b3b-94f5-21db691d804a\"}]}",
                    "")
                .status())
        .isEqualTo(404);
    assertThat(create(title + "\"Due\":{\"date\":{\"start\":\"soon\"}}", "").message())
        .contains("valid ISO 8601 date string");
    assertThat(
            create(
                    "\"Name\":{\"title\":[]},\"Priority\":{\"select\":{\"name\":\"X\"}},\"No\":{}",
                    "")
                .status())
        .isEqualTo(400);
    assertThat(notion.pages(tasks)).isEmpty();
    assertThat(notion.dataSource(tasks).at("/properties/Priority/select/options")).hasSize(2);
  }

  @Test
  void limitsAreThoseOfTheRequestLimitsPage() throws Exception {
    assertThat(create("\"Name\":{\"title\":" + text("x".repeat(2001)) + "}", "").message())
        .isEqualTo(
            "body failed validation: body.properties.Name.title[0].text.content.length should be ≤ `2000`, instead was `2001`.");
    String many = "{\"text\":{\"content\":\"x\"}},".repeat(101);
    assertThat(
            create("\"Name\":{\"title\":[" + many.substring(0, many.length() - 1) + "]}", "")
                .message())
        .isEqualTo(
            "body failed validation: body.properties.Name.title.length should be ≤ `100`, instead was `101`.");
    assertThat(create("\"URL\":{\"url\":\"" + "u".repeat(2001) + "\"}", "").message())
        .contains("≤ `2000`");
    assertThat(create("\"Email\":{\"email\":\"" + "u".repeat(201) + "\"}", "").message())
        .contains("≤ `200`");
    String options = "{\"name\":\"x\"},".repeat(101);
    assertThat(
            create(
                    "\"Labels\":{\"multi_select\":["
                        + options.substring(0, options.length() - 1)
                        + "]}",
                    "")
                .message())
        .contains("≤ `100`");
    assertThat(
            create(
                    "\"Name\":{\"title\":" + text("x") + "}",
                    ",\"markdown\":\"" + "y".repeat(520_000) + "\"")
                .status())
        .isEqualTo(400);
    assertThat(notion.createdCount()).isZero();
  }

  @Test
  void timesAreFlooredToTheSettingAndAnEditInTheSameMinuteDoesNotShow() throws Exception {
    String id = page("a");
    assertThat(client.get("/v1/pages/" + id).json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:00:00.000Z");
    clock.advance(Duration.ofSeconds(20));
    notion.editProperties(id, ValueBuilder.values().number("Estimate", 3).build());
    assertThat(client.get("/v1/pages/" + id).json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:00:00.000Z");
    sandbox.options(sandbox.options().toBuilder().timeFloor(Duration.ofSeconds(1)).build());
    assertThat(client.get("/v1/pages/" + id).json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:00:50.000Z");
    sandbox.options(sandbox.options().toBuilder().timeFloor(Duration.ZERO).build());
    assertThat(client.get("/v1/pages/" + id).json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:00:50.123Z");
    assertThat(notion.history(id))
        .extracting(NotionSandbox.Change::kind)
        .containsExactly("create", "properties");
  }

  @Test
  void trashedPagesAreReadButNotWritten() throws Exception {
    String id = page("a");
    assertThat(
            client
                .patch("/v1/pages/" + id, "{\"in_trash\":true}")
                .json()
                .path("in_trash")
                .asBoolean())
        .isTrue();
    assertThat(client.get("/v1/pages/" + id).json().path("in_trash").asBoolean()).isTrue();
    String words =
        "Can't edit block that is archived. You must unarchive the block before editing.";
    assertThat(
            client
                .patch("/v1/pages/" + id, "{\"properties\":{\"Estimate\":{\"number\":1}}}")
                .message())
        .isEqualTo(words);
    assertThat(
            client
                .patch("/v1/blocks/" + id + "/children", "{\"children\":[{\"divider\":{}}]}")
                .message())
        .isEqualTo(words);
    assertThat(
            client
                .patch(
                    "/v1/pages/" + id + "/markdown",
                    "{\"type\":\"replace_content\",\"replace_content\":{\"new_str\":\"x\"}}")
                .message())
        .isEqualTo(words);
    settle();
    assertThat(client.post("/v1/data_sources/" + tasks + "/query", "{}").json().path("results"))
        .isEmpty();
    var back =
        client.patch(
            "/v1/pages/" + id, "{\"in_trash\":false,\"properties\":{\"Estimate\":{\"number\":1}}}");
    assertThat(back.json().at("/properties/Estimate/number").asInt()).isEqualTo(1);
  }

  @Test
  void longListsAreCutInPagesAndWholeInPropertyItems() throws Exception {
    String other =
        notion.createDataSource(
            "Projects",
            SchemaBuilder.titled("Name")
                .twoWay("Tasks", tasks, "Projects")
                .plain("Who", "people")
                .build());
    List<String> ids = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(page("task " + i));
      people.add(notion.user("Person " + i, "person" + i + "@example.com"));
    }
    String project =
        notion.createPage(
            other,
            ValueBuilder.titled("Name", "p")
                .references("Tasks", "relation", ids.toArray(String[]::new))
                .references("Who", "people", people.toArray(String[]::new))
                .build(),
            null);
    var properties = client.get("/v1/pages/" + project).json().path("properties");
    assertThat(properties.at("/Tasks/relation")).hasSize(25);
    assertThat(properties.at("/Tasks/has_more").asBoolean()).isTrue();
    assertThat(properties.at("/Who/people")).hasSize(25);

    String path =
        "/v1/pages/"
            + project
            + "/properties/"
            + properties.at("/Tasks/id").asText()
            + "?page_size=20";
    var first = client.get(path).json();
    assertThat(first.path("type").asText()).isEqualTo("property_item");
    assertThat(first.path("results")).hasSize(20);
    assertThat(first.at("/property_item/next_url").asText()).contains("start_cursor=");
    var second = client.get(path + "&start_cursor=" + first.path("next_cursor").asText()).json();
    assertThat(second.path("results")).hasSize(10);
    assertThat(second.path("has_more").asBoolean()).isFalse();
    assertThat(
            client
                .get("/v1/pages/" + project + "/properties/" + properties.at("/Who/id").asText())
                .json()
                .path("results"))
        .hasSize(30);
    assertThat(
            client
                .get("/v1/pages/" + project + "/properties/title")
                .json()
                .at("/results/0/title/plain_text")
                .asText())
        .isEqualTo("p");

    assertThat(notion.page(ids.get(0)).at("/properties/Projects/relation/0/id").asText())
        .isEqualTo(project);
    notion.editProperties(ids.get(0), ValueBuilder.values().empty("Projects", "relation").build());
    assertThat(client.get(path).json().at("/results/0/relation/id").asText()).isEqualTo(ids.get(1));
  }

  @Test
  void relationTargetsMustExistInTheRelatedDataSource() throws Exception {
    String other =
        notion.createDataSource(
            "Other", SchemaBuilder.titled("Name").relation("Tasks", tasks).build());
    String stranger = notion.createPage(other, ValueBuilder.titled("Name", "x").build(), null);
    String body = "{\"properties\":{\"Tasks\":{\"relation\":[{\"id\":\"%s\"}]}}}";
    assertThat(
            client
                .patch(
                    "/v1/pages/" + stranger, body.formatted("00da364b-aaca-4b3b-94f5-21db691d804a"))
                .status())
        .isEqualTo(404);
    assertThat(client.patch("/v1/pages/" + stranger, body.formatted(stranger)).status())
        .isEqualTo(400);
    assertThat(client.patch("/v1/pages/" + stranger, body.formatted(page("a"))).status())
        .isEqualTo(200);
  }

  @Test
  void rollupsAreComputedAndFormulasCanBeFixed() throws Exception {
    String other =
        notion.createDataSource(
            "Sums",
            SchemaBuilder.titled("Name")
                .relation("Tasks", tasks)
                .rollup("Count", "Tasks", "Estimate", "count")
                .rollup("Sum", "Tasks", "Estimate", "sum")
                .rollup("All", "Tasks", "Estimate", "show_original")
                .build());
    String a =
        notion.createPage(
            tasks, ValueBuilder.titled("Name", "a").number("Estimate", 2).build(), null);
    String b =
        notion.createPage(
            tasks, ValueBuilder.titled("Name", "b").number("Estimate", 3.5).build(), null);
    String id =
        notion.createPage(
            other,
            ValueBuilder.titled("Name", "s").references("Tasks", "relation", a, b).build(),
            null);
    var properties = client.get("/v1/pages/" + id).json().path("properties");
    assertThat(properties.at("/Count/rollup/number").asInt()).isEqualTo(2);
    assertThat(properties.at("/Sum/rollup/number").asDouble()).isEqualTo(5.5);
    assertThat(properties.at("/All/rollup/array/1/number").asDouble()).isEqualTo(3.5);
    notion.fixValue(a, "Formula", World.JSON.objectNode().put("type", "number").put("number", 7));
    assertThat(client.get("/v1/pages/" + a).json().at("/properties/Formula/formula/number").asInt())
        .isEqualTo(7);
  }

  @Test
  void aPageCanBeMovedAndKeepsItsTitle() throws Exception {
    String other = notion.createDataSource("Other", SchemaBuilder.titled("Title").build());
    String id = page("a");
    var moved =
        client.post(
            "/v1/pages/" + id + "/move",
            "{\"parent\":{\"type\":\"data_source_id\",\"data_source_id\":\"" + other + "\"}}");
    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.json().at("/properties/Title/title/0/plain_text").asText()).isEqualTo("a");
    assertThat(notion.pages(tasks)).isEmpty();
    assertThat(notion.pages(other)).containsExactly(id);
  }

  @Test
  void commentsAndUsersAnswer() throws Exception {
    String id = page("a");
    var made =
        client.post(
            "/v1/comments",
            "{\"parent\":{\"page_id\":\"" + id + "\"},\"rich_text\":" + text("hello") + "}");
    assertThat(made.status()).as(made.message()).isEqualTo(200);
    assertThat(
            client
                .get("/v1/comments?block_id=" + id)
                .json()
                .at("/results/0/rich_text/0/plain_text")
                .asText())
        .isEqualTo("hello");
    String person = notion.user("Reviewer One", "reviewer@example.com");
    assertThat(client.get("/v1/users/" + person).json().at("/person/email").asText())
        .isEqualTo("reviewer@example.com");
    assertThat(client.get("/v1/users").json().path("results").findValuesAsText("id"))
        .contains(person, notion.botId());
  }
}
