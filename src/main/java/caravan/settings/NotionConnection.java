package caravan.settings;

/**
 * A connection to Notion: a token with a budget of its own (Notion: request limits).
 *
 * @param name {@link #DEFAULT}, or one of {@code notion.connections}
 * @param url Notion's API
 * @param version the Notion-Version that is sent
 * @param requests its budget, in requests per {@code notion.budget.window}
 * @param background how many of these background work may spend; never below 1
 * @param workspace what tells its workspace from others; blank if that is not said
 */
public record NotionConnection(
    String name, String url, String version, int requests, int background, String workspace) {

  /** The connection of {@code notion.token}. */
  public static final String DEFAULT = "notion";

  /** The setting that holds its token. */
  public String tokenKey() {
    return tokenKey(name);
  }

  /** The setting that holds the token of the connection with this name. */
  public static String tokenKey(String name) {
    return name.equals(DEFAULT) ? "notion.token" : "notion." + name + ".token";
  }
}
