package caravan.sync;

import caravan.record.Record;
import caravan.record.RecordJson;
import caravan.store.Failure;
import caravan.store.FailureStore;
import caravan.store.StoreTrouble;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that could not be delivered, and hands them out when their time has come.
 *
 * <p>A kept record holds nobody up: the watermark moves on. A newer version of the same record
 * takes its place.
 */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int BATCH = 200;
  private static final Duration AFTER_STOP = Duration.ofMinutes(1);

  private final FailureStore store;
  private final Clock clock;
  private final Predicate<String> paused;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param paused whether an integration is paused: what it kept waits
   */
  public Failures(FailureStore store, Clock clock, Predicate<String> paused) {
    this.paused = paused;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Keeps the record whose delivery just failed, or stops the run if the error concerns them all.
   */
  public void keep(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Optional<StoreTrouble> trouble = StoreTrouble.of(error);
    if (trouble.isPresent()) {
      // Without its memory the hub can't even keep the failure: the watermark stays instead.
      run.stop(trouble.get().sentence());
      run.count(Outcome.FAILED);
      return;
    }
    Optional<Stops> stop = find(error, Stops.class);
    if (stop.isPresent()) {
      run.stop(stop.get().reason());
      run.count(Outcome.FAILED);
      if (!stop.get().keptAs().isBlank()) {
        keepForLater(exchange, run, error, stop.get().keptAs());
        return;
      }
      store.postpone(run.integration(), clock.instant().plus(AFTER_STOP));
      return;
    }
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    String item = exchange.getVariable(Variables.ITEM, String.class);
    Failure failure = failure(exchange, record, item, error);
    store.keep(failure);
    run.count(Outcome.FAILED);
    LOG.warn(
        "{}: record {} was not delivered (attempt {}): {} It is kept and tried again at {}.",
        run.integration(),
        failure.externalId(),
        failure.attempts(),
        sentence(failure.error()),
        failure.nextAt());
    LOG.debug("{}: record {}", run.integration(), failure.externalId(), error);
  }

  /** The record goes through once its integration is resumed; this was no attempt. */
  private void keepForLater(Exchange exchange, Run run, Exception error, String kind) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    String item = exchange.getVariable(Variables.ITEM, String.class);
    Failure failure = failure(exchange, record, item, error).waiting(kind, clock.instant());
    store.keep(failure);
    LOG.info(
        "{}: record {} was on its way; it is kept and delivered once the integration is resumed.",
        run.integration(),
        failure.externalId());
  }

  /**
   * Keeps the item in hand before it is delivered: its sender does not send it again, whatever
   * becomes of the hub meanwhile. Its delivery drops it.
   *
   * @param why what is told of it as long as it is kept
   * @param until when it is delivered from here, if nobody did before
   */
  public void hold(Exchange exchange, String why, Instant until) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    String item = exchange.getVariable(Variables.ITEM, String.class);
    Instant now = clock.instant();
    store.keep(
        new Failure(
            run.integration(), idOf(item), "held", item, null, null, why, 0, now, now, until));
  }

  /** The item that was held is not to be delivered. */
  public void letGo(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    String item = exchange.getVariable(Variables.ITEM, String.class);
    store
        .find(run.integration(), idOf(item))
        .filter(kept -> kept.item().equals(item))
        .ifPresent(store::drop);
  }

  /** Whether the integration has records to retry now; never while it is paused. */
  public boolean areDue(String integration) {
    return !paused.test(integration) && !store.due(integration, clock.instant(), 1).isEmpty();
  }

  /** The records of an integration to retry now. */
  public List<Failure> due(String integration) {
    return store.due(integration, clock.instant(), BATCH);
  }

  /**
   * The listed failure was retried: its record was delivered or kept. If the record has another
   * External ID than the one under which the item was kept when it could not be mapped, that entry
   * is dropped, unless a poll has replaced it meanwhile.
   */
  public void retried(Exchange exchange, Failure listed) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    boolean mapped = record != null && !Records.subject(exchange).equals(listed.externalId());
    if (mapped && run.stopped() == null) {
      store.drop(listed);
    }
  }

  /** Whether the failure stands as it was listed: not delivered, not replaced meanwhile. */
  public boolean isStillKept(Failure listed) {
    return store.find(listed.integration(), listed.externalId()).filter(listed::equals).isPresent();
  }

  /** An error in words: its own message, or what kind of error it is. */
  public static String describe(Throwable error) {
    Optional<Stops> stop = find(error, Stops.class);
    if (stop.isPresent()) {
      return stop.get().reason();
    }
    Optional<StoreTrouble> trouble = StoreTrouble.of(error);
    if (trouble.isPresent()) {
      return trouble.get().sentence();
    }
    Throwable own = error;
    while (own.getClass().getName().startsWith("org.apache.camel.") && own.getCause() != null) {
      own = own.getCause(); // Camel's words for it are about steps and exchanges
    }
    String message = own.getMessage();
    return message == null || message.isBlank() ? own.getClass().getSimpleName() : message;
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private Failure failure(Exchange exchange, Record record, String item, Exception error) {
    Instant now = clock.instant();
    String integration = exchange.getVariable(Variables.RUN, Run.class).integration();
    String externalId = record == null ? idOf(item) : Records.subject(exchange);
    Optional<Failure> before = store.find(integration, externalId);
    String version = record == null ? null : record.version();
    boolean same = before.isPresent() && item.equals(before.get().item());
    int attempts = same ? before.get().attempts() + 1 : 1;
    Instant backoff = now.plus(Backoff.after(attempts));
    Instant next =
        find(error, RetryAt.class).map(RetryAt::retryAt).filter(now::isBefore).orElse(backoff);
    return new Failure(
        integration,
        externalId,
        error.getClass().getSimpleName(),
        item,
        record == null ? null : RecordJson.write(record),
        version,
        describe(error),
        attempts,
        same ? before.get().firstAt() : now,
        now,
        next);
  }

  /** The source's own id of an item that could not be mapped. */
  private String idOf(String item) {
    try {
      JsonNode node = json.readTree(item);
      return node.path("id").asText("unmapped-" + Integer.toHexString(item.hashCode()));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException("a source handed over an item that is not JSON", e);
    }
  }

  private static <T> Optional<T> find(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
