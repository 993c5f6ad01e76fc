package caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.demo.DemoWorkspace;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.slack.SlackSandbox;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docker/ watches exists in a running hub. */
class MonitoringTest {

  private static final Pattern METRIC = Pattern.compile("\\b(?:caravan|camel)_[a-z_]+\\b");
  private static final String PASSWORD = "a password of operators";

  @TempDir static Path home;

  private static Sandbox sandbox;
  private static TestHub hub;
  private static String management;

  @BeforeAll
  static void runOnce() throws IOException {
    SandboxOptions options = SandboxOptions.unlimited();
    NotionSandbox notion = new NotionSandbox(options);
    LinearSandbox linear = new LinearSandbox(Clock.systemUTC());
    SlackSandbox slack = new SlackSandbox(Clock.systemUTC());
    sandbox = Sandbox.start(options, notion, linear, slack);
    DemoWorkspace.Ids ids = new DemoWorkspace(notion, linear, slack).fill(List.of(), List.of());
    linear.workspace().createIssue(ids.linearTeam(), draft -> draft.title("Issue"));
    int port = freePort();
    management = "http://127.0.0.1:" + port;
    hub =
        TestHub.start(
            home,
            sandbox.url(),
            Clock.systemUTC(),
            Map.of(
                "NOTION_URL",
                sandbox.url() + "/notion",
                "LINEAR_URL",
                sandbox.url() + "/linear/graphql",
                "SLACK_URL",
                sandbox.url() + "/slack/api",
                "LINEAR_ISSUES_DATA_SOURCE",
                ids.linearIssues(),
                "MEETING_NOTES_DATA_SOURCE",
                ids.meetingNotes(),
                "SERVER_PORT",
                Integer.toString(port),
                "OPS_PASSWORD",
                PASSWORD));
    assertThat(hub.poll("linear-issues").createdCount()).isEqualTo(1);
  }

  @AfterAll
  static void stop() {
    if (hub != null) {
      hub.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void everyMetricOfTheDashboardExists() throws IOException, InterruptedException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("docker/grafana/dashboards/caravan.json").toFile());
    List<String> expressions = new ArrayList<>();
    dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
    assertThat(expressions).hasSizeGreaterThan(5);
    assertThat(names()).containsAll(metricsIn(expressions));
  }

  @Test
  void everyMetricOfTheAlertRulesExists() throws IOException, InterruptedException {
    JsonNode rules = new YAMLMapper().readTree(Path.of("docker/prometheus/alerts.yml").toFile());
    List<String> expressions = new ArrayList<>();
    rules.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
    assertThat(expressions).hasSizeGreaterThan(3);
    assertThat(names()).containsAll(metricsIn(expressions));
  }

  @Test
  void everyMetricThatReadmeNamesExists() throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    Set<String> named = metricsIn(List.of(readme));
    assertThat(named).contains("caravan_notion_requests_total");
    for (String name : named) {
      assertThat(names()).as(name).anyMatch(it -> it.startsWith(name));
    }
  }

  @Test
  void nothingIsShownWithoutCredentials() throws IOException, InterruptedException {
    for (String path : List.of("health", "health/live", "metrics", "info", "jolokia/version")) {
      assertThat(get(path, "ops:wrong").statusCode()).as(path).isEqualTo(401);
      assertThat(get(path, "ops:" + PASSWORD).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void operatorsMayStopAndStartARouteAndNothingElse() throws IOException, InterruptedException {
    String id = "retries-linear-issues";
    String route =
        "jolokia/exec/org.apache.camel:context=caravan,type=routes,name=%22" + id + "%22/";
    assertThat(jolokia(route + "stop()").path("status").asInt()).isEqualTo(200);
    assertThat(hub.context().getRouteController().getRouteStatus(id).isStopped()).isTrue();
    assertThat(jolokia(route + "start()").path("status").asInt()).isEqualTo(200);
    assertThat(hub.context().getRouteController().getRouteStatus(id).isStarted()).isTrue();
    assertThat(jolokia(route + "dumpRouteAsXml()").path("value").asText()).contains("<route");

    assertThat(jolokia(route + "remove()").path("status").asInt()).isEqualTo(403);
    assertThat(jolokia("jolokia/exec/java.lang:type=Memory/gc").path("status").asInt())
        .isEqualTo(403);
    assertThat(
            jolokia("jolokia/read/java.lang:type=Runtime/SystemProperties").path("status").asInt())
        .isEqualTo(403);
  }

  @Test
  void healthCheckOfTheImageKnowsALivingHub() throws IOException, InterruptedException {
    assumeThat(run("sh", "-c", "command -v curl")).as("curl is installed").isZero();
    assertThat(healthCheck(PASSWORD, management)).isZero();
    assertThat(healthCheck("wrong", management)).isNotZero();
    assertThat(healthCheck(PASSWORD, "http://127.0.0.1:1")).isNotZero();
  }

  @Test
  void composeMountsEverySecretThatItNames() throws IOException {
    JsonNode compose = new YAMLMapper().readTree(Path.of("docker/compose.yaml").toFile());
    Set<String> declared = new TreeSet<>();
    compose.path("secrets").fieldNames().forEachRemaining(declared::add);
    assertThat(secretsIn(compose)).isEqualTo(declared);
    for (JsonNode service : compose.path("services")) {
      Set<String> mounted = new TreeSet<>();
      service.path("secrets").forEach(name -> mounted.add(name.asText()));
      assertThat(mounted).as(service.toString()).containsAll(secretsIn(service));
    }
  }

  private static Set<String> secretsIn(JsonNode node) {
    return Pattern.compile("/run/secrets/([a-z_]+)")
        .matcher(node.toString())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> metricsIn(List<String> texts) {
    return texts.stream()
        .flatMap(text -> METRIC.matcher(text).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** The names in the hub's own answer to Prometheus. */
  private static Set<String> names() throws IOException, InterruptedException {
    return get("metrics", "ops:" + PASSWORD)
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static JsonNode jolokia(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get(path, "ops:" + PASSWORD).body());
  }

  private static HttpResponse<String> get(String path, String credentials)
      throws IOException, InterruptedException {
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(management + "/observe/" + path))
            .header("Authorization", "Basic " + basic)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int healthCheck(String password, String url)
      throws IOException, InterruptedException {
    return run(
        "env",
        "OPS_PASSWORD=" + password,
        "SERVER_PORT=" + URI.create(url).getPort(),
        "sh",
        "docker/healthcheck.sh");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      output.readAllBytes();
    }
    return process.waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
