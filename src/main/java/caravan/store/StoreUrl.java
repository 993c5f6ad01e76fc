package caravan.store;

import java.nio.file.Path;

/**
 * Where the store is: makes a relative H2 file path absolute, and tells kinds of databases apart.
 */
public final class StoreUrl {

  private static final String H2_FILE = "jdbc:h2:file:";

  private StoreUrl() {}

  /**
   * The URL to connect to: a relative H2 file is taken from {@code home}, and H2 syncs its file as
   * a database should.
   */
  public static String resolve(Path home, String url) {
    if (!url.startsWith(H2_FILE)) {
      return url;
    }
    String rest = url.substring(H2_FILE.length());
    int options = rest.indexOf(';');
    String file = options < 0 ? rest : rest.substring(0, options);
    String tail = options < 0 ? "" : rest.substring(options);
    return H2_FILE + home.resolve(file).toAbsolutePath().normalize() + tail + exitOption(tail);
  }

  /** Closing is the hub's own last step, not the JVM's. */
  private static String exitOption(String tail) {
    return tail.contains("DB_CLOSE_ON_EXIT") ? "" : ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
  }
}
