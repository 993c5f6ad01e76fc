package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sandbox.FaultRule;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AnswerBoundsTest {

  private static final int LARGEST = 100_000;

  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance().build();

  @Test
  void anAnswerUpToTheBoundIsReadWholeAndTheConnectionIsUsedAgain() throws Exception {
    SERVER.stubFor(any(anyUrl()).willReturn(ok("x".repeat(LARGEST))));
    try (CloseableHttpClient client = client(Duration.ofSeconds(30))) {
      assertThat(read(client, SERVER.baseUrl())).hasSize(LARGEST);
      assertThat(read(client, SERVER.baseUrl())).hasSize(LARGEST);
    }
  }

  @Test
  void aLargerOneIsNotReadOn() throws Exception {
    SERVER.stubFor(any(anyUrl()).willReturn(ok("x".repeat(LARGEST + 1))));
    try (CloseableHttpClient client = client(Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> read(client, SERVER.baseUrl()))
          .isInstanceOf(AnswerBounds.AnswerTooLarge.class)
          .hasMessageContaining("larger than 100000 bytes");
    }
  }

  @Test
  void whatCountsIsTheSizeAfterDecompression() throws Exception {
    SERVER.stubFor(
        any(anyUrl())
            .willReturn(ok("x".repeat(50 * LARGEST)).withHeader("Content-Type", "text/plain")));
    try (CloseableHttpClient client = client(Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> read(client, SERVER.baseUrl()))
          .isInstanceOf(AnswerBounds.AnswerTooLarge.class);
    }
    HttpRequest plain =
        HttpRequest.newBuilder(URI.create(SERVER.baseUrl()))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(plain, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).as("it is small on the wire").hasSizeLessThan(LARGEST);
  }

  @Test
  void anAnswerThatDripsIsGivenUp() throws Exception {
    SandboxOptions options = SandboxOptions.unlimited();
    try (Sandbox sandbox = Sandbox.start(options, new NotionSandbox(options));
        CloseableHttpClient client = client(Duration.ofSeconds(1))) {
      sandbox.faults().add(FaultRule.of(FaultRule.Kind.DRIP).lasting(Duration.ofSeconds(24)));
      long start = System.nanoTime();
      assertThatThrownBy(() -> read(client, sandbox.url() + "/notion/v1/users/me"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not end within 1 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void headersThatDripAreGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CloseableHttpClient client = client(Duration.ofSeconds(1))) {
      CompletableFuture<Integer> dripped = CompletableFuture.supplyAsync(() -> drip(server));
      long start = System.nanoTime();
      assertThatThrownBy(() -> read(client, "http://127.0.0.1:" + server.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not begin within 1 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(dripped.get(20, TimeUnit.SECONDS))
          .as("bytes until the client hung up")
          .isPositive();

      SERVER.stubFor(any(anyUrl()).willReturn(ok("fine")));
      assertThat(read(client, SERVER.baseUrl())).as("the client goes on").isEqualTo("fine");
    }
  }

  /** Takes one request and answers with a header that never ends, a byte every 50 ms. */
  private static int drip(ServerSocket server) {
    int bytes = 0;
    try (Socket connection = server.accept()) {
      connection.setTcpNoDelay(true);
      OutputStream out = connection.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('x');
        out.flush();
        bytes++;
        Thread.sleep(50);
      }
    } catch (IOException e) {
      return bytes; // the client has hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return bytes;
    }
  }

  private static CloseableHttpClient client(Duration longest) {
    HttpClientBuilder builder = HttpClientBuilder.create();
    new AnswerBounds(LARGEST, longest).configureHttpClient(builder);
    return builder.build();
  }

  /** As Camel does it: the answer is closed whatever happens while it is read. */
  private static String read(CloseableHttpClient client, String url) throws IOException {
    try (ClassicHttpResponse answer = client.executeOpen(null, new HttpGet(url), null)) {
      try {
        return EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8);
      } catch (org.apache.hc.core5.http.ParseException e) {
        throw new IOException(e);
      } finally {
        EntityUtils.consume(answer.getEntity());
      }
    }
  }
}
