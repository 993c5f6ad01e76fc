package caravan.sandbox.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the sandbox's OpenSearch has in common with a real one: the same requests have the same
 * answers, as far as a client of Caravan's kind can tell.
 */
public abstract class OpenSearchSuite {

  private static final String DEFINITION =
      "{'mappings':{'properties':{'title':{'type':'text'},'text':{'type':'text'},'day':{'type':'date'}}}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String index = "suite-" + System.nanoTime();

  /** Where it is, without a slash at the end. */
  protected abstract String url();

  /**
   * An answer.
   *
   * @param status its HTTP status
   * @param json its body
   */
  private record Got(int status, JsonNode json) {}

  @Test
  void indexIsMadeOnceAndKnowsItsMapping() throws Exception {
    Got missing = send("GET", "/" + index + "/_mapping", null);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().at("/error/type").asText()).isEqualTo("index_not_found_exception");

    Got made = send("PUT", "/" + index, DEFINITION);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().path("acknowledged").asBoolean()).isTrue();
    Got again = send("PUT", "/" + index, DEFINITION);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().at("/error/type").asText())
        .isEqualTo("resource_already_exists_exception");

    Got mapping = send("GET", "/" + index + "/_mapping", null);
    assertThat(mapping.status()).isEqualTo(200);
    assertThat(mapping.json().at("/" + index + "/mappings/properties/day/type").asText())
        .isEqualTo("date");
  }

  @Test
  void nameThatIsNoneAndDefinitionThatIsNoneAreRefused() throws Exception {
    Got name = send("PUT", "/Capitals", "{}");
    assertThat(name.status()).isEqualTo(400);
    assertThat(name.json().at("/error/type").asText()).isEqualTo("invalid_index_name_exception");
    assertThat(send("PUT", "/" + index, "{'mapings':{}}").status()).isEqualTo(400);
  }

  @Test
  void newerAndEqualVersionsWinAndOlderOnesConflict() throws Exception {
    send("PUT", "/" + index, DEFINITION);
    assertThat(bulk(index("a", 5, "{'title':'five'}"))).containsExactly("201 created");
    assertThat(bulk(index("a", 5, "{'title':'again'}"))).containsExactly("200 updated");
    assertThat(bulk(index("a", 4, "{'title':'four'}")))
        .containsExactly("409 version_conflict_engine_exception");
    assertThat(bulk(delete("a", 4))).containsExactly("409 version_conflict_engine_exception");
    assertThat(document("a").json().path("_version").asLong()).isEqualTo(5);
    assertThat(document("a").json().at("/_source/title").asText()).isEqualTo("again");
    assertThat(bulk(delete("a", 5))).containsExactly("200 deleted");
    assertThat(bulk(delete("a", 5))).containsExactly("404 not_found");
    assertThat(bulk(index("a", 4, "{'title':'late'}")))
        .as("its deletion is remembered")
        .containsExactly("409 version_conflict_engine_exception");
    assertThat(bulk(index("a", 6, "{'title':'six'}"))).containsExactly("201 created");
  }

  @Test
  void eachActionOfABulkHasItsOwnVerdict() throws Exception {
    send("PUT", "/" + index, DEFINITION);
    List<String> verdicts =
        bulk(
            index("good", 1, "{'day':'2026-11-24T10:00:00Z'}"),
            index("bad", 1, "{'day':'some day'}"),
            delete("never", 1));
    assertThat(verdicts.get(0)).isEqualTo("201 created");
    assertThat(verdicts.get(1)).startsWith("400 ");
    assertThat(verdicts.get(2)).isEqualTo("404 not_found");
    assertThat(document("good").status()).isEqualTo(200);
    Got missing = document("bad");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().path("found").asBoolean(true)).isFalse();
  }

  @Test
  void bulkThatCannotBeReadIsRefusedAsAWhole() throws Exception {
    send("PUT", "/" + index, DEFINITION);
    assertThat(send("POST", "/_bulk", "{'index':{'_index':'x','_id':'1'}}\n{}").status())
        .as("no line break at the end")
        .isEqualTo(400);
    assertThat(send("POST", "/_bulk", "{'nonsense':{}}\n{}\n").status()).isEqualTo(400);
    String longId = "x".repeat(513);
    assertThat(send("POST", "/_bulk", index("good", 1, "{}") + index(longId, 1, "{}")).status())
        .isEqualTo(400);
    assertThat(document("good").status()).isEqualTo(404);
  }

  @Test
  void allWordsAreFoundAndMarkedInAnyField() throws Exception {
    send("PUT", "/" + index, DEFINITION);
    bulk(
        index("one", 1, "{'title':'Backups','text':'Every night at two.'}"),
        index("two", 1, "{'title':'On call','text':'Every page is a question of minutes.'}"));
    send("POST", "/" + index + "/_refresh", null);
    assertThat(found("every")).containsExactlyInAnyOrder("one", "two");
    assertThat(found("every backups")).containsExactly("one");
    assertThat(found("every -call")).containsExactly("one");
    assertThat(found("\\\"question of minutes\\\"")).containsExactly("two");
    assertThat(found("\\\"minutes of\\\"")).isEmpty();
    assertThat(found("minut*")).containsExactly("two");
    Got hit = search("night");
    assertThat(hit.json().at("/hits/total/value").asInt()).isEqualTo(1);
    assertThat(hit.json().at("/hits/hits/0/highlight/text/0").asText())
        .isEqualTo("Every [night] at two.");
    assertThat(hit.json().at("/hits/hits/0/highlight").has("title")).isFalse();
    assertThat(hit.json().at("/hits/hits/0/_source/title").asText()).isEqualTo("Backups");
    assertThat(send("POST", "/" + index + "-none/_search", "{}").status()).isEqualTo(404);
  }

  private List<String> found(String words) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    search(words).json().at("/hits/hits").forEach(hit -> ids.add(hit.path("_id").asText()));
    return ids;
  }

  private Got search(String words) throws IOException, InterruptedException {
    return send(
        "POST",
        "/" + index + "/_search",
        ("{'query':{'simple_query_string':{'query':'%s','fields':['title^4','text'],"
                + "'default_operator':'and'}},'highlight':{'pre_tags':['['],'post_tags':[']'],"
                + "'fields':{'title':{'number_of_fragments':0},'text':{'fragment_size':100}}}}")
            .formatted(words));
  }

  private Got document(String id) throws IOException, InterruptedException {
    return send("GET", "/" + index + "/_doc/" + id, null);
  }

  private String index(String id, long version, String source) {
    return "{'index':" + meta(id, version) + "}\n" + source + "\n";
  }

  private String delete(String id, long version) {
    return "{'delete':" + meta(id, version) + "}\n";
  }

  private String meta(String id, long version) {
    return "{'_index':'%s','_id':'%s','version':%d,'version_type':'external_gte'}"
        .formatted(index, id, version);
  }

  /** Of each action its status, and what became of it or what kind of error it met. */
  private List<String> bulk(String... actions) throws IOException, InterruptedException {
    Got got = send("POST", "/_bulk", String.join("", actions));
    assertThat(got.status()).isEqualTo(200);
    List<String> verdicts = new ArrayList<>();
    boolean errors = false;
    for (JsonNode action : got.json().path("items")) {
      JsonNode item = action.elements().next();
      errors |= item.has("error");
      String what = item.path("result").asText(item.at("/error/type").asText());
      verdicts.add(item.path("status").asInt() + " " + what);
    }
    assertThat(got.json().path("errors").asBoolean()).isEqualTo(errors);
    return verdicts;
  }

  private Got send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header(
                "Content-Type",
                path.equals("/_bulk") ? "application/x-ndjson" : "application/json");
    request.method(
        method,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')));
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    return new Got(answer.statusCode(), json.readTree(answer.body()));
  }
}
