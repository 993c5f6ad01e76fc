package caravan.hub;

/** Caravan's own version, from the jar's manifest. */
public final class Version {

  private Version() {}

  /** The version; {@code development} where no jar was built. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
