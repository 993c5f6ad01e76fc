package caravan.cli;

import caravan.store.RunReport;
import java.util.List;

/** What runs did, as a table. */
final class RunTable {

  private RunTable() {}

  static Table of(List<RunReport> runs) {
    Table table =
        new Table(
            "integration",
            "run",
            "read",
            "created",
            "updated",
            "unchanged",
            "deleted",
            "skipped",
            "failed",
            "requests",
            "429s",
            "seconds");
    for (RunReport run : runs) {
      table.row(
          run.integration(),
          run.state(),
          run.readCount(),
          run.createdCount(),
          run.updatedCount(),
          run.unchangedCount(),
          run.deletedCount(),
          run.skippedCount(),
          run.failedCount(),
          run.requests(),
          run.rateLimited(),
          "%.1f".formatted(run.duration().toMillis() / 1000.0));
    }
    return table;
  }
}
