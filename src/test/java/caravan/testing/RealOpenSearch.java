package caravan.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real OpenSearch of one node, in a process of its own on loopback, without security: what
 * src/test/opensearch/pom.xml names, from Maven's repositories.
 *
 * <p>It needs a Java runtime of 21 or newer: the one that runs the tests, {@code JAVA21_HOME}, or
 * one beside it. Where that, Maven or the artefacts are missing, the test is skipped with a
 * message.
 */
public final class RealOpenSearch implements AutoCloseable {

  private static final Path PROJECT = Path.of("src/test/opensearch/pom.xml");
  private static final Path TARGET = Path.of("target/opensearch");
  private static final int JAVA = 21;

  /** Ports that the runner looks through (its default for the last one). */
  private static final int FIRST_PORT = 9210;

  private static final int LAST_PORT = 9299;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private RealOpenSearch(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one.
   *
   * @param folder an empty folder for its data
   */
  public static RealOpenSearch start(Path folder) throws IOException, InterruptedException {
    Optional<Path> java = runtime();
    assumeTrue(
        java.isPresent(),
        "skipped: OpenSearch needs a Java runtime of 21 or newer; set JAVA21_HOME to one");
    String classPath = classPath();
    int port = freePort();
    Path log = folder.resolve("opensearch.log");
    Process process =
        new ProcessBuilder(
                java.get().toString(),
                "-Xms256m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "org.codelibs.opensearch.runner.OpenSearchRunner",
                "-basePath",
                folder.resolve("node").toString(),
                "-numOfNode",
                "1",
                "-baseHttpPort",
                Integer.toString(port - 1),
                "-clusterName",
                "caravan-test-" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Tests that are broken off must not leave it behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-opensearch"));
    RealOpenSearch server = new RealOpenSearch(process, "http://127.0.0.1:" + port);
    try {
      Awaitility.await("OpenSearch")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> server.isThere() || !process.isAlive());
      if (!process.isAlive()) {
        throw new AssertionError("OpenSearch did not start:\n" + Files.readString(log));
      }
      // A machine that runs tests may have little disk left; they need next to none.
      server.send(
          "PUT",
          "/_cluster/settings",
          "{\"transient\":{\"cluster.routing.allocation.disk.threshold_enabled\":false}}");
    } catch (ConditionTimeoutException e) {
      server.close();
      throw new AssertionError("OpenSearch did not start:\n" + Files.readString(log), e);
    }
    return server;
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return url;
  }

  /** Sends a request and gives the answer's JSON; {@code body} may be null. */
  public JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json");
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return json.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
  }

  /** From now on, everything that was written is found. */
  public void refresh(String index) throws IOException, InterruptedException {
    send("POST", "/" + index + "/_refresh", null);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isThere() throws InterruptedException {
    try {
      return send("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s", null)
          .path("status")
          .asText()
          .matches("yellow|green");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The class path that Maven resolves, kept until the project file changes. */
  private static String classPath() throws IOException, InterruptedException {
    Files.createDirectories(TARGET);
    Path known = TARGET.resolve("classpath.txt").toAbsolutePath();
    boolean fresh =
        Files.exists(known)
            && Files.getLastModifiedTime(known).compareTo(Files.getLastModifiedTime(PROJECT)) > 0;
    if (!fresh && !resolve(known, "-o")) {
      assumeTrue(
          resolve(known),
          "skipped: Maven cannot resolve OpenSearch's artefacts; see target/opensearch/maven.log");
    }
    return Files.readString(known).strip();
  }

  private static boolean resolve(Path into, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", PROJECT.toString()));
    command.addAll(List.of(options));
    command.add("dependency:build-classpath");
    command.add("-Dmdep.outputFile=" + into);
    Process maven;
    try {
      maven =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(TARGET.resolve("maven.log").toFile())
              .start();
    } catch (IOException noMaven) {
      return false;
    }
    boolean ended = maven.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      maven.destroyForcibly();
    }
    return ended && maven.exitValue() == 0;
  }

  private static Optional<Path> runtime() throws IOException, InterruptedException {
    List<Path> homes = new ArrayList<>();
    if (Runtime.version().feature() >= JAVA) {
      homes.add(Path.of(System.getProperty("java.home")));
    }
    String named = System.getenv("JAVA21_HOME");
    if (named != null && !named.isBlank()) {
      homes.add(Path.of(named));
    }
    Path beside = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
    if (beside != null && Files.isDirectory(beside)) {
      try (Stream<Path> others = Files.list(beside)) {
        others.sorted().forEach(homes::add);
      }
    }
    for (Path home : homes) {
      Path java = home.resolve("bin").resolve("java");
      if (Files.isExecutable(java) && version(home) >= JAVA) {
        return Optional.of(java);
      }
    }
    return Optional.empty();
  }

  /** Every Java runtime says its version in the file "release"; 0 if this one does not. */
  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
        .filter(number -> number.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private static int freePort() throws IOException {
    for (int port = FIRST_PORT; port < LAST_PORT; port++) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IOException("no free port from %d to %d".formatted(FIRST_PORT, LAST_PORT));
  }
}
