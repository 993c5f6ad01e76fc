package caravan.notion;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What went wrong with one request, as Notion (or the wire) tells it.
 *
 * @param kind what it means for the hub
 * @param status the HTTP status; 0 if there was no answer
 * @param code Notion's error code, which is stable; null if the answer is not from Notion's API
 * @param message Notion's message, or a short text made of whatever came instead
 * @param requestId Notion's id of the request, or Cloudflare's ray; null if there is none
 * @param retryAfter how long to wait before any further request; null if the answer does not say
 * @param additionalData Notion's {@code additional_data}: lists of strings by name, a single string
 *     being a list of one
 */
public record NotionError(
    Kind kind,
    int status,
    String code,
    String message,
    String requestId,
    Duration retryAfter,
    Map<String, List<String>> additionalData)
    implements Serializable {

  static final String BLOCKED_REASON = "public_api_request_blocked";

  /** What an error means for the hub (Notion: request limits, status codes). */
  public enum Kind {
    /** Over a budget (429) or overloaded (529): nothing was done; repeat any request later. */
    RATE_LIMITED,
    /** Notion restricts the connection or workspace: waiting does not help, a person must act. */
    BLOCKED,
    /** Two writes met (409); nothing was saved, so repeat it. */
    CONFLICT,
    /** 5xx: a write may or may not have been saved. */
    UNAVAILABLE,
    /** The write was saved, only its answer failed: read it again, never repeat it. */
    SAVED,
    /** The connection could not be made: nothing was sent, so repeat any request. */
    NOT_SENT,
    /** Timeout, reset or a broken answer: a write may or may not have been saved. */
    NO_ANSWER,
    /** The answer is larger than the hub takes; it would be again. A write may have been saved. */
    TOO_LARGE,
    /** The request is wrong; it would be refused again. */
    REFUSED,
    /**
     * The object does not exist, or is not shared with the connection: Notion does not say which.
     */
    MISSING,
    /** The token is wrong, or lacks the capability. */
    UNAUTHORIZED
  }

  /** Keeps its own copy of the additional data. */
  public NotionError {
    additionalData = Map.copyOf(additionalData);
  }

  /** An I/O failure instead of an answer. */
  public static NotionError noAnswer(String message) {
    return unanswered(Kind.NO_ANSWER, message);
  }

  /** What happened instead of an answer of Notion that can be read. */
  public static NotionError unanswered(Kind kind, String message) {
    return new NotionError(kind, 0, null, message, null, null, Map.of());
  }

  /** Whether the same request may be sent again after a pause. */
  public boolean repeatable(NotionRequest.Repeat repeat) {
    return switch (kind) {
      case RATE_LIMITED, CONFLICT, NOT_SENT -> true;
      case UNAVAILABLE, NO_ANSWER -> repeat == NotionRequest.Repeat.SAFE;
      case BLOCKED, SAVED, TOO_LARGE, REFUSED, MISSING, UNAUTHORIZED -> false;
    };
  }

  /** Whether it is unknown if the request took effect, so that its effect must be looked up. */
  public boolean ambiguous(NotionRequest.Repeat repeat) {
    return (kind == Kind.UNAVAILABLE || kind == Kind.NO_ANSWER || kind == Kind.TOO_LARGE)
        && repeat == NotionRequest.Repeat.UNSAFE;
  }

  /** Whether nothing more is to be sent on the connection until a person has acted. */
  public boolean blocksConnection() {
    return kind == Kind.BLOCKED && BLOCKED_REASON.equals(rateLimitReason());
  }

  /**
   * The budget that was exceeded, such as {@code public_api_request_rate_limit}; null if unsaid.
   */
  public String rateLimitReason() {
    return first("rate_limit_reason");
  }

  /**
   * What a write saved although it failed: the new page or database, or the block appended to; null
   * if the answer does not say.
   */
  public String committedResourceId() {
    return first("committed_resource_id");
  }

  /** The blocks that a failed write saved, in the order of the request; empty if it is unsaid. */
  public List<String> committedChildIds() {
    return additionalData.getOrDefault("committed_child_ids", List.of());
  }

  /** Notion's advice, sentence by sentence; empty if there is none. */
  public List<String> retryGuidance() {
    return additionalData.getOrDefault("retry_guidance", List.of());
  }

  /** The error in one line: status, code, message, request id. */
  public String summary() {
    StringBuilder summary = new StringBuilder();
    if (status > 0) {
      summary.append(status).append(' ');
    }
    if (code != null) {
      summary.append(code).append(' ');
    }
    summary.append('"').append(message).append('"');
    if (requestId != null) {
      summary.append(" (request ").append(requestId).append(')');
    }
    return summary.toString();
  }

  private String first(String name) {
    List<String> values = additionalData.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }
}
