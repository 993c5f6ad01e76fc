package caravan.cli;

import caravan.demo.DemoSandbox;
import caravan.sandbox.SandboxOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan sandbox}: Notion, Linear, Slack and OpenSearch on loopback, from memory. */
@Command(
    name = "sandbox",
    description =
        "Serve Notion, Linear, Slack and OpenSearch on loopback from memory, to try routes"
            + " against.",
    mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--port", description = "The port; 0 takes any free one (default: 8090).")
  private int port = 8090;

  @Option(
      names = "--issues-from",
      description = "Seed one Linear issue for each Markdown file of this folder.")
  private Path issuesFrom;

  @Option(
      names = "--budget",
      description = "Requests to Notion per window; 0 for no limit (default: 180).")
  private int budget = 180;

  @Option(names = "--window", description = "Seconds of the budget's window (default: 60).")
  private int windowSeconds = 60;

  @Option(names = "--latency", description = "Milliseconds each answer takes (default: 20).")
  private int latencyMs = 20;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SandboxOptions options =
        SandboxOptions.defaults().toBuilder()
            .port(port)
            .budgetRequests(budget == 0 ? Integer.MAX_VALUE : budget)
            .budgetWindow(Duration.ofSeconds(windowSeconds))
            .latency(Duration.ofMillis(latencyMs))
            .build();
    try (StopSignal signal = new StopSignal();
        DemoSandbox sandbox = DemoSandbox.start(options, issuesFrom)) {
      out.printf("The sandbox listens on %s (look at it in a browser).%n", sandbox.url());
      out.println("Settings for a hub that works on it:");
      sandbox
          .environment()
          .forEach((name, value) -> out.printf("  export %s=%s%n", name, quoted(value)));
      out.printf(
          "To let ./caravan init make the databases, leave out the ..._DATA_SOURCE, and take"
              + " --parent %s%n",
          sandbox.createEmptyPage());
      out.flush();
      signal.await();
    }
    return 0;
  }

  /** As a shell reads it. */
  private static String quoted(String value) {
    return value.matches("[\\w./:@,+-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
