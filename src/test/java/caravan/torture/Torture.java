package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs seeds, and says what came of them. */
final class Torture {

  /** From this length on a run is a soak. */
  static final int SOAK_MINUTES = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Torture.class);
  private static final Path REPORTS = Path.of("target", "torture");

  private Torture() {}

  /** The length of a script that was asked for with {@code -Dminutes}. */
  static double minutes(double otherwise) {
    String minutes = System.getProperty("minutes");
    return minutes == null ? otherwise : Double.parseDouble(minutes);
  }

  /** The usual mix for a script of that length: records grow with it, up to a point. */
  static Script.Mix mix(Duration length, StoreServer.Kind store) {
    int issues = (int) Math.min(90, 15 + length.toSeconds());
    boolean postgres = store == StoreServer.Kind.POSTGRES;
    return new Script.Mix(length, issues, issues / 3, true, true, postgres);
  }

  /** Runs one seed; gives what was not as promised. */
  static List<Difference> run(long seed, Script.Mix mix, StoreServer.Kind store) {
    return run(seed, mix, store, Map.of());
  }

  /** Runs one seed with a hub that has these settings beside the usual. */
  static List<Difference> run(
      long seed, Script.Mix mix, StoreServer.Kind store, Map<String, String> settings) {
    Path folder = temporary();
    try (TortureRun run = new TortureRun(seed, mix, store, folder, settings)) {
      LOG.info("seed {} on {}:\n{}", seed, store, run.schedule());
      List<Difference> differences = run.run();
      say(run, store, differences);
      return differences;
    } finally {
      delete(folder);
    }
  }

  /**
   * Runs one seed with one life of the hub, and compares what it holds.
   *
   * @param warm after which it is measured first
   * @param comparison of what the hub held then and at the end
   */
  static void soaks(
      long seed,
      Script.Mix mix,
      StoreServer.Kind store,
      Duration warm,
      BiConsumer<Footprint, Footprint> comparison) {
    Path folder = temporary();
    try (TortureRun run = new TortureRun(seed, mix, store, folder, Map.of())) {
      arrives(run, store, warm);
      Footprint first = run.footprint();
      LOG.info("after {}: {}", warm, first);
      arrives(run, store, mix.length());
      Footprint last = run.footprint();
      LOG.info("at the end: {}", last);
      List<Difference> differences = run.judge();
      say(run, store, differences);
      assertThat(differences).isEmpty();
      comparison.accept(first, last);
    } finally {
      delete(folder);
    }
  }

  /** Goes on for that long; what has not arrived then is told with its story. */
  private static void arrives(TortureRun run, StoreServer.Kind store, Duration time) {
    List<Difference> missing = run.actFor(time);
    if (!missing.isEmpty()) {
      say(run, store, missing);
    }
    assertThat(missing).as("what has not arrived after " + time).isEmpty();
  }

  private static void say(TortureRun run, StoreServer.Kind store, List<Difference> differences) {
    Figures figures = run.figures(differences);
    LOG.info("on {}:\n{}\n{}", store, Figures.HEAD, figures.row());
    if (!differences.isEmpty()) {
      String report = run.report(differences);
      LOG.error("{}", report);
      run.keep(REPORTS.resolve(store + "-" + figures.seed()), report);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("caravan-torture");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the run", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the run's folder cannot be deleted", e);
    }
  }
}
