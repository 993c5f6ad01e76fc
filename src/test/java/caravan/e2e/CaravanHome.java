package caravan.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Caravan folder of its own for a test: a copy of routes/ and application.properties. */
public final class CaravanHome {

  private CaravanHome() {}

  /** Copies the project's files into the folder, and returns it. */
  public static Path copyTo(Path folder) {
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
  public static void withoutSlackPace(Path home) {
    change(
        home.resolve("routes/system/slack-gateway.camel.yaml"),
        "timePeriodMillis: \"1200\"",
        "timePeriodMillis: \"1\"");
  }

  /** Contracts are checked by the clock only when the test asks for it. */
  public static void withoutContractTimer(Path home) {
    changeAll(
        home.resolve("routes/system/contracts.camel.yaml"),
        "quartz:caravan/contracts\\?[^\"]*",
        "quartz:caravan/contracts?cron=0+0+0+1+1+?+2099");
  }

  /** Lets the gateway to Notion give up sooner than its 70 seconds. */
  public static void withNotionTimeout(Path home, int millis) {
    change(
        home.resolve("routes/system/notion-gateway.camel.yaml"),
        "responseTimeout: 70000",
        "responseTimeout: " + millis);
  }

  /** Lets the hub give up on every service after this time without an answer. */
  public static void withTimeouts(Path home, Duration patience) {
    for (String service : List.of("notion", "linear", "slack")) {
      changeAll(
          home.resolve("routes/system/" + service + "-gateway.camel.yaml"),
          "responseTimeout: \\d+",
          "responseTimeout: " + patience.toMillis());
    }
  }

  /** Lets the hub post to a channel as often as that, instead of every 1.2 seconds. */
  public static void withSlackPace(Path home, Duration pace) {
    changeAll(
        home.resolve("routes/system/slack-gateway.camel.yaml"),
        "timePeriodMillis: \"1200\"",
        "timePeriodMillis: \"" + pace.toMillis() + "\"");
  }

  private static void changeAll(Path file, String pattern, String after) {
    try {
      String route = Files.readString(file);
      if (!Pattern.compile(pattern).matcher(route).find()) {
        throw new AssertionError(pattern + " is not where it was: " + file);
      }
      Files.writeString(file, route.replaceAll(pattern, after));
    } catch (IOException e) {
      throw new UncheckedIOException("a route file of the test could not be changed", e);
    }
  }

  /**
   * Lets the gateway to Notion repeat at once, up to its six times: pauses would only cost time.
   */
  public static void withNotionRepeatsAtOnce(Path home) {
    Path gateway = home.resolve("routes/system/notion-gateway.camel.yaml");
    change(gateway, "redeliveryDelay: 500", "redeliveryDelay: 5");
    change(gateway, "maximumRedeliveryDelay: 30000", "maximumRedeliveryDelay: 50");
  }

  private static void change(Path file, String before, String after) {
    try {
      String route = Files.readString(file);
      if (!route.contains(before)) {
        throw new AssertionError(before + " is not where it was: " + file);
      }
      Files.writeString(file, route.replace(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException("a route file of the test could not be changed", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
