package caravan.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts webhooks to a hub, signed as Notion and Linear sign them, or as they would not. */
public final class WebhookCalls {

  private final String server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param server such as {@code http://127.0.0.1:4711}
   */
  public WebhookCalls(String server) {
    this.server = server;
  }

  /** An event of Notion's about a row of a data source. */
  public static ObjectNode event(String type, String pageId, String dataSource) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("id", UUID.randomUUID().toString()).put("type", type).put("attempt_number", 1);
    event.putObject("entity").put("id", pageId).put("type", type.split("\\.")[0]);
    event
        .putObject("data")
        .putObject("parent")
        .put("id", "db")
        .put("type", "database")
        .put("data_source_id", dataSource);
    return event;
  }

  /** The status of a body that Notion signed with this secret. */
  public int notion(String body, String secret) {
    return status(to("notion", "sha256=" + sign(body, secret), BodyPublishers.ofString(body)));
  }

  /** The status of a body with this signature in Notion's header; null for no header. */
  public int notionWith(String body, String signature) {
    return status(to("notion", signature, BodyPublishers.ofString(body)));
  }

  /** The status of a body of any length. */
  public int notionWith(BodyPublisher body, String signature) {
    return status(to("notion", signature, body));
  }

  private HttpRequest to(String system, String signature, BodyPublisher body) {
    HttpRequest.Builder request = request("/webhooks/" + system).POST(body);
    request.header("Content-Type", "application/json");
    if (signature != null) {
      request.header("X-Notion-Signature", signature);
    }
    return request.build();
  }

  /** The status of a body that Linear signed with this secret. */
  public int linear(String body, String secret, String delivery) {
    return linearWith(body, sign(body, secret), delivery);
  }

  /** The status of a body with this signature in Linear's header. */
  public int linearWith(String body, String signature, String delivery) {
    HttpRequest.Builder request = request("/webhooks/linear").POST(BodyPublishers.ofString(body));
    request.header("Content-Type", "application/json; charset=utf-8");
    request.header("Linear-Signature", signature);
    request.header("Linear-Delivery", delivery);
    return status(request.build());
  }

  /** A request to the hub's server. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(30));
  }

  /** What is answered. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int status(HttpRequest request) {
    return send(request).statusCode();
  }

  /** The HMAC-SHA256 of a body in hexadecimal digits. */
  public static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
