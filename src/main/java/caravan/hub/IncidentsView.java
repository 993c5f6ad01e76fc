package caravan.hub;

import caravan.incidents.Incident;
import caravan.incidents.Incidents;
import java.util.List;

/** Shows the incidents. */
final class IncidentsView implements IncidentsMXBean {

  private final Incidents incidents;

  IncidentsView(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public int getOpen() {
    return incidents.open().size();
  }

  @Override
  public List<String> getOpenLines() {
    return incidents.open().stream().map(Incident::line).toList();
  }

  @Override
  public int getUntold() {
    return incidents.untold().size();
  }

  @Override
  public List<String> getUntoldLines() {
    return incidents.untold().stream().map(Incident::line).toList();
  }

  @Override
  public String getTrouble() {
    return incidents.trouble().orElse("");
  }
}
