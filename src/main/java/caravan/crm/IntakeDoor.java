package caravan.crm;

import caravan.store.StoreTrouble;
import caravan.sync.Failures;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records in over HTTP, and says of each what became of it. Before a record is delivered it
 * is in the store, and it leaves it when Notion has it: what was answered {@code kept} is never
 * lost.
 */
public final class IntakeDoor {

  /** More would be answered too late for most clients. */
  static final int MOST_RECORDS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(IntakeDoor.class);
  private static final String INTAKE = "intake";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longer than a delivery with all its repeats takes. */
  private static final Duration IN_HAND = Duration.ofMinutes(5);

  private final Failures failures;
  private final Clock clock;

  public IntakeDoor(Failures failures, Clock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  /**
   * The records of the request in the body, as the variable {@code intake}; it is not set if the
   * request was refused, and the message is the answer then.
   */
  public void openRequest(Exchange exchange, String kindName) throws IOException {
    exchange.removeVariable(INTAKE);
    byte[] body = exchange.getMessage().getBody(byte[].class);
    String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
    Optional<Kind> kind = Kind.of(kindName);
    if (kind.isEmpty()) {
      refuse(exchange, 404, "there are companies, contacts and deals");
      return;
    }
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      refuse(exchange, 415, "send JSON, with Content-Type: application/json");
      return;
    }
    List<Line> lines = new ArrayList<>();
    try {
      Lines read =
          JsonLines.places(kind.get())
              .read(FileText.of(new ByteArrayInputStream(body == null ? new byte[0] : body)));
      while (read.hasNext()) {
        lines.add(read.next());
      }
    } catch (java.nio.charset.CharacterCodingException e) {
      refuse(exchange, 400, FileText.unreadable(e));
      return;
    }
    Optional<Line> broken = lines.stream().filter(Line::isEnd).findFirst();
    if (broken.isPresent()) {
      refuse(
          exchange,
          400,
          "%s (record %d); nothing was taken"
              .formatted(broken.get().refusals().get(0), broken.get().number()));
      return;
    }
    if (lines.size() > MOST_RECORDS) {
      refuse(
          exchange,
          413,
          "%d records are more than %d; send them in parts, or drop a file into the inbox"
              .formatted(lines.size(), MOST_RECORDS));
      return;
    }
    exchange.setVariable(INTAKE, new Intake(lines, clock.instant().plus(PATIENCE)));
  }

  /** The records, in parts that can be delivered at once. */
  public Iterator<List<Line>> waves(Exchange exchange) {
    return intake(exchange).waves();
  }

  /**
   * The line in the body becomes the item to deliver.
   *
   * @throws LineRefused if it holds no record
   */
  public void takeLine(Exchange exchange) {
    LineInHand.take(exchange);
  }

  /**
   * The record in hand is in the store from now on. Says whether it is delivered now: not if its
   * integration stands still, or the time for an answer is over.
   */
  public boolean hold(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Instant now = clock.instant();
    String why = null;
    if (!run.isGoing()) {
      why = "%s: %s".formatted(run.integration(), run.stopped());
    } else if (intake(exchange).isLate(now)) {
      why = "Notion takes longer than a request may; it is delivered from here";
    }
    if (why != null) {
      failures.hold(exchange, why, now);
      intake(exchange).kept(LineInHand.of(exchange), why);
      run.count(Outcome.FAILED);
      return false;
    }
    failures.hold(exchange, "it came by HTTP and is being delivered", now.plus(IN_HAND));
    return true;
  }

  /** The exchange's record was delivered. */
  public void passed(Exchange exchange) {
    Outcome outcome = exchange.getVariable(Variables.OUTCOME, Outcome.class);
    intake(exchange).done(LineInHand.of(exchange), outcome.name().toLowerCase(Locale.ROOT));
  }

  /** The exchange's record was not delivered: it failed if it never can be, else it is kept. */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Optional<List<Refusal>> refusals = Inbox.refusals(error);
    Optional<StoreTrouble> trouble = StoreTrouble.of(error);
    if (trouble.isPresent()) {
      String why = trouble.get().sentence() + " Send it again.";
      intake(exchange).failed(LineInHand.of(exchange), List.of(new Refusal("", why)));
      run.count(Outcome.FAILED);
    } else if (refusals.isPresent()) {
      intake(exchange).failed(LineInHand.of(exchange), refusals.get());
      if (LineInHand.of(exchange).item() != null) {
        failures.letGo(exchange);
      }
      run.count(Outcome.FAILED);
    } else {
      failures.keep(exchange);
      intake(exchange).kept(LineInHand.of(exchange), Failures.describe(error));
    }
  }

  /** The message becomes the answer. */
  public void answerRequest(Exchange exchange) {
    Intake intake = intake(exchange);
    answer(exchange, intake.status(), intake.answer().toString());
  }

  /** Something else went wrong: nobody can say what became of the records. */
  public void answerTrouble(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String why = Failures.describe(error);
    LOG.warn("records that came by HTTP were answered 503, to be sent again: {}", why);
    LOG.debug("what kept them from being taken", error);
    refuse(exchange, 503, why + " Send them again.");
  }

  private static void refuse(Exchange exchange, int status, String why) {
    String body = JsonNodeFactory.instance.objectNode().put("error", why).toString();
    answer(exchange, status, body);
  }

  private static void answer(Exchange exchange, int status, String body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(body);
  }

  private static Intake intake(Exchange exchange) {
    return exchange.getVariable(INTAKE, Intake.class);
  }
}
