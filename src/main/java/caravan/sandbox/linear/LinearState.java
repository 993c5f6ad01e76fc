package caravan.sandbox.linear;

import java.time.Instant;
import java.util.List;

/**
 * A step of a team's workflow.
 *
 * @param id UUID
 * @param name what people see, such as "In Progress"
 * @param type triage, backlog, unstarted, started, completed, canceled or duplicate
 * @param position order within the team's workflow
 */
public record LinearState(
    String id, String teamId, String name, String type, double position, Instant createdAt) {

  /** The workflow that Linear gives a new team, in order. */
  static final List<Step> USUAL =
      List.of(
          new Step("Triage", "triage"),
          new Step("Backlog", "backlog"),
          new Step("Todo", "unstarted"),
          new Step("In Progress", "started"),
          new Step("In Review", "started"),
          new Step("Done", "completed"),
          new Step("Canceled", "canceled"),
          new Step("Duplicate", "duplicate"));

  /** A state that no team owns yet. */
  record Step(String name, String type) {}
}
