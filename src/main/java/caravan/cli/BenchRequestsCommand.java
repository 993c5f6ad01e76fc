package caravan.cli;

import caravan.bench.JobCost;
import caravan.bench.RequestsBench;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan bench requests}: what each job costs, next to what scripts pay for it. */
@Command(
    name = "requests",
    description = {
      "Do each job of the request table by the hub and by the pattern that scripts follow, in one",
      "sandbox, and count the requests. Exit code 1 if the hub needs more than it promises."
    },
    mixinStandardHelpOptions = true)
final class BenchRequestsCommand implements Callable<Integer> {

  private static final int MOST_ROWS = 5_000;

  private static final String NOTES =
      """
      hub, naive pattern  requests to Notion, counted by the sandbox, both in this run
      beside              readings of the schema and of the people: once for many jobs
      takes               computed, not waited for: the hub's requests x 60 s / 180; the naive pattern's x 0.4 s,
                          its pause, which is longer than 60 s / 180. While notion.budget.reserve keeps 30 % of
                          the budget free for interactive requests, divide the hub's time by 0.7
      429s                the sandbox lets pass 180 requests in a window: of 60 s of its clock for the naive
                          pattern, whose pauses move that clock on; of 0.5 s for the hub, which keeps to it
      naive pattern       one request after the other: looks each record up by its External ID, writes it
                          whether it changed or not, deletes a body block by block and appends it again, walks
                          every block with blocks inside, looks each related record up
      """;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rows",
      description = "Rows of the large jobs, 1 to 5000 (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int rows;

  @Override
  public Integer call() throws InterruptedException {
    if (rows < 1 || rows > MOST_ROWS) {
      throw new ParameterException(
          spec.commandLine(), "--rows is from 1 to %d, not %d".formatted(MOST_ROWS, rows));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<JobCost> costs = measured(out);
    print(out, costs);
    return costs.stream().allMatch(JobCost::kept) ? 0 : Caravan.FAILED;
  }

  private List<JobCost> measured(PrintWriter out) throws InterruptedException {
    try (StopSignal signal = new StopSignal();
        TemporaryFolder folder = TemporaryFolder.create("caravan-bench")) {
      BenchProgress progress = new BenchProgress(out, System.console() != null, signal);
      List<JobCost> costs = new RequestsBench(Caravan.home(), folder.path(), rows, progress).run();
      progress.done();
      return costs;
    }
  }

  private static void print(PrintWriter out, List<JobCost> costs) {
    Table table =
        new Table(
            "job", "promised", "hub", "beside", "429s", "takes", "naive pattern", "429s", "takes");
    for (JobCost cost : costs) {
      table.row(
          cost.job(),
          number(cost.promised()),
          number(cost.hub().requests()) + (cost.kept() ? "" : "  BROKEN"),
          number(cost.hub().beside()),
          number(cost.hub().refused()),
          clock(cost.hubTime()),
          number(cost.naive().all()),
          number(cost.naive().refused()),
          clock(cost.naiveTime()));
    }
    out.println();
    out.print(table);
    out.println();
    out.print(NOTES);
    costs.stream()
        .filter(cost -> !cost.kept())
        .forEach(
            cost ->
                out.printf(
                    "BROKEN: %s: promised %d requests and no 429, sent %d, of which %d were"
                        + " refused.%n",
                    cost.job(), cost.promised(), cost.hub().requests(), cost.hub().refused()));
    out.flush();
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String clock(Duration time) {
    long tenths = time.toMillis() / 100;
    return tenths < 600
        ? String.format(Locale.ROOT, "%.1f s", tenths / 10.0)
        : String.format(Locale.ROOT, "%d:%02d min", tenths / 600, tenths / 10 % 60);
  }
}
