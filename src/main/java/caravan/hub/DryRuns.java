package caravan.hub;

import caravan.rehearsal.RehearsalReport;
import caravan.settings.Settings;
import caravan.store.Store;
import caravan.store.StoreCopy;
import caravan.sync.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dry runs and previews of a hub, one at a time: each on a copy of the store that is deleted
 * afterwards, reading through the hub's own gateways.
 */
public final class DryRuns {

  private static final Logger LOG = LoggerFactory.getLogger(DryRuns.class);

  private final Path home;
  private final Settings settings;
  private final Store store;
  private final Clock clock;
  private final Supplier<CamelContext> gateways;
  private final AtomicReference<Rehearsal> current = new AtomicReference<>();

  /**
   * @param store the hub's
   * @param gateways the context with the gateways
   */
  DryRuns(Path home, Settings settings, Store store, Clock clock, Supplier<CamelContext> gateways) {
    this.home = home;
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.gateways = gateways;
  }

  /**
   * Works on a hub that does not run: with gateways of its own, and the budget that is left.
   *
   * @param store the store of that hub
   */
  public static <T> T onStoppedHub(
      Path home, Settings settings, Store store, Clock clock, Function<DryRuns, T> work) {
    try (GatewaysOnly gateways = new GatewaysOnly(home, settings, store, clock)) {
      return work.apply(new DryRuns(home, settings, store, clock, gateways::context));
    }
  }

  /** What the integration's next poll would do. */
  public RehearsalReport poll(String integration) {
    return rehearse(integration, "background", Rehearsal::poll);
  }

  /**
   * What a resync would do.
   *
   * @param from null for everything
   */
  public RehearsalReport resync(String integration, Instant from) {
    return rehearse(integration, "background", rehearsal -> rehearsal.resync(from));
  }

  /**
   * What would become of one page, issue or record.
   *
   * @throws IllegalArgumentException if there is no such thing
   */
  public RehearsalReport preview(String integration, String what) {
    return rehearse(integration, "interactive", rehearsal -> rehearsal.preview(what));
  }

  /** The run of the dry run that is going on; null if none is. */
  public Run running() {
    Rehearsal rehearsal = current.get();
    return rehearsal == null ? null : rehearsal.running();
  }

  /** Ends what is going on before the next record. */
  void stop() {
    Rehearsal rehearsal = current.get();
    if (rehearsal != null) {
      rehearsal.stop();
    }
  }

  private synchronized RehearsalReport rehearse(
      String integration, String lane, Function<Rehearsal, RehearsalReport> work) {
    LOG.info("{}: a dry run begins; until it ends, the log speaks of it too", integration);
    Path folder = folder();
    try (Store copy = StoreCopy.of(store, folder);
        Rehearsal rehearsal =
            new Rehearsal(home, settings, copy, clock, gateways.get(), lane, integration)) {
      current.set(rehearsal);
      return work.apply(rehearsal);
    } finally {
      current.set(null);
      delete(folder);
      LOG.info("{}: the dry run has ended; nothing was written", integration);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("caravan-dry-run");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made for a dry run", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be deleted", e);
    }
  }
}
