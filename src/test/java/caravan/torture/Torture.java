package caravan.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs seeds, and says what came of them. */
final class Torture {

  private static final Logger LOG = LoggerFactory.getLogger(Torture.class);
  private static final Path REPORTS = Path.of("target", "torture");

  private Torture() {}

  /** The usual mix for a script of that length: records grow with it, up to a point. */
  static Script.Mix mix(Duration length, StoreServer.Kind store) {
    int issues = (int) Math.min(80, 12 + length.toSeconds() / 2);
    return new Script.Mix(
        length, issues, issues / 3, false, true, store == StoreServer.Kind.POSTGRES);
  }

  /** Runs one seed; true if everything was as promised. */
  static boolean runs(long seed, Script.Mix mix, StoreServer.Kind store, Consumer<String> figures) {
    Path folder = temporary();
    try (TortureRun run = new TortureRun(seed, mix, store, folder)) {
      LOG.info("seed {} on {}:\n{}", seed, store, run.schedule());
      List<Difference> differences = run.run();
      String row = run.figures(differences).row();
      figures.accept(row);
      LOG.info("seed {} on {}:\n{}\n{}", seed, store, TortureRun.Figures.HEAD, row);
      if (!differences.isEmpty()) {
        String report = run.report(differences);
        LOG.error("{}", report);
        run.keep(REPORTS.resolve("seed-" + seed), report);
      }
      return differences.isEmpty();
    } finally {
      delete(folder);
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
