package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.e2e.CaravanHome;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.opensearch.OpenSearchSandbox;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./caravan search} shows. */
class SearchCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final OpenSearchSandbox openSearch = new OpenSearchSandbox("hub", "secretOfSearch");
  private final Map<String, String> environment = new TreeMap<>();
  private Sandbox server;
  private Path home;

  @BeforeEach
  void start() {
    home = CaravanHome.copyTo(folder.resolve("home"));
    server = Sandbox.start(SandboxOptions.unlimited(), openSearch);
    environment.put("OPENSEARCH_URL", server.url() + "/opensearch");
    environment.put("OPENSEARCH_USER", "hub");
    environment.put("OPENSEARCH_PASSWORD", "secretOfSearch");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void hitsAreShownWithWhatWasFoundMarked() throws Exception {
    fill();
    CommandProcess found = search("restore", "dump");
    assertThat(found.exit()).isZero();
    assertThat(found.out())
        .contains("1 page in knowledge-base")
        .contains("1. *Restore* a backup")
        .contains("https://www.notion.so/1")
        .contains("Operations | Reliability Engineer | edited 2026-11-20T10:00:00Z")
        .contains("how to load a *dump*")
        .doesNotContain("\u001b", "On call");
  }

  @Test
  void sizeBoundsWhatIsShown() throws Exception {
    fill();
    CommandProcess found = search("--size", "1", "page*");
    assertThat(found.out()).contains("2 pages in knowledge-base; the best 1 (--size)");
    assertThat(found.out()).doesNotContain("\n2. ");
    assertThat(search("--size", "0", "page").exit()).isEqualTo(2);
  }

  @Test
  void jsonHasTheFindsAsSafeHtml() throws Exception {
    fill();
    CommandProcess found = search("--json", "script");
    assertThat(found.exit()).isZero();
    JsonNode json = JSON.readTree(found.out());
    assertThat(json.path("total").asInt()).isEqualTo(1);
    JsonNode hit = json.path("hits").path(0);
    assertThat(hit.path("id").asText()).isEqualTo("2");
    assertThat(hit.path("highlights").path("text").path(0).asText())
        .contains("&lt;<mark>script</mark>&gt;");
  }

  @Test
  void nothingFoundIsNoFailure() throws Exception {
    fill();
    CommandProcess found = search("penguins");
    assertThat(found.exit()).isZero();
    assertThat(found.out()).contains("Nothing found in knowledge-base.");
  }

  @Test
  void indexThatIsNotThereIsSaidPlainly() {
    CommandProcess found = search("anything");
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.out())
        .contains("There is no index \"knowledge-base\"", "./caravan run")
        .doesNotContain("Exception");
  }

  @Test
  void wrongUserMissingAddressAndSilentServerAreSaidPlainly() {
    environment.put("OPENSEARCH_PASSWORD", "wrong");
    CommandProcess refused = search("anything");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("OPENSEARCH_USER").doesNotContain("wrong");
    environment.put("OPENSEARCH_URL", "http://127.0.0.1:1");
    CommandProcess away = search("anything");
    assertThat(away.exit()).isEqualTo(1);
    assertThat(away.out()).contains("cannot be reached", "opensearch.url");
    environment.remove("OPENSEARCH_URL");
    CommandProcess unset = search("anything");
    assertThat(unset.exit()).isEqualTo(2);
    assertThat(unset.out()).contains("There is no opensearch.url");
  }

  private void fill() throws IOException, InterruptedException {
    put("1", "Restore a backup", "This page says how to load a dump into an empty database.");
    put("2", "On call", "A page for whoever was paged: never run a <script> from the chat.");
  }

  private void put(String id, String title, String text) throws IOException, InterruptedException {
    ObjectNode page = JSON.createObjectNode().put("title", title).put("text", text);
    page.put("url", "https://www.notion.so/" + id).put("lastEdited", "2026-11-20T10:00:00Z");
    page.putArray("tags").add("Operations");
    page.putArray("owners").add("Reliability Engineer");
    ObjectNode action = JSON.createObjectNode();
    action.putObject("index").put("_index", "knowledge-base").put("_id", id);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/opensearch/_bulk"))
            .header("Authorization", basic())
            .POST(HttpRequest.BodyPublishers.ofString(action + "\n" + page + "\n"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(errors(answer.body())).isFalse();
  }

  private static boolean errors(String body) throws JsonProcessingException {
    return JSON.readTree(body).path("errors").asBoolean(true);
  }

  private static String basic() {
    return "Basic "
        + Base64.getEncoder().encodeToString("hub:secretOfSearch".getBytes(StandardCharsets.UTF_8));
  }

  private CommandProcess search(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "search";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandProcess.run(home, environment, all);
  }
}
