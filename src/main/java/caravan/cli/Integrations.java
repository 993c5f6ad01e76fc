package caravan.cli;

import caravan.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Names of integrations on the command line. */
final class Integrations {

  private Integrations() {}

  /**
   * Refuses a name that no route file has.
   *
   * @param name null if none was given
   */
  static void check(CommandSpec spec, Settings settings, String name) {
    if (name != null && !settings.integrations().contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no integration \"%s\"; there are: %s."
              .formatted(name, String.join(", ", settings.integrations())));
    }
  }
}
