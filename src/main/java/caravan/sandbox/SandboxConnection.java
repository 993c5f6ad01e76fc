package caravan.sandbox;

/**
 * A connection to Notion that the sandbox tells from others by its token.
 *
 * @param name shown in the log in place of the token
 * @param budgetRequests requests in one window; {@link Integer#MAX_VALUE} is no limit
 * @param workspace the id of its workspace, whose budget it shares with others
 */
public record SandboxConnection(String name, int budgetRequests, String workspace) {

  /** The workspace of tokens of which nothing is known. */
  public static final String DEFAULT_WORKSPACE = "5a4d60c0-0000-4000-8000-000000000001";

  /** One of the default workspace. */
  public SandboxConnection(String name, int budgetRequests) {
    this(name, budgetRequests, DEFAULT_WORKSPACE);
  }

  /** Refuses a negative budget. */
  public SandboxConnection {
    if (budgetRequests < 0) {
      throw new IllegalArgumentException("a budget is not negative");
    }
  }
}
