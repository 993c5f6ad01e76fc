package caravan.crm;

import caravan.notion.RecordRefused;
import caravan.store.InboxStore;
import caravan.store.StoreTrouble;
import caravan.sync.Failures;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files out of the inbox. A file stays where it is until every record of it was delivered,
 * kept or refused, so that one that was cut short is read again from its start; what was delivered
 * is unchanged then. A content that is done is not delivered again.
 */
public final class Inbox {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final String FILE = "inboxFile";

  private final InboxFolder folder;
  private final Map<Kind, Headers> headers;
  private final InboxStore store;
  private final Failures failures;
  private final Predicate<String> paused;
  private final Clock clock;

  /**
   * @param headers how the columns of each kind's CSV files are named
   * @param paused whether an integration is paused: its files wait
   */
  public Inbox(
      InboxFolder folder,
      Map<Kind, Headers> headers,
      InboxStore store,
      Failures failures,
      Predicate<String> paused,
      Clock clock) {
    this.folder = folder;
    this.headers = Map.copyOf(headers);
    this.store = store;
    this.failures = failures;
    this.paused = paused;
    this.clock = clock;
  }

  /**
   * The file in the body, if it is to be read now; null if it waits, or its content is done, and it
   * was moved.
   */
  public InboxFile openFile(Exchange exchange, String integration) throws IOException {
    Path path = exchange.getMessage().getBody(File.class).toPath();
    try {
      if (paused.test(integration) || !Files.exists(path)) {
        return null;
      }
      Optional<Kind> kind = folder.kind(path);
      String hash = InboxFolder.contentHash(path);
      String name = folder.name(path);
      Optional<InboxStore.Done> done =
          kind.flatMap(it -> store.find(integration, it.label(), hash));
      if (done.isPresent()) {
        Path to = folder.done(path);
        LOG.info(
            "{}: {} has the content of {}, which was done at {}; nothing of it was delivered again, and it is now {}.",
            integration,
            name,
            done.get().name(),
            done.get().doneAt(),
            folder.name(to));
        return null;
      }
      return new InboxFile(path, name, kind.orElse(null), hash);
    } catch (RuntimeException e) {
      StoreTrouble trouble = StoreTrouble.of(e).orElseThrow(() -> e);
      LOG.warn("{}: files wait in the inbox: {}", integration, trouble.sentence());
      return null;
    }
  }

  /** The records of the exchange's file, in parts that can be delivered at once. */
  public Iterator<List<Line>> waves(Exchange exchange) {
    InboxFile file = file(exchange);
    Kind kind = Kind.of(file.kind()).orElse(null);
    return file.waves(kind == null ? null : headers.get(kind));
  }

  /**
   * The line in the body becomes the item to deliver.
   *
   * @throws LineRefused if it holds no record
   */
  public void takeLine(Exchange exchange) {
    LineInHand.take(exchange);
  }

  /** The exchange's record was delivered. */
  public void passed(Exchange exchange) {
    file(exchange).report().passed(exchange.getVariable(Variables.OUTCOME, Outcome.class));
  }

  /** The exchange's record was not delivered: it is refused if it never can be, else kept. */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Line line = LineInHand.of(exchange);
    FileReport report = file(exchange).report();
    Optional<List<Refusal>> refusals = refusals(error);
    if (refusals.isPresent()) {
      report.refused(line, refusals.get());
      run.count(Outcome.FAILED);
    } else {
      failures.keep(exchange);
      report.kept(line, Failures.describe(error));
    }
  }

  /** Why a record can never be delivered as it is; empty if it may be later. */
  static Optional<List<Refusal>> refusals(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof LineRefused refused) {
        return Optional.of(refused.line().refusals());
      }
      if (cause instanceof RecordRefused refused) {
        return Optional.of(List.of(new Refusal("", refused.getMessage())));
      }
    }
    return Optional.empty();
  }

  /** The end of a file: it is moved, unless its run was stopped before its end. */
  public void closeFile(Exchange exchange) throws IOException {
    InboxFile file = file(exchange);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    file.close();
    String integration = run.integration();
    if (run.stopped() != null) {
      LOG.warn(
          "{}: {} stays in the inbox and is read again from its start: {}",
          integration,
          file.name(),
          run.stopped());
      return;
    }
    FileReport report = file.report();
    if (report.isTaken()) {
      store.done(integration, file.kind(), file.contentHash(), file.name());
      Path to = folder.done(file.path());
      LOG.info(
          "{}: {} is done and now {}: {}. {}",
          integration,
          file.name(),
          folder.name(to),
          report.summary(),
          String.join(" ", file.remarks()));
    } else {
      Path to =
          folder.failed(file.path(), report.text(file.name(), clock.instant(), file.remarks()));
      LOG.warn(
          "{}: {} was not taken whole and is now {}, with a report beside it: {}.",
          integration,
          file.name(),
          folder.name(to),
          report.summary());
      run.note("files that were not taken whole", 1);
    }
  }

  /** Something else went wrong: the file stays in the inbox and is read again. */
  public void leaveFile(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    InboxFile file = file(exchange);
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.name() + " cannot be closed", e);
    }
    LOG.warn("{} stays in the inbox and is read again: {}", file.name(), Failures.describe(error));
    LOG.debug("what kept {} from being read", file.name(), error);
  }

  private static InboxFile file(Exchange exchange) {
    return exchange.getVariable(FILE, InboxFile.class);
  }
}
