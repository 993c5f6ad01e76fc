package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.seed.SeedIssues;
import caravan.demo.seed.SeedNotes;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Invariant 8: after a whole cycle, with errors in it, no secret stands anywhere it can be read.
 */
class SecretsTest {

  private static final String OPS_PASSWORD = "ops-recognisable-4714";
  private static final String NOTES_TOKEN = "ntn-recognisable-4715";
  private static final List<String> SECRETS =
      List.of(
          TestSandbox.NOTION_TOKEN,
          NOTES_TOKEN,
          TestSandbox.LINEAR_TOKEN,
          TestSandbox.SLACK_TOKEN,
          OPS_PASSWORD,
          basic(OPS_PASSWORD));

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("caravan");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level before;

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @BeforeEach
  void listen() {
    before = ours.getLevel();
    ours.setLevel(Level.DEBUG);
    log.start();
    root.addAppender(log);
    hub =
        new HubOnSandbox(
            folder,
            SandboxOptions.unlimited(),
            SeedIssues.asOf(Instant.now()),
            SeedNotes.asOf(Instant.now()));
    hub.set("OPS_PASSWORD", OPS_PASSWORD)
        .set("NOTION_CONNECTIONS", "notes")
        .set("NOTION_NOTES_TOKEN", NOTES_TOKEN)
        .set("MEETING_NOTES_CONNECTION", "notes");
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    ours.setLevel(before);
    hub.close();
  }

  @Test
  void noSecretStandsInLogsRunsFailuresMetricsOrJmx() throws Exception {
    hub.start(ISSUES, NOTES);
    fault("notion", "POST", "/v1/pages", FaultRule.status(400), 3);
    fault("notion", "POST", "/v1/pages", FaultRule.of(FaultRule.Kind.RESET_AFTER), 3);
    fault("slack", null, null, FaultRule.status(200).withBody("{\"ok\":false}"), 2);
    fault("slack", null, null, FaultRule.of(FaultRule.Kind.RESET_BEFORE), 2);
    hub.poll(ISSUES);
    hub.poll(NOTES);
    fault("linear", null, null, FaultRule.status(401), 1);
    hub.poll(ISSUES);
    fault("notion", null, null, FaultRule.status(401), 1);
    hub.poll(NOTES);
    assertThat(hub.failures(ISSUES) + hub.failures(NOTES)).as("failures to look at").isPositive();

    assertClean("log", logged());
    assertThat(logged()).as("the log was captured").contains("was not delivered");
    assertClean("store", store());
    for (String path : List.of("/observe/health", "/observe/metrics", "/observe/info")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isIn(200, 503);
      assertClean(path, answer.body());
    }
    assertThat(get("/observe/metrics").body()).contains("caravan_notion_requests_total");
    String jolokia = get("/observe/jolokia/read/*:*?ignoreErrors=true").body();
    assertThat(jolokia).contains("LastSuccess", "FailuresWaiting", "org.apache.camel:context");
    assertClean("Jolokia", jolokia);
    String jmx = jmx();
    assertThat(jmx).contains("notion-background-budget");
    assertClean("JMX", jmx);
    assertClean("what the hub says of its settings", hub.hub().beans().settings().toString());
  }

  @Test
  void managementAsksForThePassword() throws Exception {
    hub.start(ISSUES);
    for (String path :
        List.of("/observe/health", "/observe/metrics", "/observe/info", "/observe/jolokia")) {
      HttpRequest anonymous = HttpRequest.newBuilder(uri(path)).build();
      assertThat(send(anonymous).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(get("/observe/health").statusCode()).isEqualTo(200);
  }

  @Test
  void refusedTokensAreNotRepeatedInTheMessages() {
    hub.sandbox()
        .server()
        .options(
            hub.sandbox().server().options().toBuilder()
                .tokens(java.util.Set.of("another"))
                .build());
    hub.start(ISSUES, NOTES);
    assertThat(hub.poll(NOTES).notes()).contains("401");
    assertThat(hub.poll(ISSUES).notes()).contains("Set NOTION_TOKEN to");
    assertClean("log", logged());
    assertClean("store", store());
  }

  private void fault(String system, String method, String path, FaultRule rule, int times) {
    hub.sandbox().server().faults().add(rule.on(system, method, path).times(times));
  }

  private static void assertClean(String where, String text) {
    for (String secret : SECRETS) {
      int found = text.indexOf(secret);
      String around =
          found < 0
              ? ""
              : text.substring(Math.max(0, found - 300), Math.min(text.length(), found + 100));
      assertThat(around).as("a secret in " + where).isEmpty();
    }
  }

  private String logged() {
    return List.copyOf(log.list).stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .collect(Collectors.joining("\n"));
  }

  /** Every row of every table, as SQL. */
  private String store() {
    Path script = folder.resolve("store.sql");
    hub.execute("SCRIPT TO '" + script + "'");
    try {
      String sql = java.nio.file.Files.readString(script);
      assertThat(sql).contains("INSERT INTO \"PUBLIC\".\"RUNS\"", "FAILURES");
      return sql;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("the store's script cannot be read", e);
    }
  }

  /** Every attribute of every MBean that Camel and Caravan show, and the routes as XML. */
  private static String jmx() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    StringBuilder text = new StringBuilder();
    for (ObjectName name : server.queryNames(null, null)) {
      String domain = name.getDomain();
      if (!domain.equals("caravan") && !domain.startsWith("org.apache.camel")) {
        continue;
      }
      List<String> attributes = new ArrayList<>();
      for (var attribute : server.getMBeanInfo(name).getAttributes()) {
        attributes.add(attribute.getName());
      }
      text.append(name).append('\n');
      for (var value : server.getAttributes(name, attributes.toArray(String[]::new)).asList()) {
        text.append(value).append('\n');
      }
      if ("routes".equals(name.getKeyProperty("type"))) {
        text.append(
            server.invoke(name, "dumpRouteAsXml", new Object[] {true}, new String[] {"boolean"}));
      }
      if ("endpoints".equals(name.getKeyProperty("type"))) {
        text.append(server.getAttribute(name, "EndpointUri")).append('\n');
      }
    }
    return text.toString();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Basic " + basic(OPS_PASSWORD))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + hub.setting("SERVER_PORT") + path);
  }

  private static String basic(String password) {
    return Base64.getEncoder().encodeToString(("ops:" + password).getBytes(StandardCharsets.UTF_8));
  }
}
