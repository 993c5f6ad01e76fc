package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that Notion refuses, in its words (Notion: status codes). */
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final ObjectNode additional;

  ApiError(int status, String code, String message, ObjectNode additional) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.additional = additional;
  }

  static ApiError validation(String message) {
    return new ApiError(400, "validation_error", message, null);
  }

  /** The body breaks the published shape. */
  static ApiError body(String message) {
    return validation("body failed validation: " + message);
  }

  static ApiError notFound(String kind, String id) {
    return new ApiError(
        404,
        "object_not_found",
        "Could not find "
            + kind
            + " with ID: "
            + id
            + ". Make sure the relevant pages and databases are shared with your connection \"Sandbox\".",
        null);
  }

  static ApiError invalidUrl() {
    return new ApiError(400, "invalid_request_url", "Invalid request URL.", null);
  }

  static ApiError trashed() {
    return validation(
        "Can't edit block that is archived. You must unarchive the block before editing.");
  }

  /** Over a budget, whose name the reason is (Notion: request limits). */
  static ApiError rateLimited(String reason, long retryAfterSeconds) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("rate_limit_reason", reason);
    data.put("retry_after", String.valueOf(retryAfterSeconds));
    return new ApiError(
        429, "rate_limited", "You have been rate limited. Please try again later.", data);
  }

  /** The usual wording of a status, for faults. */
  static ApiError ofStatus(int status) {
    return switch (status) {
      case 400 -> validation("body failed validation.");
      case 401 -> new ApiError(401, "unauthorized", "API token is invalid.", null);
      case 403 ->
          new ApiError(
              403, "restricted_resource", "API token does not have access to this resource.", null);
      case 404 -> invalidUrl();
      case 409 ->
          new ApiError(
              409, "conflict_error", "Conflict occurred while saving. Please try again.", null);
      case 429 -> rateLimited("public_api_request_rate_limit", 1);
      case 502 -> new ApiError(502, "bad_gateway", "Bad Gateway", null);
      case 503 ->
          new ApiError(
              503, "service_unavailable", "Notion is unavailable, please try again later.", null);
      case 504 -> new ApiError(504, "gateway_timeout", "Gateway Timeout", null);
      case 529 ->
          new ApiError(
              529,
              "service_overload",
              "Notion is temporarily overloaded. Please try again later.",
              null);
      default -> new ApiError(status, "internal_server_error", "Unexpected error occurred.", null);
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Of a rate limit: the seconds to wait. */
  String retryAfter() {
    return additional.path("retry_after").asText();
  }

  ObjectNode json(String requestId) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("object", "error")
            .put("status", status)
            .put("code", code)
            .put("message", getMessage());
    if (additional != null) {
      node.set("additional_data", additional.deepCopy());
    }
    return node.put("request_id", requestId);
  }
}
