package caravan.hub;

import caravan.incidents.Incident;
import caravan.incidents.Incidents;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether people learn of what goes wrong: DOWN while alerts do not reach them. The incidents that
 * last are its details, whether or not people were told.
 */
final class IncidentHealth extends AbstractHealthCheck {

  private static final int NAMED = 20;

  private final Incidents incidents;

  IncidentHealth(Incidents incidents) {
    super("caravan", "alerts");
    this.incidents = incidents;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<Incident> open = incidents.open();
    builder.detail("open", open.size());
    for (int i = 0; i < Math.min(NAMED, open.size()); i++) {
      builder.detail("incident." + (i + 1), open.get(i).line());
    }
    incidents
        .trouble()
        .ifPresentOrElse(
            reason ->
                builder
                    .message(
                        "%d alerts wait to be sent to Slack: %s"
                            .formatted(incidents.untold().size(), reason))
                    .down(),
            builder::up);
  }
}
