package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.testing.WebhookCalls;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub's server lets in, and how much of it at once. */
class WebhookEdgeTest {

  private static final String SECRET = "secret_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String PASSWORD = "a password of operators";
  private static final int AT_ONCE = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private HubOnSandbox hub;
  private WebhookCalls calls;

  @BeforeEach
  void start(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.set("NOTION_WEBHOOK_SECRET", SECRET).set("OPS_PASSWORD", PASSWORD).start(NOTES);
    calls = new WebhookCalls(hub.url(""));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void whatIsTooLargeIsRefusedWhileItArrives() throws Exception {
    String large = "x".repeat(256 * 1024);
    String signature = "sha256=" + WebhookCalls.sign(large, SECRET);
    assertThat(calls.notionWith(large, signature)).as("the largest that is taken").isEqualTo(200);
    // An announced body of 1 GB is refused although not a byte of it has come.
    assertThat(refused("Content-Length: 1073741824", new byte[0])).contains(" 413 ");
    // One that is not announced is refused after 256 KB.
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] chunks = new byte[chunk.length * 6];
    for (int i = 0; i < 6; i++) {
      System.arraycopy(chunk, 0, chunks, i * chunk.length, chunk.length);
    }
    assertThat(refused("Transfer-Encoding: chunked", chunks)).contains(" 413 ");
    assertThat(received("notion", "too-large")).isEqualTo(2);
    // One that never comes is not waited for: it would keep a place of those that do.
    assertThat(refused("Content-Length: 10", new byte[] {'{'})).contains(" 408 ");
    assertThat(received("notion", "too-slow")).isEqualTo(1);
  }

  private String refused(String header, byte[] body) throws IOException {
    try (Socket socket = send(header, body)) {
      socket.setSoTimeout(20_000);
      byte[] answer = new byte[64];
      int read = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(read, 0), StandardCharsets.UTF_8);
    }
  }

  /** Sends the beginning of a request, which is answered on this connection. */
  private Socket send(String header, byte[] body) throws IOException {
    URI address = URI.create(hub.url("/webhooks/notion"));
    Socket socket = new Socket(address.getHost(), address.getPort());
    String head =
        "POST /webhooks/notion HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
            + header
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void formsAndOtherMethodsAreRefused() {
    HttpRequest form =
        calls
            .request("/webhooks/notion")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("a=b"))
            .build();
    assertThat(calls.send(form).statusCode()).isEqualTo(415);
    assertThat(calls.send(calls.request("/webhooks/notion").GET().build()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void everyOtherAddressOfTheServerAsksForCredentials() {
    Set<String> paths =
        hub
            .hub()
            .context()
            .getComponent("platform-http", PlatformHttpComponent.class)
            .getHttpEndpoints()
            .stream()
            .map(endpoint -> endpoint.getUri())
            .collect(Collectors.toSet());
    assertThat(paths).contains("/webhooks/notion", "/ops/api/webhooks");
    paths.addAll(
        Set.of(
            "/",
            "/ops",
            "/observe/health",
            "/observe/jolokia/",
            "/observe/metrics",
            "/q/info",
            "/webhooks",
            "/webhooks/../ops/api/webhooks",
            "/webhooks/%2e%2e/ops/api/webhooks"));
    for (String path : paths) {
      if (Set.of("/webhooks/notion", "/webhooks/linear").contains(path)) {
        continue;
      }
      HttpRequest get = calls.request(path).GET().build();
      assertThat(calls.send(get).statusCode()).as(path).isEqualTo(401);
      HttpRequest post = calls.request(path).POST(BodyPublishers.ofString("{}")).build();
      assertThat(calls.send(post).statusCode()).as("POST " + path).isEqualTo(401);
    }
  }

  @Test
  void noMoreThanSoManyAreHeldInMemoryAtOnce() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        held.add(send("Content-Length: 10", new byte[] {'{'}));
      }
      await().atMost(PATIENCE).until(() -> calls.notion("{}", SECRET) == 503);
      assertThat(received("notion", "too-many")).isPositive();
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    await().atMost(PATIENCE).until(() -> calls.notion("{}", SECRET) == 200);
  }

  private int received(String system, String result) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("caravan_webhooks_received_total{"))
        .filter(
            line ->
                line.contains("system=\"" + system + "\"")
                    && line.contains("result=\"" + result + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String metrics() {
    return get("/observe/metrics");
  }

  private String get(String path) {
    String pair = "ops:" + PASSWORD;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        calls.send(calls.request(path).header("Authorization", "Basic " + basic).GET().build());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }
}
