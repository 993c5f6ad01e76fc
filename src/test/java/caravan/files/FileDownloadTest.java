package caravan.files;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileDownloadTest {

  private static final int MOST = 100_000;
  private static final String PATH = "/space/id/plan.png";
  private static final String SIGNATURE = "X-Amz-Credential=A%2F2026%2Fs3&X-Amz-Signature=s3cr3t";

  @RegisterExtension static final WireMockExtension HOST = WireMockExtension.newInstance().build();

  private final AtomicLong nanos = new AtomicLong();
  private final FileDownload download = new FileDownload(MOST, Duration.ofSeconds(60), nanos::get);
  private List<Path> before;

  @BeforeEach
  void lookAtTheDisk() throws IOException {
    before = parts();
  }

  @AfterEach
  void stop() {
    download.shutdown();
  }

  @Test
  void aFileArrivesWholeWithItsTypeLengthAndHash() throws Exception {
    byte[] content = new byte[MOST];
    new Random(1).nextBytes(content);
    answer(aResponse().withHeader("Content-Type", "image/png").withBody(content));

    FileContent file = download.fetch(address(), "plan.png").orElseThrow();

    assertThat(file.name()).isEqualTo("plan.png");
    assertThat(file.contentType()).isEqualTo("image/png");
    assertThat(file.length()).isEqualTo(MOST);
    assertThat(file.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(Files.readAllBytes(file.path())).isEqualTo(content);
    Files.delete(file.path());
  }

  @Test
  void theSignatureIsSentAsItIsAndNothingElseThatSaysWhoAsks() throws Exception {
    answer(aResponse().withHeader("Set-Cookie", "a=b").withBody("x"));

    for (int i = 0; i < 2; i++) {
      Files.delete(download.fetch(address(), "a").orElseThrow().path());
    }

    HOST.verify(
        exactly(2),
        getRequestedFor(urlPathEqualTo(PATH))
            .withQueryParam("X-Amz-Credential", equalTo("A/2026/s3"))
            .withHeader("Authorization", absent())
            .withHeader("Notion-Version", absent())
            .withHeader("Cookie", absent()));
    assertThat(HOST.getAllServeEvents().get(0).getRequest().getUrl()).endsWith("?" + SIGNATURE);
  }

  @Test
  void anAddressThatIsOverIsNoFile() {
    answer(aResponse().withStatus(403).withBody("<Error><Code>AccessDenied</Code></Error>"));
    assertThat(download.fetch(address(), "a")).isEmpty();
  }

  @Test
  void redirectsAreNotFollowed() {
    answer(aResponse().withStatus(302).withHeader("Location", HOST.baseUrl() + "/elsewhere"));
    refused("redirects (302), which is not followed");
    HOST.verify(exactly(0), getRequestedFor(urlPathEqualTo("/elsewhere")));
  }

  @Test
  void otherAnswersAreErrorsThatSayWhichFile() {
    answer(aResponse().withStatus(500));
    refused("\"plan.png\"", "500");
  }

  @Test
  void aFileThatSaysItIsTooLargeIsRefusedAtOnce() {
    answer(aResponse().withBody(new byte[MOST + 1]));
    refused("larger than notion.file.max-size (100000 bytes)");
  }

  /** The host says no length and never ends: only what fits is read. */
  @Test
  void aFileThatTurnsOutTooLargeIsLetGoOf() throws Exception {
    try (Endless host = new Endless()) {
      assertThatThrownBy(() -> download.fetch(host.address(), "plan.png"))
          .isInstanceOf(FileRefused.class)
          .hasMessageContaining("larger than notion.file.max-size");
      assertThat(host.sent().get(20, TimeUnit.SECONDS)).isLessThan(100L * MOST);
    }
  }

  @Test
  void aFileThatTakesForEverIsLetGoOf() throws Exception {
    AtomicLong minutes = new AtomicLong();
    FileDownload impatient =
        new FileDownload(
            Long.MAX_VALUE,
            Duration.ofSeconds(60),
            () -> minutes.incrementAndGet() * 2_000_000_000L);
    try (Endless host = new Endless()) {
      assertThatThrownBy(() -> impatient.fetch(host.address(), "plan.png"))
          .isInstanceOf(FileRefused.class)
          .hasMessageContaining("was not complete after 60 s");
      host.sent().get(20, TimeUnit.SECONDS);
    } finally {
      impatient.shutdown();
    }
  }

  @Test
  void aHostThatDoesNotAnswerIsAnErrorWithoutTheAddress() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + port + PATH + "?" + SIGNATURE;
    assertThatThrownBy(() -> download.fetch(nobody, "plan.png"))
        .isInstanceOf(FileRefused.class)
        .hasMessageContaining("could not be fetched")
        .hasStackTraceContaining("127.0.0.1")
        .satisfies(error -> assertThat(stack(error)).doesNotContain("s3cr3t"));
    assertThatThrownBy(() -> download.fetch("https://exa mple?" + SIGNATURE, "plan.png"))
        .isInstanceOf(FileRefused.class)
        .satisfies(error -> assertThat(stack(error)).doesNotContain("s3cr3t"));
  }

  private void refused(String... why) {
    assertThatThrownBy(() -> download.fetch(address(), "plan.png"))
        .isInstanceOf(FileRefused.class)
        .hasMessageContainingAll(why)
        .hasMessageNotContaining("s3cr3t");
    assertThat(parts()).as("nothing is left on the disk").isEqualTo(before);
  }

  private static String stack(Throwable error) {
    java.io.StringWriter text = new java.io.StringWriter();
    error.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  private static List<Path> parts() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("caravan-.*\\.part"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void answer(ResponseDefinitionBuilder response) {
    HOST.stubFor(get(urlPathEqualTo(PATH)).willReturn(response));
  }

  private static String address() {
    return HOST.baseUrl() + PATH + "?" + SIGNATURE;
  }

  /** A host that sends without end until somebody closes the connection. */
  private static final class Endless implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Long> sent = CompletableFuture.supplyAsync(this::serve);

    private Endless() throws IOException {}

    private long serve() {
      long bytes = 0;
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] more = new byte[8 * 1024];
        while (!socket.isClosed()) {
          out.write(more);
          bytes += more.length;
        }
      } catch (SocketException closed) {
        return bytes;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return bytes;
    }

    private String address() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/endless?" + SIGNATURE;
    }

    private CompletableFuture<Long> sent() {
      return sent;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
