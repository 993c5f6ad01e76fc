package caravan.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Everything that happens in a run, in its order, derived from the seed alone. */
final class Script {

  /**
   * How a run is mixed.
   *
   * @param length of the script, without the time that the hub needs to become quiet at its end
   * @param issues how many issues there are at most
   * @param notes how many notes there are at most
   * @param trashing whether notes go into the trash
   * @param kills whether the hub is killed
   * @param serverStops whether the store's server is stopped and started
   */
  record Mix(
      Duration length,
      int issues,
      int notes,
      boolean trashing,
      boolean kills,
      boolean serverStops) {

    Mix withoutKills() {
      return new Mix(length, issues, notes, trashing, false, serverStops);
    }
  }

  private static final Duration KILL_PATIENCE = Duration.ofSeconds(4);

  private final Random random;
  private final Mix mix;
  private final Weather weather;
  private final IssueMoves issues;
  private final NoteMoves notes;
  private final List<Step> steps = new ArrayList<>();
  private int serial;
  private long plannedMillis;

  private Script(long seed, Mix mix, Weather weather) {
    this.random = new Random(seed);
    this.mix = mix;
    this.weather = weather;
    this.issues = new IssueMoves(random, () -> ++serial, mix.issues());
    this.notes = new NoteMoves(random, () -> ++serial, mix.notes(), Cast.size(), mix.trashing());
  }

  /** The steps of a seed. */
  static List<Step> of(long seed, Mix mix, Weather weather) {
    Script script = new Script(seed, mix, weather);
    script.write();
    return List.copyOf(script.steps);
  }

  private void write() {
    for (int i = 0; i < mix.issues() / 2; i++) {
      add(0, issues.next());
    }
    for (int i = 0; i < mix.notes() / 2; i++) {
      add(0, notes.next());
    }
    double share = 0.0008 * random.nextInt(6);
    add(
        0,
        "each fault hits %.2f %% of the requests from now on".formatted(share * 100),
        stage -> stage.drizzle(weather.drizzle(stage.clock(), share)));
    start(0);
    long nextKill = 2_000 + random.nextInt(8_000);
    while (plannedMillis < mix.length().toMillis()) {
      if (mix.kills() && plannedMillis >= nextKill) {
        end();
        nextKill = plannedMillis + 3_000 + random.nextInt(8_000);
      }
      something();
    }
  }

  private void something() {
    int dice = random.nextInt(100);
    if (dice < 34) {
      add(pause(), issues.next());
    } else if (dice < 56) {
      add(pause(), notes.next());
    } else if (dice < 64) {
      addAll(issues.twice());
    } else if (dice < 70) {
      addAll(notes.twice());
    } else if (dice < 75) {
      addAll(notes.rightAfterItWasRead());
      plannedMillis += 1_500;
    } else if (dice < 77) {
      add(pause(), random.nextBoolean() ? notes.renamePerson() : issues.meddle());
    } else if (dice < 81) {
      burst();
    } else if (dice < 89) {
      leap();
    } else {
      storm();
    }
  }

  private void burst() {
    int count = 8 + random.nextInt(17);
    add(pause(), "a burst of %d edits".formatted(count), stage -> {});
    for (int i = 0; i < count; i++) {
      add(random.nextInt(20), random.nextInt(4) == 0 ? notes.next() : issues.next());
    }
    plannedMillis += 1_000;
  }

  /** Mostly to the end or the start of a minute, where floored times go wrong. */
  private void leap() {
    int minutes = random.nextInt(6) == 0 ? 2 + random.nextInt(8) : 1;
    Duration second =
        random.nextInt(3) == 0
            ? Duration.ofMillis(random.nextInt(60_000))
            : Duration.ofMillis((58_500 + random.nextInt(3_000)) % 60_000);
    add(
        pause(),
        "the clock leaps to second %.1f of minute +%d"
            .formatted(second.toMillis() / 1000.0, minutes),
        stage -> stage.leapTo(minutes, second));
  }

  private void storm() {
    Weather.Fault fault = weather.draw(random);
    int times = random.nextInt(4) == 0 ? 20 + random.nextInt(40) : 1 + random.nextInt(8);
    double share = random.nextBoolean() ? 1 : 0.3 + 0.1 * random.nextInt(5);
    add(
        pause(),
        "storm: %s, %d times, %.0f %%".formatted(fault, times, share * 100),
        stage ->
            stage.storm(fault.rule().apply(stage.clock()).times(times).withProbability(share)));
  }

  /** The hub's life ends, or its memory goes away for a while. */
  private void end() {
    int dice = random.nextInt(10);
    if (mix.serverStops() && dice < 3) {
      add(pause(), "the store's server stops", stage -> stage.store().stop());
      add(500 + random.nextInt(3_000), "the store's server starts", stage -> stage.store().start());
      return;
    }
    if (dice == 9) {
      add(pause(), "SIGTERM", stage -> stage.hub().terminate());
    } else {
      kill();
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      something();
    }
    start(random.nextInt(1_200));
  }

  private void kill() {
    HubLives.Moment[] all = HubLives.Moment.values();
    HubLives.Moment moment =
        random.nextBoolean() ? HubLives.Moment.ANY : all[random.nextInt(all.length)];
    int count = moment == HubLives.Moment.ANY ? random.nextInt(30) : 1 + random.nextInt(3);
    add(
        pause(),
        "kill -9 once %d %s".formatted(count, moment),
        stage -> stage.hub().kill(moment, count, KILL_PATIENCE));
  }

  private void start(int pause) {
    if (random.nextInt(4) == 0) {
      add(pause, "the hub starts, and nobody waits for it", stage -> stage.hub().start());
    } else {
      add(pause, "the hub starts and works", stage -> stage.hub().startAndWork());
    }
  }

  private int pause() {
    return 10 + random.nextInt(200);
  }

  private void add(int pause, String text, Consumer<Stage> act) {
    add(pause, new Step(Duration.ZERO, text, act));
  }

  private void add(int pause, Step step) {
    steps.add(step.after(Duration.ofMillis(pause)));
    plannedMillis += pause;
  }

  private void addAll(List<Step> more) {
    for (int i = 0; i < more.size(); i++) {
      add(i == 0 ? pause() : (int) more.get(i).pause().toMillis(), more.get(i));
    }
  }
}
