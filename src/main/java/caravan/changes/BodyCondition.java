package caravan.changes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** Evaluates an integration's jq condition on which pages' bodies it needs. */
public final class BodyCondition {

  /** Exchange variable: the condition. */
  static final String CONDITION = "bodies";

  private final Map<String, Expression> compiled = new ConcurrentHashMap<>();

  /** Whether the page in the body meets the condition in variable {@code bodies}. */
  public String met(Exchange exchange) {
    String condition = exchange.getVariable(CONDITION, String.class);
    return compiled
        .computeIfAbsent(condition, text -> compile(exchange, text))
        .evaluate(exchange, String.class);
  }

  private static Expression compile(Exchange exchange, String condition) {
    Object[] resultType = {String.class};
    return exchange.getContext().resolveLanguage("jq").createExpression(condition, resultType);
  }
}
