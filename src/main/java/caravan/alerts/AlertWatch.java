package caravan.alerts;

import caravan.incidents.Incident;
import java.util.ArrayList;
import java.util.List;

/** Looks for what no run says of itself: records that wait, connections that starve. */
public final class AlertWatch {

  private final WaitingRecords records;
  private final StarvedConnections connections;

  public AlertWatch(WaitingRecords records, StarvedConnections connections) {
    this.records = records;
    this.connections = connections;
  }

  /** What is an incident now, and what is none. */
  public List<Incident> look() {
    List<Incident> found = new ArrayList<>(records.look());
    found.addAll(connections.look());
    return found;
  }
}
