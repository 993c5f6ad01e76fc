package caravan.sandbox.linear;

import java.time.Instant;

/**
 * How one issue relates to another.
 *
 * @param id UUID
 * @param issueId the issue from which the relation originates: the one that blocks
 * @param relatedIssueId the issue at its other end: the one that is blocked
 * @param type blocks, duplicate, related or similar
 */
public record LinearRelation(
    String id, String issueId, String relatedIssueId, String type, Instant createdAt) {}
