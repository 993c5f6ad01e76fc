package caravan.bench;

import caravan.e2e.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a hub in a process of its own takes of the machine. */
final class HubGauge {

  private static final int SAMPLES = 3;

  private final HubProcess hub;

  HubGauge(HubProcess hub) {
    this.hub = hub;
  }

  /** The processor time that the process has used so far. */
  Duration cpu() {
    return ProcessHandle.of(hub.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("the hub's process has ended"));
  }

  /** The least of a few samples after a full collection: the hub goes on working meanwhile. */
  long liveHeapKb() {
    long least = Long.MAX_VALUE;
    for (int sample = 0; sample < SAMPLES; sample++) {
      run("jcmd", Long.toString(hub.pid()), "GC.run");
      String[] lines = run("jstat", "-gc", Long.toString(hub.pid())).strip().split("\n");
      // Tools of the JDK may say first which options they took from the environment.
      List<String> names = List.of(lines[lines.length - 2].strip().split("\\s+"));
      List<String> values = List.of(lines[lines.length - 1].strip().split("\\s+"));
      double used = 0;
      for (String space : List.of("S0U", "S1U", "EU", "OU")) {
        used += Double.parseDouble(values.get(names.indexOf(space)));
      }
      least = Math.min(least, (long) used);
    }
    return least;
  }

  private static String run(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(tool + " could not be run; the benchmark needs a JDK", e);
    }
  }
}
