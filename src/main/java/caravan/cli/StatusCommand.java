package caravan.cli;

import caravan.hub.OpsUsers;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan status}: what a running hub does, read from its JMX beans over Jolokia. */
@Command(
    name = "status",
    description = "Show what a running hub does: state, last run, waiting failures.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final String BEANS =
      "/observe/jolokia/read/caravan:type=Integration,name=*?ignoreErrors=true";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    String url = "http://%s:%s".formatted(settings.get("server.host"), settings.get("server.port"));
    HttpResponse<String> answer;
    try {
      answer = ask(settings, url);
    } catch (IOException e) {
      out.printf("No hub answers at %s. Start one with: ./caravan run%n", url);
      out.flush();
      return Caravan.FAILED;
    }
    if (answer.statusCode() != 200) {
      out.printf(
          "The hub at %s answers %d; check ops.user and ops.password.%n", url, answer.statusCode());
      return Caravan.FAILED;
    }
    return show(out, answer.body());
  }

  private static HttpResponse<String> ask(Settings settings, String url)
      throws IOException, InterruptedException {
    OpsUsers users = new OpsUsers(Caravan.home(), settings);
    String pair = users.user() + ":" + users.password();
    String credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + BEANS))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Basic " + credentials)
            .build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int show(PrintWriter out, String body) {
    JsonNode beans;
    try {
      beans = new ObjectMapper().readTree(body).path("value");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("the hub's answer is not JSON", e);
    }
    Table table = new Table("integration", "state", "last success", "waiting failures", "last run");
    List<String> notes = new ArrayList<>();
    for (JsonNode bean : beans) {
      String name = bean.path("Name").asText();
      table.row(
          name,
          bean.path("State").asText(),
          bean.path("LastSuccess").asText("never"),
          bean.path("FailuresWaiting").asText(),
          bean.path("LastRun").asText());
      if (!bean.path("Notes").asText().isBlank()) {
        notes.add(name + ": " + bean.path("Notes").asText());
      }
    }
    out.print(table);
    notes.forEach(out::println);
    out.flush();
    return 0;
  }
}
