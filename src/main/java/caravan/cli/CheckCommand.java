package caravan.cli;

import caravan.hub.Hub;
import caravan.hub.OpsUsers;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.setup.Checks;
import caravan.setup.Finding;
import caravan.setup.Finding.Result;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan check}: everything that the hub needs, one line each. */
@Command(
    name = "check",
    description =
        "Look at tokens, data sources, contracts, channels and the store: one line each, with what"
            + " is wrong and how to mend it.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--timeout",
      defaultValue = "60",
      description = "give up after so many seconds on what does not answer (default 60)")
  private int timeout;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    List<Finding> findings = new ArrayList<>();
    List<String> missing = missing(settings);
    missing.forEach(it -> findings.add(new Finding(Result.WRONG, "settings", it)));
    if (missing.isEmpty()) {
      String enabled = String.join(", ", settings.enabled());
      findings.add(new Finding(Result.OK, "settings", "complete for " + enabled));
    }
    findings.addAll(
        Checks.of(Caravan.home(), settings, Duration.ofSeconds(Math.max(1, timeout))).look());
    findings.add(hub(settings));
    PrintWriter out = spec.commandLine().getOut();
    out.print(FindingLines.of(findings));
    out.flush();
    if (!missing.isEmpty()) {
      return Caravan.WRONG_SETTING;
    }
    return findings.stream().anyMatch(it -> it.result() == Result.WRONG) ? Caravan.FAILED : 0;
  }

  private static List<String> missing(Settings settings) {
    try {
      Hub.check(Caravan.home(), settings);
      return Hub.tryRoutes(Caravan.home(), settings);
    } catch (Problems problems) {
      return problems.sentences();
    }
  }

  private static Finding hub(Settings settings) throws InterruptedException {
    RunningHub hub = new RunningHub(settings, Caravan.home());
    Finding none = new Finding(Result.NOTE, "hub", "none answers at " + hub.url());
    if (!new OpsUsers(Caravan.home(), settings).hasPassword()) {
      return none; // none ever ran here
    }
    try {
      return hub.read("caravan:type=Integration,name=*")
          .map(beans -> new Finding(Result.OK, "hub", "runs; it answers at " + hub.url()))
          .orElse(none);
    } catch (RunningHub.Refused e) {
      return new Finding(Result.WRONG, "hub", e.getMessage());
    }
  }
}
