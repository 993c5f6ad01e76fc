package caravan.sandbox.linear;

import java.time.Instant;

/**
 * A member of the workspace.
 *
 * @param id UUID
 * @param name full name, shown in Linear
 * @param email unique in the workspace
 * @param active false once the member was suspended
 */
public record LinearUser(
    String id, String name, String email, boolean active, Instant createdAt, Instant updatedAt) {}
