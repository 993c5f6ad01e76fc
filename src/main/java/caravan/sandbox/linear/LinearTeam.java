package caravan.sandbox.linear;

import java.time.Instant;

/**
 * A team, which owns issues and workflow states.
 *
 * @param id UUID
 * @param key the letters before the number in an issue's identifier, such as ENG
 */
public record LinearTeam(
    String id, String key, String name, Instant createdAt, Instant updatedAt) {}
