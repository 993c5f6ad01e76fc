package caravan.hub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.NotionRequest;
import caravan.store.Failure;
import caravan.store.FailureStore;
import caravan.testing.Linear;
import caravan.testing.Notion;
import caravan.testing.SettableClock;
import caravan.testing.TestHub;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nothing that people or machines can look at holds a secret, at any log level, whatever fails. */
class SecretsStaySecretTest {

  private static final String EDITED = "2026-11-22T09:30:00.000Z";

  @RegisterExtension
  static final WireMockExtension SERVICES = WireMockExtension.newInstance().build();

  /** Keeps every line that one of the hub's own libraries writes; WireMock is not the hub's. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (!event.getLoggerName().startsWith("wiremock.")) {
        String trace =
            event.getThrowableProxy() == null
                ? ""
                : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + trace);
      }
    }
  }

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Lines log = new Lines();
  private Level level;
  private TestHub hub;

  @BeforeEach
  void startWithEverythingLogged(@TempDir Path home) {
    level = root.getLevel();
    root.getAppender("console").stop();
    log.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG); // as CARAVAN_LOG_LEVEL=DEBUG does
    SERVICES.stubFor(Notion.schema());
    SERVICES.stubFor(Notion.nobody());
    SERVICES.stubFor(Notion.rows());
    SERVICES.stubFor(Notion.creates());
    hub =
        TestHub.start(
            home, SERVICES.baseUrl(), new SettableClock("2026-11-22T10:00:30Z"), Map.of());
  }

  @AfterEach
  void stop() {
    hub.close();
    root.setLevel(level);
    root.detachAppender(log);
    root.getAppender("console").start();
  }

  @Test
  void neitherLogsNorErrorsNorJmxNorRouteDumpsNorTheStoreHoldASecret() throws Exception {
    workAndFail();
    List<String> seen = new ArrayList<>(log.lines);
    assertThat(seen)
        .as("the log was caught, down to DEBUG")
        .anyMatch(line -> line.contains("record i2 was not delivered"))
        .anyMatch(line -> line.contains("caravan.upsert.CreateOutcomeUnknown"));
    seen.addAll(errors());
    int before = seen.size();
    seen.addAll(managementBeans());
    assertThat(seen.size() - before).as("attributes and route dumps").isGreaterThan(1000);
    for (Failure failure : new FailureStore(hub.store()).due("linear-issues", later(), 100)) {
      seen.add(failure.toString());
    }
    hub.hub()
        .beans()
        .runStore()
        .latest("linear-issues", 10)
        .forEach(run -> seen.add(run.toString()));

    for (String secret :
        List.of(
            TestHub.NOTION_TOKEN,
            TestHub.LINEAR_TOKEN,
            TestHub.SLACK_TOKEN,
            "verySecretOpsPassword")) {
      assertThat(seen.stream().filter(it -> it.contains(secret)).limit(3).toList())
          .as("what holds a secret")
          .isEmpty();
    }
  }

  private void workAndFail() {
    SERVICES.stubFor(
        post("/v1/pages")
            .withRequestBody(
                matchingJsonPath("$.properties.title.title[?(@.text.content == 'Bad')]"))
            .willReturn(Notion.error(401, "unauthorized", "API token is invalid.")));
    SERVICES.stubFor(
        post("/v1/pages")
            .withRequestBody(
                matchingJsonPath("$.properties.title.title[?(@.text.content == 'Reset')]"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    SERVICES.stubFor(
        Linear.issues(
            Linear.issue("i1", "Good", EDITED),
            Linear.issue("i2", "Reset", EDITED),
            Linear.issue("i3", "Bad", EDITED)));
    assertThat(hub.poll("linear-issues").failedCount()).isPositive();
    SERVICES.stubFor(post("/graphql").willReturn(okJson("{\"errors\": [{\"message\": \"no\"}]}")));
    assertThat(hub.poll("linear-issues").state()).isEqualTo("failed");
    SERVICES.stubFor(
        post(urlPathEqualTo("/v1/data_sources/" + TestHub.NOTES + "/query"))
            .willReturn(Notion.error(404, "object_not_found", "Could not find database")));
    assertThat(hub.poll("meeting-notes").state()).isEqualTo("failed");
  }

  private List<String> errors() {
    SERVICES.stubFor(post("/v1/pages").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    Exchange failed =
        hub.producer()
            .request(
                "direct:notion",
                exchange ->
                    exchange
                        .getMessage()
                        .setBody(
                            NotionRequest.adding(
                                "POST", "/v1/pages", JsonNodeFactory.instance.objectNode())));
    StringWriter text = new StringWriter();
    failed.getException().printStackTrace(new PrintWriter(text));
    return List.of(text.toString(), failed.toString());
  }

  private static List<String> managementBeans() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<String> seen = new ArrayList<>();
    for (ObjectName name : server.queryNames(null, null)) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        if (attribute.isReadable()) {
          seen.add(name + " " + attribute.getName() + " " + attribute(server, name, attribute));
        }
      }
    }
    ObjectName routes = ObjectName.getInstance("org.apache.camel:type=routes,*");
    String[] signature = {boolean.class.getName()};
    for (ObjectName route : server.queryNames(routes, null)) {
      seen.add("" + server.invoke(route, "dumpRouteAsXml", new Object[] {true}, signature));
    }
    return seen;
  }

  /** The value; why it cannot be read where it cannot, which may tell something too. */
  private static String attribute(
      MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
    try {
      return Arrays.deepToString(new Object[] {server.getAttribute(name, attribute.getName())});
    } catch (JMException | RuntimeException e) {
      return e.toString();
    }
  }

  private static Instant later() {
    return Instant.parse("2027-01-01T00:00:00Z");
  }
}
