package caravan.files;

import caravan.notion.HostedFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a file may be fetched from if Notion did not say itself that it hosts it: in a page's
 * Markdown an address may be what a person wrote, and must not make the hub ask a machine that only
 * the hub can reach.
 */
public final class FileHosts {

  private final String notion;

  /**
   * @param notionUrl {@code notion.url}: what stands in for Notion may keep its files itself
   */
  public FileHosts(String notionUrl) {
    this.notion = origin(notionUrl);
  }

  /**
   * Whether Notion keeps files there (Notion: file object; on Amazon's S3, and on its own hosts).
   */
  public boolean knows(String address) {
    String origin = origin(address);
    if (origin.isEmpty()) {
      return false;
    }
    if (origin.equals(notion)) {
      return true;
    }
    String host = origin.substring("https://".length());
    return origin.startsWith("https://")
        && !host.contains(":")
        && (host.endsWith(".amazonaws.com") || HostedFile.isNotions(host));
  }

  /** Scheme, host and port in small letters; empty for what is no web address. */
  private static String origin(String address) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
        return "";
      }
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    } catch (URISyntaxException noAddress) {
      return "";
    }
  }
}
