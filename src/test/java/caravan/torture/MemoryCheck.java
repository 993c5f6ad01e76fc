package caravan.torture;

import java.util.ArrayList;
import java.util.List;

/** Whether the hub's memory, once it has ended, holds anything in limbo. */
final class MemoryCheck {

  private final StoreServer store;
  private final List<Difference> differences = new ArrayList<>();

  private MemoryCheck(StoreServer store) {
    this.store = store;
  }

  /** What is left that should not be. */
  static List<Difference> differences(StoreServer store) {
    MemoryCheck check = new MemoryCheck(store);
    check.none(
        "records that were not delivered",
        "SELECT external_id, integration, kind, attempts, error FROM failures");
    check.none(
        "creates whose outcome is not known",
        "SELECT external_id, target, pending_since FROM links WHERE state = 'PENDING'");
    check.none(
        "records that are in work",
        "SELECT external_id, integration, work_owner FROM deliveries WHERE work_hash IS NOT NULL");
    check.none(
        "runs that do not add up",
        "SELECT '', integration, id FROM runs WHERE read_count <> created_count + updated_count"
            + " + unchanged_count + deleted_count + skipped_count + failed_count");
    check.none(
        "runs that have not ended", "SELECT '', integration, id FROM runs WHERE state = 'running'");
    check.relations();
    return check.differences;
  }

  private void none(String what, String sql) {
    for (String row : store.rows(sql)) {
      differences.add(new Difference(row.split(" \\| ")[0], what, "none", row));
    }
  }

  /** A relation may wait only for a page that does not exist. */
  private void relations() {
    String missing =
        "SELECT r.external_id, w.related_target, w.related_id FROM waiting_relations r"
            + " JOIN waiting_related w ON w.relation_id = r.id WHERE w.missing";
    for (String row : store.rows(missing)) {
      String[] columns = row.split(" \\| ");
      store
          .rows(
              "SELECT state FROM links WHERE target = '%s' AND external_id = '%s'"
                  .formatted(columns[1], columns[2]))
          .stream()
          .filter("LINKED"::equals)
          .forEach(
              state ->
                  differences.add(
                      new Difference(
                          columns[0], "a relation that waits for a page", "none", columns[2])));
    }
  }
}
