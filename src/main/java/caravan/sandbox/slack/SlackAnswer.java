package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What Slack sends back: HTTP 200 even for a failure, which says `ok: false` and why; only a rate
 * limit is HTTP 429.
 */
public record SlackAnswer(int status, Map<String, String> headers, ObjectNode body) {}
