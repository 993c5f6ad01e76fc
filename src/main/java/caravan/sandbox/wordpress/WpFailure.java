package caravan.sandbox.wordpress;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, in the shape that WordPress gives it. */
final class WpFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long termId;

  WpFailure(int status, String code, String message) {
    this(status, code, message, 0);
  }

  private WpFailure(int status, String code, String message, long termId) {
    super(message);
    this.status = status;
    this.code = code;
    this.termId = termId;
  }

  static WpFailure termExists(long id) {
    return new WpFailure(
        400, "term_exists", "A term with the name provided already exists in this taxonomy.", id);
  }

  int status() {
    return status;
  }

  ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", code).put("message", getMessage());
    ObjectNode data = body.putObject("data").put("status", status);
    if (termId > 0) {
      data.put("term_id", termId);
    }
    return body;
  }
}
