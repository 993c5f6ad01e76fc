package caravan.hub;

import caravan.rehearsal.RehearsalReport;
import caravan.sync.Failures;
import caravan.sync.Run;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes dry runs and previews in over JMX: they begin in the background, and whoever asked comes
 * back for how far they are and for the report.
 */
final class DryRunDesk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DryRunDesk.class);

  private final ObjectMapper json = new ObjectMapper();
  private final DryRuns dryRuns;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<String, String> results = new ConcurrentHashMap<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "dry-run");
            thread.setDaemon(true);
            return thread;
          });

  DryRunDesk(DryRuns dryRuns) {
    this.dryRuns = dryRuns;
  }

  DryRuns dryRuns() {
    return dryRuns;
  }

  /**
   * Begins one.
   *
   * @throws IllegalStateException if another one is going on
   */
  void begin(String integration, Supplier<RehearsalReport> work) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("another dry run or preview is going on; try again later");
    }
    results.remove(integration);
    worker.execute(
        () -> {
          try {
            results.put(integration, result("report", work.get().json()));
          } catch (IllegalArgumentException e) {
            results.put(integration, result("error", Failures.describe(e))); // whoever asked erred
          } catch (RuntimeException e) {
            LOG.warn("{}: a dry run or preview ended early", integration, e);
            results.put(integration, result("error", Failures.describe(e)));
          } finally {
            busy.set(false);
          }
        });
  }

  /**
   * Where it is, as a JSON object: {@code {report}}, {@code {error}}, or {@code {records,
   * requests}} while it goes on.
   */
  String look(String integration) {
    String result = results.get(integration);
    if (result != null) {
      return result;
    }
    Run run = dryRuns.running();
    ObjectNode going = json.createObjectNode().put("going", busy.get());
    going.put("records", run == null ? 0 : run.records());
    return going.put("requests", run == null ? 0 : run.requests()).toString();
  }

  private String result(String field, String text) {
    return json.createObjectNode().put(field, text).toString();
  }

  @Override
  public void close() {
    worker.shutdownNow();
    dryRuns.stop();
  }
}
