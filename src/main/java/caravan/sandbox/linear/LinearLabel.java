package caravan.sandbox.linear;

import java.time.Instant;

/**
 * A label of the whole workspace.
 *
 * @param id UUID
 * @param color hexadecimal, with a hash sign
 */
public record LinearLabel(
    String id, String name, String color, Instant createdAt, Instant updatedAt) {}
