package caravan.sandbox.linear;

import java.util.Map;

/**
 * What Linear sends back.
 *
 * @param status HTTP status
 * @param complexity points the query cost; 0 if it was refused unread
 * @param body `data` and `errors`
 */
public record LinearAnswer(int status, int complexity, Map<String, Object> body) {}
