package caravan.sandbox.linear;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The `extensions` of Linear's errors: a code, a type that its client knows, and a sentence. */
final class LinearErrors {
  private LinearErrors() {}

  /** An argument that can't be taken, or an entity that does not exist. */
  static Map<String, Object> input(String sentence) {
    return extensions("INPUT_ERROR", "invalid input", 400, sentence);
  }

  /** A document that does not fit the schema. */
  static Map<String, Object> validation(String sentence) {
    return extensions("GRAPHQL_VALIDATION_FAILED", "graphql error", 400, sentence);
  }

  /** A missing or wrong key. */
  static Map<String, Object> authentication(String sentence) {
    return extensions("AUTHENTICATION_ERROR", "authentication error", 401, sentence);
  }

  /** A spent hourly limit. */
  static Map<String, Object> rateLimited(String sentence) {
    return extensions("RATELIMITED", "ratelimited", 400, sentence);
  }

  /** A failure of the service itself. */
  static Map<String, Object> internal(int status) {
    Map<String, Object> extensions =
        extensions("INTERNAL_SERVER_ERROR", "internal error", status, "Something went wrong.");
    extensions.put("userError", false);
    return extensions;
  }

  /** A whole answer that is one error. */
  static Map<String, Object> body(String message, Map<String, Object> extensions) {
    return Map.of("errors", List.of(Map.of("message", message, "extensions", extensions)));
  }

  private static Map<String, Object> extensions(
      String code, String type, int status, String sentence) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("type", type);
    extensions.put("code", code);
    extensions.put("statusCode", status);
    extensions.put("userError", true);
    extensions.put("userPresentableMessage", sentence);
    return extensions;
  }
}
