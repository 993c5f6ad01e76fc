package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.demo.seed.SeedIssues;
import caravan.demo.seed.SeedNotes;
import caravan.sandbox.SandboxOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every body that the hub sends to Notion is one that Notion's own OpenAPI document allows. */
class OpenApiTest {

  private static final Path DOCUMENT =
      Path.of("../shared/reference/notion/openapi-2026-03-11.json").toAbsolutePath().normalize();

  private record Sent(String method, String path, String body) {}

  private final ObjectMapper json = new ObjectMapper();
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<String, JsonSchema> loaded = new HashMap<>();

  @TempDir private Path folder;

  @Test
  void everyRequestBodyIsAllowedByNotionsOpenApiDocument() throws Exception {
    assumeTrue(
        Files.exists(DOCUMENT), "skipped: ../shared with Notion's OpenAPI document is absent");
    Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    Instant now = Instant.now();
    try (HubOnSandbox hub =
        new HubOnSandbox(
            folder, SandboxOptions.unlimited(), SeedIssues.asOf(now), SeedNotes.asOf(now))) {
      hub.set("MEETING_NOTES_SINCE", "all").start(ISSUES, NOTES);
      hub.hub().context().getManagementStrategy().addEventNotifier(new Recorder(sent));
      hub.poll(ISSUES);
      hub.poll(NOTES);
      editEverything(hub);
      assertThat(hub.poll(ISSUES).updatedCount()).isPositive();
    }

    assertThat(sent).hasSizeGreaterThan(200);
    List<String> refused = new ArrayList<>();
    for (Sent request : sent) {
      refused.addAll(refusals(request));
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void theDocumentRefusesABodyThatIsWrong() throws Exception {
    assumeTrue(
        Files.exists(DOCUMENT), "skipped: ../shared with Notion's OpenAPI document is absent");
    Sent wrong = new Sent("PATCH", "/v1/pages/" + "a".repeat(36), "{\"in_trash\": \"yes\"}");

    assertThat(refusals(wrong)).isNotEmpty();
  }

  /** Changed bodies and properties, and deleted issues: updates, restores and trashings. */
  private static void editEverything(HubOnSandbox hub) {
    var linear = hub.sandbox().linear();
    var issues = linear.issues();
    for (int i = 0; i < 20; i++) {
      int number = i;
      linear.updateIssue(
          issues.get(i).id(),
          draft -> draft.description("Changed " + number + "\n\n- a\n- b").priority(number % 5));
    }
    linear.deleteIssue(issues.get(30).id());
  }

  private List<String> refusals(Sent request) throws IOException {
    String template = template(request.path());
    // Heading 4 came two weeks after this copy of the document (Notion: changelog 2026-03-30).
    JsonNode body = json.readTree(request.body().replace("\"heading_4\"", "\"heading_3\""));
    JsonSchema schema =
        loaded.computeIfAbsent(
            request.method() + " " + template, key -> schema(request.method(), template));
    return schema.validate(body).stream()
        .limit(3)
        .map(message -> request.method() + " " + request.path() + ": " + message.getMessage())
        .toList();
  }

  private JsonSchema schema(String method, String template) {
    String pointer =
        "/paths/%s/%s/requestBody/content/application~1json/schema"
            .formatted(template.replace("/", "~1"), method.toLowerCase(Locale.ROOT));
    return schemas.getSchema(SchemaLocation.of(DOCUMENT.toUri() + "#" + pointer));
  }

  private static String template(String path) {
    return path.replaceFirst("^/v1/pages/[0-9a-f-]{36}", "/v1/pages/{page_id}")
        .replaceFirst("^/v1/blocks/[0-9a-f-]{36}", "/v1/blocks/{block_id}")
        .replaceFirst("^/v1/data_sources/[0-9a-f-]{36}", "/v1/data_sources/{data_source_id}");
  }

  /** Notes what leaves through the gateway. */
  private static final class Recorder extends EventNotifierSupport {

    private final Queue<Sent> sent;

    Recorder(Queue<Sent> sent) {
      this.sent = sent;
    }

    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.ExchangeSendingEvent sending
          && sending.getEndpoint().getEndpointUri().matches("http://.*/notion(\\?.*)?")) {
        Exchange exchange = sending.getExchange();
        String body = exchange.getMessage().getBody(String.class);
        if (body != null && !body.isEmpty()) {
          sent.add(
              new Sent(
                  exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class),
                  exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class),
                  body));
        }
      }
    }
  }
}
