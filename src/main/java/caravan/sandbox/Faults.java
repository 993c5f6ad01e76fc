package caravan.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The faults in force; the first rule that hits a request decides. Safe for use by several threads.
 */
public final class Faults {

  private final List<FaultRule> rules = new ArrayList<>();
  private Random random;

  Faults(long seed) {
    this.random = new Random(seed);
  }

  /** Adds a rule behind the others. */
  public synchronized void add(FaultRule rule) {
    rules.add(rule);
  }

  /** Takes all rules away. */
  public synchronized void clear() {
    rules.clear();
  }

  /** The rules in force, with what is left of their counts. */
  public synchronized List<FaultRule> rules() {
    return List.copyOf(rules);
  }

  synchronized void reseed(long seed) {
    random = new Random(seed);
  }

  /** The fault that hits this request, counted as used; empty if none does. */
  synchronized Optional<FaultRule> strike(
      String system, String method, String path, String caller) {
    for (int i = 0; i < rules.size(); i++) {
      FaultRule rule = rules.get(i);
      if (rule.times() == 0 || !rule.matches(system, method, path, caller)) {
        continue;
      }
      if (rule.probability() < 1 && random.nextDouble() >= rule.probability()) {
        continue;
      }
      if (rule.times() > 0) {
        rules.set(i, rule.times(rule.times() - 1));
      }
      return Optional.of(rule);
    }
    return Optional.empty();
  }

  /** A random number of milliseconds from 0 to the bound. */
  synchronized long jitter(long boundMillis) {
    return boundMillis == 0 ? 0 : random.nextLong(boundMillis + 1);
  }
}
