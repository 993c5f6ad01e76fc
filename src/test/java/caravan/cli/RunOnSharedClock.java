package caravan.cli;

import caravan.testing.SharedClock;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code caravan run} on a clock that a test shares with it and lets leap; else the same. */
public final class RunOnSharedClock {

  private RunOnSharedClock() {}

  /** Takes the clock's file. */
  public static void main(String[] args) {
    RunCommand run = new RunCommand(SharedClock.open(Path.of(args[0])));
    Runtime.getRuntime().exit(new CommandLine(run).execute());
  }
}
