package caravan.sync;

import caravan.store.PauseStore.Pause;

/** The integration was paused while the record was on its way; it goes on once it is resumed. */
public final class IntegrationPaused extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  private final boolean forDrift;

  /**
   * @param why it is paused
   */
  IntegrationPaused(Pause why) {
    super(why.reason());
    this.forDrift = why.isForDrift();
  }

  @Override
  public String reason() {
    return getMessage();
  }

  @Override
  public String keptAs() {
    return forDrift ? Pause.DRIFT : "paused";
  }
}
