package caravan.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One call of Slack's Web API.
 *
 * @param method the API method, such as {@code chat.postMessage}
 * @param channel the channel's id
 * @param body the arguments
 */
public record SlackRequest(String method, String channel, ObjectNode body) {

  /** Whether the call counts against the pace of one message a second and channel. */
  public boolean isWriting() {
    return method.startsWith("chat.");
  }

  /**
   * What a 429 to this call is about: the channel where messages are written, else the method
   * (Slack: rate limits).
   */
  public String limited() {
    return isWriting() ? channel : method;
  }

  /** The arguments as JSON text. */
  public String json() {
    return body.toString();
  }
}
