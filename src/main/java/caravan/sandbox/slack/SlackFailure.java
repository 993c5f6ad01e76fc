package caravan.sandbox.slack;

import java.util.List;

/** A call that Slack refuses with `ok: false`. */
final class SlackFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> details;

  SlackFailure(String error) {
    this(error, List.of());
  }

  SlackFailure(String error, List<String> details) {
    super(error);
    this.details = details;
  }

  /** One sentence for each fault; empty if the error says it all. */
  List<String> details() {
    return details;
  }
}
