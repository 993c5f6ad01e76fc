package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One version of a message; an edit makes a new one with the same ts.
 *
 * @param channelId the channel it stands in
 * @param ts Slack's handle, unique in the channel: seconds since 1970 and six digits
 * @param user the id of the user or bot user who posted it
 * @param text as sent; "" if only blocks were sent
 * @param blocks Block Kit, as sent; null if there are none
 * @param metadata event_type and event_payload; null if there is none
 * @param threadTs the parent's ts; null outside a thread
 * @param editedTs when it was edited last; null if never
 */
public record SlackMessage(
    String channelId,
    String ts,
    String user,
    String text,
    JsonNode blocks,
    JsonNode metadata,
    String threadTs,
    String editedTs) {}
