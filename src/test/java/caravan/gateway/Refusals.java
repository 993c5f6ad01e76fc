package caravan.gateway;

/** What the gateways throw, for tests of those that take it. */
public final class Refusals {

  private Refusals() {}

  public static ServiceRefused refused(String message) {
    return ServiceRefused.refused(message);
  }

  public static ServiceRefused unknown(String message) {
    return ServiceRefused.unknown(message, true, null);
  }
}
