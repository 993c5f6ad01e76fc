package caravan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** Runs {@code caravan} commands in this process, as if in a Caravan folder. */
public final class CommandRunner {

  private final Path home;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  public CommandRunner(Path home) {
    this.home = home;
  }

  /** Runs a command and gives its exit code. */
  public int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    String before = System.getProperty("caravan.home");
    System.setProperty("caravan.home", home.toString());
    try {
      CommandLine commandLine = Caravan.commandLine();
      commandLine.setOut(new PrintWriter(out, true));
      commandLine.setErr(new PrintWriter(err, true));
      return commandLine.execute(arguments);
    } finally {
      if (before == null) {
        System.clearProperty("caravan.home");
      } else {
        System.setProperty("caravan.home", before);
      }
    }
  }

  /** What the last command wrote to standard output. */
  public String out() {
    return out.toString();
  }

  /** What the last command wrote to standard error. */
  public String err() {
    return err.toString();
  }
}
