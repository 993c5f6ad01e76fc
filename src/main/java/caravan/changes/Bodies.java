package caravan.changes;

import caravan.blocks.BodyRead;
import caravan.notion.NotionException;
import caravan.render.Allowed;
import caravan.render.BodyFormat;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Reads the body of the page in an item, request by request, for the route {@code notion-body}: one
 * document model whichever way it is read, the integration's allow-list, and then the forms that it
 * asks for. What is dropped, hidden or left out stands in the run's notes.
 */
public final class Bodies {

  private static final String READ = "bodyRead";
  private static final String ITEM = "pageItem";

  /** Notion's names of types; anything else would make a note of whatever a page says. */
  private static final Pattern TYPE = Pattern.compile("[a-z_0-9]{1,40}");

  private final BodyPlans plans;

  public Bodies(BodyPlans plans) {
    this.plans = plans;
  }

  /** Begins to read the body of the page in the item. */
  public void begin(Exchange exchange) {
    ObjectNode item = exchange.getMessage().getBody(ObjectNode.class);
    BodyPlan plan = plan(exchange);
    exchange.setVariable(ITEM, item);
    exchange.setVariable(READ, plan.readPath().begin(item.path("id").asText(), plan.allowList()));
  }

  /** Whether there is something left to read. */
  public boolean isReading(Exchange exchange) {
    return !read(exchange).done();
  }

  /** Puts the next request into the body. */
  public void next(Exchange exchange) {
    exchange.getMessage().setBody(read(exchange).next().orElseThrow());
  }

  /** Takes the answer in the body. */
  public void accept(Exchange exchange) {
    read(exchange).accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /**
   * Goes on without what Notion did not find or may not show, if that is a part of the page.
   *
   * @throws NotionException the error that was met, if the page cannot be read without
   */
  public void lacking(Exchange exchange) {
    NotionException error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, NotionException.class);
    int status = error.error().status();
    if (!read(exchange).canLack() || status != 404 && status != 403) {
      throw error;
    }
    read(exchange).lacking();
  }

  /** The item with its body in every form that the integration asks for. */
  public ObjectNode withBody(Exchange exchange) {
    BodyPlan plan = plan(exchange);
    BodyRead read = read(exchange);
    Allowed allowed = plan.allowList().apply(read.blocks());
    note(run(exchange), read, allowed);
    ObjectNode item = exchange.getVariable(ITEM, ObjectNode.class).deepCopy();
    for (BodyFormat format : plan.formats()) {
      item.put(format.field(), format.of(allowed.blocks()));
    }
    exchange.removeVariable(READ);
    return item;
  }

  private static void note(Run run, BodyRead read, Allowed allowed) {
    allowed
        .dropped()
        .forEach(
            (type, count) -> {
              String known = TYPE.matcher(type).matches() ? type : "unsupported";
              run.note("blocks dropped (%s)".formatted(known), count);
            });
    run.note("parts of bodies that the connection may not see", read.hidden());
    run.note("parts of bodies left out because the page is too large", read.leftOut());
    run.note("bodies completed beyond Notion's limit", read.furtherParts() > 0 ? 1 : 0);
  }

  private BodyPlan plan(Exchange exchange) {
    return plans.of(run(exchange).integration());
  }

  private static BodyRead read(Exchange exchange) {
    return exchange.getVariable(READ, BodyRead.class);
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }
}
