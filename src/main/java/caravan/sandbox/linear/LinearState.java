package caravan.sandbox.linear;

import java.time.Instant;

/**
 * A step of a team's workflow.
 *
 * @param id UUID
 * @param name what people see, such as "In Progress"
 * @param type triage, backlog, unstarted, started, completed, canceled or duplicate
 * @param position order within the team's workflow
 */
public record LinearState(
    String id, String teamId, String name, String type, double position, Instant createdAt) {}
