package caravan.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes WordPress's answers.
 *
 * <p>An error has a code and a message in JSON (WordPress: REST API). A file that it does not take
 * is answered with 500, which is final; a category or tag that exists already with 400 and its id,
 * which is as good as success.
 */
public final class WordPressCalls {

  /** Exchange variable: whether the request may be sent again without harm. */
  private static final String REPEATABLE = "wordPressRepeatable";

  private static final String GATE = "wordpress";
  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(30);
  private static final Duration LONGEST_GATE = Duration.ofMinutes(1);

  /** Refusals that come with a 5xx although they are final. */
  private static final Set<String> FINAL =
      Set.of(
          "rest_upload_sideload_error",
          "rest_upload_unknown_error",
          "empty_term_name",
          "rest_trash_not_supported");

  private final ServiceAnswers repeatable;
  private final ServiceAnswers once;

  public WordPressCalls(Gates gates, ObjectMapper json, Clock clock) {
    this.repeatable = new ServiceAnswers("WordPress", true, gates, json, clock);
    this.once = new ServiceAnswers("WordPress", false, gates, json, clock);
  }

  /**
   * Takes the answer: its JSON becomes the body.
   *
   * @throws ServiceRefused if it is an error that concerns the request
   * @throws WordPressUnusable if it is one that concerns every request
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    int status = ServiceAnswers.status(message);
    if (status >= 300 && status < 400) {
      throw new WordPressUnusable(
          "WordPress redirects to another address (%d, %s); set wordpress.url to the address that the site really has."
              .formatted(status, host(message.getHeader("Location", "", String.class))));
    }
    if (status == 429 || status == 503 && isRepeatable(exchange)) {
      throw later(exchange, status);
    }
    if (status < 300) {
      give(message, answers(exchange).json(message));
      return;
    }
    JsonNode error = answers(exchange).jsonOrNothing(message);
    JsonNode existing = error.at("/data/term_id");
    if (!error.path("code").asText().equals("term_exists") || !existing.isIntegralNumber()) {
      throw refusal(exchange, status, error);
    }
    give(message, JsonNodeFactory.instance.objectNode().put("id", existing.asLong()));
  }

  /** No answer came: throws what that means; whether something was created has to be looked up. */
  public void noAnswer(Exchange exchange) {
    throw answers(exchange).noAnswer(exchange);
  }

  private RuntimeException refusal(Exchange exchange, int status, JsonNode error) {
    String code = error.path("code").asText("");
    if (status == 401) {
      return new WordPressUnusable(
          "WordPress refuses the credentials (%s). Set WORDPRESS_USER, and WORDPRESS_PASSWORD to an application password of that user; WordPress takes those over https only."
              .formatted(code.isEmpty() ? "401" : code));
    }
    if (status == 404 && (code.isEmpty() || code.equals("rest_no_route"))) {
      return new WordPressUnusable(
          "There is no REST API of WordPress at wordpress.url (404). Set it to the site's address, let the site have permalinks other than plain ones, and look whether a plugin forbids the API.");
    }
    String text =
        code.isEmpty()
            ? "WordPress answered %d without a reason that can be read.".formatted(status)
            : "WordPress refused with %s (HTTP %d): %s%s"
                .formatted(code, status, error.path("message").asText(), hint(status));
    boolean isFinal = status < 500 || FINAL.contains(code);
    return isFinal
        ? ServiceRefused.refused(text)
        : ServiceRefused.unknown(text, isRepeatable(exchange), null);
  }

  private static String hint(int status) {
    return status == 403 ? " The user needs the role Editor." : "";
  }

  private ServiceRefused later(Exchange exchange, int status) {
    String header = exchange.getMessage().getHeader("Retry-After", "", String.class);
    Duration wait =
        header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : WAIT_IF_UNSAID;
    boolean soon = wait.compareTo(LONGEST_GATE) <= 0;
    String what = "asks to wait %d s (HTTP %d)".formatted(wait.toSeconds(), status);
    return soon
        ? answers(exchange).later(GATE, what, wait, true)
        : ServiceRefused.later("WordPress " + what, answers(exchange).in(wait), false);
  }

  private static String host(String location) {
    return location.replaceFirst("^(https?://[^/?#]*).*", "$1");
  }

  private static void give(Message message, JsonNode answer) {
    message.removeHeaders("*");
    message.setBody(answer);
  }

  private ServiceAnswers answers(Exchange exchange) {
    return isRepeatable(exchange) ? repeatable : once;
  }

  private static boolean isRepeatable(Exchange exchange) {
    return Boolean.TRUE.equals(exchange.getVariable(REPEATABLE, Boolean.class));
  }
}
