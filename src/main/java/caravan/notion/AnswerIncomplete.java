package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An answer that should hold a list, or a text, and does not: it is never taken for an empty one.
 */
public final class AnswerIncomplete extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * @param asked what was asked for, such as "the blocks of X"
   * @param what is wrong with the answer
   */
  public AnswerIncomplete(String asked, String what) {
    super(
        "Notion's answer to a request for %s %s. Nothing was concluded from it; it is asked again."
            .formatted(asked, what));
  }

  /**
   * The cursor of a list's next page; empty if the answer is the last one (Notion: pagination).
   *
   * @param asked what was asked for
   * @throws AnswerIncomplete if the answer has no list, or does not say how to go on
   */
  public static Optional<String> nextCursor(JsonNode answer, String asked) {
    if (!answer.path("results").isArray() || !answer.path("has_more").isBoolean()) {
      throw new AnswerIncomplete(asked, "has no list, or does not say whether there is more");
    }
    if (!answer.path("has_more").asBoolean()) {
      return Optional.empty();
    }
    if (!answer.path("next_cursor").isTextual()) {
      throw new AnswerIncomplete(asked, "says that there is more, but not where");
    }
    return Optional.of(answer.path("next_cursor").asText());
  }
}
