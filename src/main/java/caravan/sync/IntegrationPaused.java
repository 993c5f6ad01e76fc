package caravan.sync;

/** The integration was paused while the record was on its way; it goes on once it is resumed. */
public final class IntegrationPaused extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason why it is paused
   */
  public IntegrationPaused(String reason) {
    super(reason);
  }

  @Override
  public String reason() {
    return getMessage();
  }

  @Override
  public String keptAs() {
    return "paused";
  }
}
