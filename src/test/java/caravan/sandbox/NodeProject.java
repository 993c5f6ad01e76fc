package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of src/test/js with their packages, installed under target/js. */
final class NodeProject {
  /** What {@link #run} answers if every check of a script passed. */
  static final String PASSED = "passed";

  private static final Path SOURCE = Path.of("src/test/js");
  private static final Path TARGET = Path.of("target/js");
  private static final Pattern NO_REGISTRY =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|E50[234]");

  // One short retry, so that a machine without a registry is told so within seconds.
  private static final String[] NPM_CI = {
    "npm",
    "ci",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=2000",
    "--fetch-timeout=30000"
  };

  private NodeProject() {}

  private record Ended(int code, String output) {}

  /** Copies the scripts and installs their packages; aborts the test where that can't be done. */
  static NodeProject install() throws IOException, InterruptedException {
    assumeTrue(exists("node"), "skipped: node is not installed");
    assumeTrue(exists("npm"), "skipped: npm is not installed");
    Files.createDirectories(TARGET);
    boolean installed =
        sameLock() && Files.exists(TARGET.resolve("node_modules/.package-lock.json"));
    copy();
    if (!installed) {
      Ended ended = start(120, NPM_CI);
      assumeTrue(
          ended.code() == 0 || !NO_REGISTRY.matcher(ended.output()).find(),
          "skipped: the package registry can't be reached");
      assertThat(ended.code()).as("npm ci: %s", ended.output()).isZero();
    }
    return new NodeProject();
  }

  /** Runs a script against a sandbox; {@link #PASSED}, or all that the script printed. */
  String run(String script, String url) throws IOException, InterruptedException {
    Ended ended = start(90, "node", script, url);
    System.out.println(script + "\n" + ended.output());
    return ended.code() == 0 ? PASSED : ended.output();
  }

  private static boolean exists(String command) throws InterruptedException {
    try {
      return start(30, command, "--version").code() == 0;
    } catch (IOException notFound) {
      return false;
    }
  }

  private static boolean sameLock() throws IOException {
    Path installed = TARGET.resolve("package-lock.json");
    return Files.exists(installed)
        && Files.mismatch(installed, SOURCE.resolve("package-lock.json")) == -1;
  }

  private static void copy() throws IOException {
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = TARGET.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Ended start(int seconds, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("node", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
      if (Files.isDirectory(TARGET)) {
        builder.directory(TARGET.toFile());
      }
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return ended
          ? new Ended(process.exitValue(), text)
          : new Ended(-1, text + "\nnot finished after " + seconds + " s, stopped");
    } finally {
      Files.delete(output);
    }
  }
}
