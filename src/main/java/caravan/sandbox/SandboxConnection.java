package caravan.sandbox;

/**
 * A connection to Notion that the sandbox tells from others by its token.
 *
 * @param name shown in the log in place of the token
 * @param budgetRequests requests in one window; {@link Integer#MAX_VALUE} is no limit
 */
public record SandboxConnection(String name, int budgetRequests) {

  /** Refuses a negative budget. */
  public SandboxConnection {
    if (budgetRequests < 0) {
      throw new IllegalArgumentException("a budget is not negative");
    }
  }
}
