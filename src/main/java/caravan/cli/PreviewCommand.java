package caravan.cli;

import caravan.rehearsal.RehearsalReport;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan preview}: what would become of one page or record, without doing it. */
@Command(
    name = "preview",
    description = {
      "Show what would be written or sent for one page, issue or record, without doing it.",
      "Exit code 1 if it could not be delivered."
    },
    mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", description = "the integration")
  private String integration;

  @Parameters(
      index = "1",
      paramLabel = "<page or record>",
      description =
          "a Notion page's address or id; an issue's id, identifier (ENG-12) or address; an"
              + " External ID")
  private String what;

  @Option(names = "--json", description = "Print it as a JSON object.")
  private boolean asJson;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    RehearsalReport report =
        new DryRunCall(settings, out, Clock.systemUTC()).preview(integration, what);
    if (asJson) {
      out.println(report.json());
      out.flush();
    } else {
      new ReportText(out, 1).preview(report);
    }
    return report.failed() == 0 ? 0 : Caravan.FAILED;
  }
}
