package caravan.docs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandProcess;
import caravan.e2e.CaravanHome;
import caravan.e2e.TestSandbox;
import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows routes/README.md to the letter has an integration, or a sink, that works. */
class OwnIntegrationTest {

  private static final String ISSUES = "/repos/acme/app/issues";
  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  @TempDir private Path folder;
  private Path home;
  private TestSandbox sandbox;
  private Map<String, String> environment;
  private Hub hub;

  @BeforeEach
  void open() throws IOException {
    server.start();
    home = CaravanHome.copyTo(folder.resolve("home"));
    Files.delete(home.resolve("routes/github-issues.camel.yaml"));
    Files.delete(home.resolve("routes/contracts/github-issues.yaml"));
    sandbox = new TestSandbox(SandboxOptions.unlimited());
    environment = new TreeMap<>(sandbox.environment());
  }

  @AfterEach
  void close() {
    if (hub != null) {
      hub.close();
    }
    sandbox.close();
    server.stop();
  }

  @Test
  void aSourceOfOneRouteFileAndNoJavaBringsGithubsIssuesToNotion() throws IOException {
    long began = System.nanoTime();
    save("routes/contracts/github-issues.yaml", example("contracts/github-issues.yaml"));
    save("routes/github-issues.camel.yaml", example("github-issues.camel.yaml"));
    save("application-local.properties", example("application-local.properties for github-issues"));
    environment.put("GITHUB_ISSUES_URL", server.baseUrl());
    environment.put("GITHUB_ISSUES_REPOSITORY", "acme/app");
    environment.put("GITHUB_ISSUES_TOKEN", "veryOwnToken");
    environment.put("GITHUB_ISSUES_CRON", NEVER);
    twoPages("First", "2026-01-02T03:04:05Z");

    String page = sandbox.notion().createWorkspacePage("Our work");
    CommandProcess init = CommandProcess.run(home, environment, "init", "--parent", page);
    assertThat(init.exit()).as(init.out()).isZero();
    CommandProcess check = CommandProcess.run(home, environment, "check");
    assertThat(check.exit()).as(check.out()).isZero();
    String dataSource = local().getProperty("github-issues.data-source");

    hub = start();
    RunReport first = poll("github-issues");
    assertThat(first.notes()).as(first.toString()).isEmpty();
    assertThat(first.createdCount()).isEqualTo(3);
    assertThat(first.readCount()).as("the pull request is no issue").isEqualTo(3);
    System.out.printf(
        "From the files of routes/README.md to the first pages in Notion: %.1f s%n",
        (System.nanoTime() - began) / 1e9);
    assertThat(count(dataSource, "1")).isEqualTo(1);
    assertThat(count(dataSource, "3")).as("from the second page").isEqualTo(1);
    server.verify(
        2,
        getRequestedFor(urlPathEqualTo(ISSUES))
            .withHeader("Authorization", equalTo("Bearer veryOwnToken"))
            .withHeader("Accept", equalTo("application/vnd.github+json"))
            .withQueryParam("state", equalTo("all"))
            .withQueryParam("since", absent()));

    server.resetRequests();
    onePage("First", "2026-01-02T03:04:05Z");
    sandbox.server().log().clear();
    RunReport second = poll("github-issues");
    assertThat(second.unchangedCount()).isEqualTo(1);
    assertThat(sandbox.notionRequests()).as("an unchanged poll asks nothing of Notion").isEmpty();
    server.verify(1, getRequestedFor(anyUrl()));
    server.verify(
        getRequestedFor(urlPathEqualTo(ISSUES))
            .withQueryParam(
                "since", com.github.tomakehurst.wiremock.client.WireMock.matching("20.*Z")));

    hub.close();
    onePage("First, edited", "2026-01-03T03:04:05Z");
    hub = start();
    RunReport third = poll("github-issues");
    assertThat(third.updatedCount()).as("edited while the hub was away").isEqualTo(1);
    assertThat(titles(dataSource)).contains("First, edited").doesNotContain("First");
    assertThat(count(dataSource, "1")).isEqualTo(1);
  }

