package caravan.playbook;

import caravan.files.FileContent;
import caravan.record.Record;
import caravan.sync.Outcome;
import caravan.sync.Variables;
import java.util.Map;
import org.apache.camel.Exchange;

/** Begins the way of a record into the read model, and takes its steps. */
public final class PlaybookPages {

  private static final String PAGE = "page";

  /** Puts the record's {@link PlaybookPage} into variable {@code page}. */
  public void begin(Exchange exchange, String imagePrefix) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    exchange.setVariable(PAGE, new PlaybookPage(record, imagePrefix == null ? "" : imagePrefix));
  }

  /** Takes what the read model knows of the page. */
  @SuppressWarnings("unchecked")
  public void known(Exchange exchange) {
    page(exchange).known(exchange.getMessage().getBody(Map.class));
  }

  /** The image in variable {@code file} is there. */
  public void stored(Exchange exchange) {
    page(exchange).stored(exchange.getVariable("file", FileContent.class).sha256());
  }

  /** Notes the outcome: the body says whether a row was created, or is null if none changed. */
  public void done(Exchange exchange) {
    Boolean created = exchange.getMessage().getBody(Boolean.class);
    exchange.setVariable(Variables.OUTCOME, outcome(page(exchange), created));
    exchange.removeVariable(PAGE);
  }

  private static Outcome outcome(PlaybookPage page, Boolean created) {
    if (page.isDeleted()) {
      return created == null ? Outcome.SKIPPED : Outcome.DELETED;
    }
    if (created == null) {
      return Outcome.UNCHANGED;
    }
    return created ? Outcome.CREATED : Outcome.UPDATED;
  }

  private static PlaybookPage page(Exchange exchange) {
    return exchange.getVariable(PAGE, PlaybookPage.class);
  }
}
