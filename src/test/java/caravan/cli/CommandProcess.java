package caravan.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process of its own, with an environment of its own.
 *
 * @param exit its exit code
 * @param out what it wrote
 */
public record CommandProcess(int exit, String out) {

  private static final long PATIENCE_SECONDS = 120;

  /** Runs {@code caravan} in a folder until it ends. */
  public static CommandProcess run(
      Path home, Map<String, String> environment, String... arguments) {
    return end(start(home, environment, arguments), home);
  }

  /** Starts {@code caravan} in a folder; {@link #end} waits for it. */
  public static Process start(Path home, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dcaravan.home=" + home));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "caravan.cli.Caravan"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("command.log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("the command cannot be started", e);
    }
  }

  /** Waits for the end of what {@link #start} began. */
  public static CommandProcess end(Process process, Path home) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the command does not end");
      }
      String out = Files.readString(home.resolve("command.log"), StandardCharsets.UTF_8);
      return new CommandProcess(process.exitValue(), out);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The line that says something of a subject; fails if there is none. */
  public String line(String subject) {
    return out.lines()
        .filter(
            it -> it.matches("(ok|note|wrong) +" + java.util.regex.Pattern.quote(subject) + " .*"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing of " + subject + " in\n" + out));
  }
}