  @Test
  void whenGithubAsksToWaitThePollWaitsAndLosesNothing() throws IOException {
    save("application-local.properties", example("application-local.properties for github-issues"));
    save("routes/contracts/github-issues.yaml", example("contracts/github-issues.yaml"));
    save("routes/github-issues.camel.yaml", example("github-issues.camel.yaml"));
    environment.put("GITHUB_ISSUES_URL", server.baseUrl());
    environment.put("GITHUB_ISSUES_REPOSITORY", "acme/app");
    environment.put("GITHUB_ISSUES_CRON", NEVER);
    String page = sandbox.notion().createWorkspacePage("Our work");
    assertThat(CommandProcess.run(home, environment, "init", "--parent", page).exit()).isZero();
    hub = start();

    server.stubFor(
        get(urlPathEqualTo(ISSUES))
            .inScenario("limit")
            .whenScenarioStateIs("Started")
            .willReturn(aResponse().withStatus(403).withHeader("Retry-After", "1"))
            .willSetStateTo("over"));
    server.stubFor(
        get(urlPathEqualTo(ISSUES))
            .inScenario("limit")
            .whenScenarioStateIs("over")
            .willReturn(json("[" + issue(1, "First", "2026-01-02T03:04:05Z") + "]")));
    RunReport report = poll("github-issues");
    assertThat(report.createdCount()).isEqualTo(1);
    assertThat(report.state()).isEqualTo("done");

    long reset = Clock.systemUTC().instant().plusSeconds(600).getEpochSecond();
    server.stubFor(
        get(urlPathEqualTo(ISSUES))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("X-RateLimit-Remaining", "0")
                    .withHeader("X-RateLimit-Reset", Long.toString(reset))));
    RunReport limited = poll("github-issues");
    assertThat(limited.state()).isEqualTo("failed");
    assertThat(limited.notes()).contains("asks to wait; no request before");
  }

  @Test
  void aNextPageOnAnotherServerNeverSeesTheToken() throws IOException {
    save("application-local.properties", example("application-local.properties for github-issues"));
    save("routes/contracts/github-issues.yaml", example("contracts/github-issues.yaml"));
    save("routes/github-issues.camel.yaml", example("github-issues.camel.yaml"));
    environment.put("GITHUB_ISSUES_URL", server.baseUrl());
    environment.put("GITHUB_ISSUES_REPOSITORY", "acme/app");
    environment.put("GITHUB_ISSUES_CRON", NEVER);
    environment.put("GITHUB_ISSUES_TOKEN", "veryOwnToken");
    String page = sandbox.notion().createWorkspacePage("Our work");
    assertThat(CommandProcess.run(home, environment, "init", "--parent", page).exit()).isZero();
    hub = start();
    WireMockServer other = new WireMockServer(wireMockConfig().dynamicPort());
    other.start();
    try {
      server.stubFor(
          get(urlPathEqualTo(ISSUES))
              .willReturn(
                  json("[]").withHeader("Link", "<" + other.baseUrl() + "/x>; rel=\"next\"")));
      RunReport report = poll("github-issues");
      assertThat(report.state()).isEqualTo("failed");
      assertThat(report.notes()).contains("is not on the server that github-issues.url names");
      other.verify(0, getRequestedFor(anyUrl()));
    } finally {
      other.stop();
    }
  }

  @Test
  void theShippedExampleIsTheOneOfThePage() throws IOException {
    assertThat(example("github-issues.camel.yaml"))
        .isEqualTo(Files.readString(Path.of("routes/github-issues.camel.yaml")));
    assertThat(example("contracts/github-issues.yaml"))
        .isEqualTo(Files.readString(Path.of("routes/contracts/github-issues.yaml")));
  }

  @Test
  void aSinkOfOneKameletAndNoJavaBringsRecordsToAServer() throws IOException {
    save(
        "routes/kamelets/json-record-sink.kamelet.yaml",
        example("kamelets/json-record-sink.kamelet.yaml"));
    save("routes/issue-copies.camel.yaml", example("issue-copies.camel.yaml"));
    save("application-local.properties", example("application-local.properties for issue-copies"));
    environment.put("ISSUE_COPIES_URL", server.baseUrl());
    environment.put("ISSUE_COPIES_TOKEN", "veryOwnToken");
    environment.put("ISSUE_COPIES_CRON", NEVER);
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
    server.stubFor(put(urlPathMatching("/issues/.*")).willReturn(aResponse().withStatus(201)));
    hub = start();
    LinearIssue issue = sandbox.createIssues(1).get(0);
    String address = "/issues/" + issue.id();

    assertThat(poll("issue-copies").createdCount()).isEqualTo(1);
    server.verify(
        1,
        putRequestedFor(urlPathEqualTo(address))
            .withHeader("Authorization", equalTo("Bearer veryOwnToken"))
            .withRequestBody(
                equalToJson(
                    "{\"key\": \"" + issue.identifier() + "\", \"title\": \"Issue\"}",
                    true,
                    true)));

    server.stubFor(put(urlPathMatching("/issues/.*")).willReturn(aResponse().withStatus(200)));
    sandbox.linear().updateIssue(issue.id(), draft -> draft.title("Another title"));
    assertThat(poll("issue-copies").updatedCount()).isEqualTo(1);
    assertThat(poll("issue-copies").unchangedCount()).as("nothing is sent twice").isPositive();
    server.verify(2, putRequestedFor(urlPathEqualTo(address)));

    sandbox.linear().deleteIssue(issue.id());
    assertThat(poll("issue-copies").deletedCount()).isEqualTo(1);
    server.verify(1, deleteRequestedFor(urlPathEqualTo(address)));
  }

  private void twoPages(String title, String updated) {
    String pull = issue(9, "A change", updated).replace("\"id\"", "\"pull_request\": {}, \"id\"");
    server.stubFor(
        get(urlPathEqualTo(ISSUES))
            .atPriority(5)
            .willReturn(
                json("["
                        + issue(1, title, updated)
                        + ","
                        + pull
                        + ","
                        + issue(2, "Second", updated)
                        + "]")
                    .withHeader(
                        "Link",
                        "<%s%s?state=all&sort=updated&page=2>; rel=\"next\", <%s%s?page=2>; rel=\"last\""
                            .formatted(server.baseUrl(), ISSUES, server.baseUrl(), ISSUES))));
    server.stubFor(
        get(urlPathEqualTo(ISSUES))
            .atPriority(1)
            .withQueryParam("page", equalTo("2"))
            .willReturn(json("[" + issue(3, "Third", updated) + "]")));
  }

  private void onePage(String title, String updated) {
    server.resetMappings();
    server.stubFor(
        get(urlPathEqualTo(ISSUES)).willReturn(json("[" + issue(1, title, updated) + "]")));
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder json(
      String body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static String issue(int id, String title, String updated) {
    return """
        {"id": %d, "number": %d, "title": "%s", "state": "open", "state_reason": null, "body": "Text of it",
         "labels": [{"name": "bug"}], "assignees": [{"login": "octo"}], "updated_at": "%s",
         "html_url": "https://github.example/acme/app/issues/%d"}"""
        .formatted(id, id, title, updated, id);
  }

  private long count(String dataSource, String externalId) {
    return sandbox.notion().count(dataSource, "External ID", externalId);
  }

  private java.util.List<String> titles(String dataSource) {
    return Stream.of("First", "First, edited", "Second", "Third")
        .filter(title -> sandbox.notion().count(dataSource, "Name", title) > 0)
        .toList();
  }

  private Properties local() throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("application-local.properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  private Hub start() {
    return Hub.start(home, new SettingsLoader(home, environment).load(), Clock.systemUTC());
  }

  private RunReport poll(String name) {
    long before = polls(name).findFirst().map(RunReport::id).orElse(0L);
    hub.pollNow(name);
    return await()
        .atMost(PATIENCE)
        .until(() -> polls(name).filter(run -> run.id() > before).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private Stream<RunReport> polls(String name) {
    return hub.beans().runStore().latest(name, 50).stream()
        .filter(run -> run.cause().equals("poll"));
  }

  private void save(String file, String text) throws IOException {
    Files.writeString(home.resolve(file), text);
  }

  private static String example(String file) throws IOException {
    String page = Files.readString(Path.of("routes/README.md"), StandardCharsets.UTF_8);
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(file) + " -->\n```[a-z]+\n(.*?)\n```\n",
                Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as("an example of %s in routes/README.md", file).isTrue();
    return block.group(1) + "\n";
  }
}
