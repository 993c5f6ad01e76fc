package caravan.rehearsal;

import caravan.record.Record;
import caravan.record.RecordJson;
import caravan.sync.Outcome;
import caravan.sync.Variables;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/** What a dry run learns, by record. Safe for use by several threads. */
public final class RehearsalNotes {

  private static final String NO_RECORD = "";

  private final Map<String, RehearsedRecord> records = new ConcurrentHashMap<>();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicInteger aside = new AtomicInteger();

  /** A record was counted with its outcome. */
  public void counted(Exchange exchange) {
    RehearsedRecord record = of(exchange);
    Outcome outcome = exchange.getVariable(Variables.OUTCOME, Outcome.class);
    record.ended(outcome == null ? Outcome.SKIPPED : outcome);
  }

  /** A record would fail. */
  public void failed(String externalId, String error) {
    records.computeIfAbsent(externalId, RehearsedRecord::new).failed(error);
  }

  /** How many requests to Notion would change something. */
  public int writes() {
    return writes.get();
  }

  /** How many calls of Slack would change something. */
  public int messages() {
    return messages.get();
  }

  /** How many requests were sent only to show values as they are. */
  public int asideReads() {
    return aside.get();
  }

  /**
   * The records, by what becomes of them.
   *
   * @param all also those that nothing becomes of
   */
  public List<RecordReport> reports(boolean all) {
    return records.values().stream()
        .map(record -> record.report(all))
        .filter(it -> all || it.writes() > 0 || !it.error().isEmpty())
        .filter(it -> !it.outcome().isEmpty() || it.writes() > 0)
        .sorted(
            Comparator.comparing((RecordReport it) -> it.record().equals(NO_RECORD))
                .thenComparing(RecordReport::outcome)
                .thenComparing(RecordReport::title)
                .thenComparing(RecordReport::record))
        .toList();
  }

  /** What is noted of the record that an exchange carries. */
  RehearsedRecord of(Exchange exchange) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    if (record == null) {
      return records.computeIfAbsent(NO_RECORD, RehearsedRecord::new);
    }
    RehearsedRecord found = records.computeIfAbsent(record.externalId(), RehearsedRecord::new);
    found.is(RecordJson.write(record));
    found.comesFrom(record.source());
    Object title = record.properties().getOrDefault("Name", record.properties().get("title"));
    found.titled(title == null ? "" : title.toString());
    return found;
  }

  void wrote() {
    writes.incrementAndGet();
  }

  void said() {
    messages.incrementAndGet();
  }

  void readAside() {
    aside.incrementAndGet();
  }
}
