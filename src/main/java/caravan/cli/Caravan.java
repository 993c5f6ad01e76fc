package caravan.cli;

import caravan.notion.ContractInvalid;
import caravan.settings.Problems;
import caravan.store.StoreUnavailable;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code caravan} command. */
@Command(
    name = "caravan",
    description = "Notion integrations that last, as declarative Apache Camel routes.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      DemoCommand.class,
      CheckCommand.class,
      InitCommand.class,
      RunCommand.class,
      StatusCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      ResyncCommand.class,
      PreviewCommand.class,
      FailuresCommand.class,
      ReplayCommand.class,
      SearchCommand.class,
      SandboxCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed or needs a person: records that did not arrive, a hub that does not"
          + " answer, an integration that is paused, failed or asks, a broken promise",
      "2:a wrong or missing setting, or a wrong option; one sentence each says which",
      "3:no Java or Maven, or the build failed"
    })
public final class Caravan {

  /** Something failed. */
  static final int FAILED = 1;

  /** A wrong or missing setting or option. */
  static final int WRONG_SETTING = 2;

  private Caravan() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    Runtime.getRuntime().exit(exitCode);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Caravan());
    commandLine.setExecutionExceptionHandler(errors());
    return commandLine;
  }

  /** The folder with application.properties and routes/. */
  static Path home() {
    return Path.of(System.getProperty("caravan.home", ".")).toAbsolutePath().normalize();
  }

  private static IExecutionExceptionHandler errors() {
    return (error, commandLine, parsed) -> {
      List<String> sentences = sentences(error);
      sentences.forEach(sentence -> commandLine.getErr().println("caravan: " + sentence));
      commandLine.getErr().flush();
      boolean setting = error instanceof Problems || error instanceof ContractInvalid;
      return setting || error instanceof StoreUnavailable ? WRONG_SETTING : FAILED;
    };
  }

  private static List<String> sentences(Exception error) {
    if (error instanceof Problems problems) {
      return problems.sentences();
    }
    if (error instanceof ContractInvalid invalid) {
      return invalid.problems();
    }
    String message = error.getMessage();
    return List.of(message == null ? error.getClass().getSimpleName() : message);
  }
}
