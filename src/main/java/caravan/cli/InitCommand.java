package caravan.cli;

import caravan.settings.NotionConnection;
import caravan.settings.Problems;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.setup.Initialisation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan init}: the databases in Notion that the enabled integrations need. */
@Command(
    name = "init",
    description =
        "Make the databases in Notion that the enabled integrations need, and write their ids to"
            + " application-local.properties. What is there already is used and only added to.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final int WIDTH = 16;

  @Spec private CommandSpec spec;

  @Option(
      names = "--parent",
      required = true,
      paramLabel = "PAGE",
      description = "the page below which they are made: its address or its id")
  private String parent;

  @Override
  public Integer call() throws InterruptedException {
    String page =
        Initialisation.page(parent)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--parent is \"%s\", which is neither a page's address nor its id."
                            .formatted(parent)));
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    List<String> problems = problems(settings);
    if (!problems.isEmpty()) {
      throw new Problems(problems);
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean whole =
        Initialisation.run(
            Caravan.home(),
            settings,
            page,
            finding -> {
              out.println(FindingLines.line(finding, WIDTH));
              out.flush();
            });
    out.println(
        whole
            ? "Everything is there. Look at the rest with: ./caravan check"
            : "Not everything is as it should be; mend it as said above, and run this again.");
    out.flush();
    return whole ? 0 : Caravan.FAILED;
  }

  private static List<String> problems(Settings settings) {
    if (settings.enabled().isEmpty()) {
      return List.of(
          "No integration is enabled; set one of %s to true."
              .formatted(
                  String.join(
                      ", ", settings.integrations().stream().map(it -> it + ".enabled").toList())));
    }
    List<String> problems = new ArrayList<>();
    settings.enabled().stream()
        .map(settings::connectionOf)
        .distinct()
        .map(NotionConnection::tokenKey)
        .filter(key -> settings.get(key).isBlank())
        .forEach(
            key ->
                problems.add(
                    "There is no %s; set %s, or %s_FILE to a file that holds it."
                        .formatted(
                            key, Setting.environmentName(key), Setting.environmentName(key))));
    return problems;
  }
}
