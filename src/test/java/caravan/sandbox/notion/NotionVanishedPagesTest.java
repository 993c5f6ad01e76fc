package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ways a row can leave a data source, as a connection sees them. */
class NotionVanishedPagesTest extends NotionSandboxBase {

  private static final String TOKEN = "token-one";

  @Test
  void trashedPageIsInNoAnswerButCanBeReadByItsId() throws Exception {
    String id = settled(page("a"));
    notion.trash(id);
    settle();

    assertThat(rows("{}")).isZero();
    NotionClient.Got got = client.get("/v1/pages/" + id);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().path("in_trash").asBoolean()).isTrue();
    assertThat(got.json().path("is_archived").asBoolean()).isFalse();

    notion.restore(id);
    settle();
    assertThat(rows("{}")).isEqualTo(1);
  }

  @Test
  void archivedPageIsInNoDefaultAnswerAndNotInTheTrash() throws Exception {
    String id = settled(page("a"));
    notion.archive(id, true);
    settle();

    assertThat(rows("{}")).isZero();
    assertThat(rows("{\"is_archived\":true}")).isEqualTo(1);
    NotionClient.Got got = client.get("/v1/pages/" + id);
    assertThat(got.json().path("is_archived").asBoolean()).isTrue();
    assertThat(got.json().path("in_trash").asBoolean()).isFalse();

    notion.archive(id, false);
    settle();
    assertThat(rows("{}")).isEqualTo(1);
  }

  @Test
  void movedPageIsARowOfTheOtherDataSource() throws Exception {
    String other =
        notion.createDataSource("Other", SchemaBuilder.titled("Name").plain("URL", "url").build());
    String id = settled(page("a"));
    notion.move(id, other);
    settle();

    assertThat(rows("{}")).isZero();
    NotionClient.Got got = client.get("/v1/pages/" + id);
    assertThat(got.json().at("/parent/data_source_id").asText()).isEqualTo(other);
    assertThat(got.json().path("in_trash").asBoolean()).isFalse();
  }

  @Test
  void unsharedAndDeletedPagesAnswerAlikeAndNothingOfTheFirstHasChanged() throws Exception {
    String unshared = settled(page("a"));
    String deleted = settled(page("b"));
    String before = notion.page(unshared).toString();
    clock.advance(java.time.Duration.ofHours(1));
    notion.unshare(unshared, TOKEN);
    notion.deleteForEver(deleted);

    assertThat(rows("{}")).isZero();
    for (String id : new String[] {unshared, deleted}) {
      for (String path : new String[] {"/v1/pages/" + id, "/v1/pages/" + id + "/markdown"}) {
        NotionClient.Got got = client.get(path);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.code()).isEqualTo("object_not_found");
        assertThat(got.message()).startsWith("Could not find page with ID: " + id);
      }
      assertThat(client.get("/v1/blocks/" + id + "/children").status()).isEqualTo(404);
    }
    assertThat(client.post("/v1/search", "{\"query\":\"a\"}").json().path("results"))
        .noneMatch(hit -> hit.path("id").asText().equals(unshared));

    notion.share(unshared, TOKEN);
    assertThat(rows("{}")).isEqualTo(1);
    assertThat(notion.page(unshared)).hasToString(before);
  }

  @Test
  void sharingIsAMatterOfEachConnection() throws Exception {
    String id = settled(page("a"));
    notion.unshare(id, "another-token");

    assertThat(rows("{}")).isEqualTo(1);
    assertThat(client.get("/v1/pages/" + id).status()).isEqualTo(200);
  }

  @Test
  void dataSourceThatIsNotSharedHidesItsRowsToo() throws Exception {
    String id = settled(page("a"));
    notion.unshare(tasks, TOKEN);

    NotionClient.Got query = client.post("/v1/data_sources/" + tasks + "/query", "{}");
    assertThat(query.status()).isEqualTo(404);
    assertThat(query.message()).startsWith("Could not find database with ID: " + tasks);
    assertThat(client.get("/v1/pages/" + id).status()).isEqualTo(404);
    assertThat(client.patch("/v1/pages/" + id, "{\"in_trash\":true}").status()).isEqualTo(404);
  }

  private String settled(String id) {
    settle();
    return id;
  }

  private int rows(String body) throws Exception {
    NotionClient.Got got = client.post("/v1/data_sources/" + tasks + "/query", body);
    assertThat(got.status()).as(got.message()).isEqualTo(200);
    return got.json().path("results").size();
  }
}
