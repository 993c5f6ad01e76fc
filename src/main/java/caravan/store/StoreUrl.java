package caravan.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the store is: makes a relative H2 file path absolute, and tells kinds of databases apart.
 */
public final class StoreUrl {

  private static final String H2 = "jdbc:h2:";
  private static final List<String> NOT_A_FILE = List.of("mem:", "tcp:", "ssl:", "zip:");

  private StoreUrl() {}

  /**
   * The URL to connect to: a relative H2 file is taken from {@code home}, each commit is on disk
   * when it returns (a killed process loses none), and closing is the hub's own last step.
   */
  public static String resolve(Path home, String url) {
    if (!url.startsWith(H2)
        || NOT_A_FILE.stream().anyMatch(url.substring(H2.length())::startsWith)) {
      return url;
    }
    String rest = url.substring(H2.length()).replaceFirst("^file:", "");
    int options = rest.indexOf(';');
    String file = options < 0 ? rest : rest.substring(0, options);
    String tail = options < 0 ? "" : rest.substring(options);
    String path = file.startsWith("~") ? file : absolute(home, file);
    return H2
        + "file:"
        + path
        + tail
        + missing(tail, "DB_CLOSE_ON_EXIT", "FALSE")
        + missing(tail, "WRITE_DELAY", "0");
  }

  /**
   * What the driver is told beside the URL, which wins: PostgreSQL's waits for ever for a server
   * that is cut off or frozen, unless it is told how long in seconds (PostgreSQL JDBC driver:
   * connection parameters).
   */
  public static Map<String, String> driverProperties(String url) {
    return url.startsWith("jdbc:postgresql:")
        ? Map.of(
            "socketTimeout", "60",
            "connectTimeout", "10",
            "tcpKeepAlive", "true",
            "ApplicationName", "caravan") // whom ./caravan check names
        : Map.of();
  }

  private static String absolute(Path home, String file) {
    return home.resolve(file).toAbsolutePath().normalize().toString();
  }

  private static String missing(String options, String name, String value) {
    boolean set = options.toUpperCase(Locale.ROOT).contains(";" + name + "=");
    return set ? "" : ";" + name + "=" + value;
  }
}
