package caravan.cli;

import caravan.hub.FailureLine;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.Failure;
import caravan.store.FailureStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan failures}: the records that could not be delivered and wait to be tried again. */
@Command(
    name = "failures",
    description =
        "List the records that could not be delivered yet, with the reason and the next attempt.",
    mixinStandardHelpOptions = true)
final class FailuresCommand implements Callable<Integer> {

  private static final Comparator<FailureLine> LONGEST_FIRST =
      Comparator.comparing(FailureLine::since).thenComparing(FailureLine::record);

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", description = "only of this integration; of all if left out")
  private String integration;

  @Option(names = "--limit", defaultValue = "100", description = "at most so many (default 100)")
  private int limit;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    List<FailureLine> lines = running(settings).orElseGet(() -> stopped(settings));
    if (lines.isEmpty()) {
      out.println("Nothing waits: every record was delivered.");
    } else {
      show(out, lines);
    }
    out.flush();
    return 0;
  }

  private Optional<List<FailureLine>> running(Settings settings) throws InterruptedException {
    RunningHub hub = new RunningHub(settings, Caravan.home());
    List<String> names = integration == null ? settings.enabled() : List.of(integration);
    List<FailureLine> lines = new ArrayList<>();
    for (String name : names) {
      Optional<JsonNode> answer = hub.call(name, "failures", limit);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      lines.addAll(FailureLine.read(answer.get().asText()));
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.stream().sorted(LONGEST_FIRST).limit(limit).toList());
  }

  private List<FailureLine> stopped(Settings settings) {
    List<Failure> failures =
        StoppedHub.withStore(
            settings,
            store -> new FailureStore(store).list(integration == null ? "" : integration, limit));
    return failures.stream().map(FailureLine::of).toList();
  }

  private static void show(PrintWriter out, List<FailureLine> lines) {
    Table table = new Table("integration", "record", "attempts", "since", "next attempt");
    lines.forEach(
        line ->
            table.row(
                line.integration(), line.record(), line.attempts(), line.since(), line.next()));
    out.print(table);
    out.println();
    lines.forEach(
        line -> out.printf("%s %s: %s%n", line.integration(), line.record(), line.error()));
    out.println();
    out.println("Try them now: ./caravan replay <integration> [--id <record>]");
  }
}
