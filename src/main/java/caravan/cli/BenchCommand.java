package caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan bench}: what Caravan measures of itself. */
@Command(
    name = "bench",
    description = "Measure the hub on an embedded sandbox; touches nothing outside.",
    mixinStandardHelpOptions = true,
    subcommands = BenchRequestsCommand.class)
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name what to measure: caravan bench requests");
  }
}
