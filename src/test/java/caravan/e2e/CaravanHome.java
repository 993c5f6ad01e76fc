package caravan.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Caravan folder of its own for a test: a copy of routes/ and application.properties. */
final class CaravanHome {

  private CaravanHome() {}

  /** Copies the project's files into the folder, and returns it. */
  static Path copyTo(Path folder) {
    Path project = Path.of("").toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Files.copy(
          project.resolve("application.properties"), folder.resolve("application.properties"));
      Path routes = project.resolve("routes");
      for (Path file : files(routes)) {
        Path copy = folder.resolve("routes").resolve(routes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("a Caravan folder for the test could not be made", e);
    }
  }

  /** Lets the hub post to a channel without pause: most tests are not about Slack's pace. */
  static void withoutSlackPace(Path home) {
    Path gateway = home.resolve("routes/system/slack-gateway.camel.yaml");
    try {
      String route = Files.readString(gateway);
      String faster =
          route.replace("timePeriodMillis: \"1200\"", "timePeriodMillis: \"1\"");
      if (faster.equals(route)) {
        throw new AssertionError("the pace of the Slack gateway is not where it was: " + gateway);
      }
      Files.writeString(gateway, faster);
    } catch (IOException e) {
      throw new UncheckedIOException("the test's Slack gateway could not be changed", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
