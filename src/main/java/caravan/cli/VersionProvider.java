package caravan.cli;

import caravan.hub.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code caravan --version} says. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"caravan " + Version.current()};
  }
}
