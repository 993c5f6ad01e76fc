package caravan.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast background work may go, judged by how fast Notion answers: a service that is about to
 * refuse requests first becomes slow.
 *
 * <p>Each answer is measured against its endpoint's own calm: its usual time while nothing is slow.
 * When the upper quartile of the latest answers takes two and a half times as long, the share is
 * halved; while it does not take much longer than usual, the share grows again in equal steps
 * (additive increase, multiplicative decrease). A change that lasts becomes the new calm. Pure:
 * time comes from the caller. Not safe for use by several threads.
 */
final class Pace {

  /** The smallest share: background work slows down, it does not stop. */
  static final double LEAST = 0.1;

  private static final double SLOW = 2.5;
  private static final double CALM = 1.6;
  private static final double STEP = 0.1;
  private static final int ENOUGH = 8;
  private static final int ENOUGH_WHEN_SLOWED = 3;
  private static final int MOST = 40;
  private static final int FIRST = 10;
  private static final Duration MEMORY = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Differences that people and networks make anyway. */
  private static final double GRACE_NANOS = 100e6;

  private record Sample(double slowness, double nanos, long at) {}

  private final Map<String, Calm> calm = new HashMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private double share = 1;
  private long judgedAt;
  private boolean judged;

  /**
   * An answer came.
   *
   * @param endpoint what was asked: endpoints differ in how long they take
   * @param nanos how long it took
   * @param now nanoseconds of a clock that never goes back
   */
  void answered(String endpoint, long nanos, long now) {
    forget(now);
    Calm usual = calm.computeIfAbsent(endpoint, any -> new Calm());
    double slowness = usual.slowness(nanos);
    usual.learn(nanos, slowness);
    sample(slowness, nanos, now);
  }

  /**
   * A request failed after that time. One that fails late is as slow as one that is answered late;
   * one that fails at once says nothing of how fast Notion is.
   */
  void failed(String endpoint, long nanos, long now) {
    forget(now);
    double slowness = calm.computeIfAbsent(endpoint, any -> new Calm()).slowness(nanos);
    if (slowness >= CALM) {
      sample(slowness, nanos, now);
    }
  }

  private void sample(double slowness, long nanos, long now) {
    samples.addLast(new Sample(slowness, nanos, now));
    if (samples.size() > MOST) {
      samples.removeFirst();
    }
    judge(now);
  }

  /** Notion said that it is overloaded. */
  void overloaded(long now) {
    if (!judged || now - judgedAt >= BETWEEN.toNanos()) {
      slowDown(now); // once for all the requests that were under way
    }
  }

  /** The share of its usual pace that background work may take, from {@link #LEAST} to 1. */
  double share(long now) {
    forget(now);
    return share;
  }

  /** A percentile of the latest answers' times in nanoseconds; 0 if there are none. */
  double latency(double percentile, long now) {
    forget(now);
    return at(percentile, samples.stream().mapToDouble(Sample::nanos).toArray());
  }

  /** How many times longer than usual the upper quartile of the latest answers takes. */
  double slowness(long now) {
    forget(now);
    return at(0.75, samples.stream().mapToDouble(Sample::slowness).toArray());
  }

  private void judge(long now) {
    int enough = share < 1 ? ENOUGH_WHEN_SLOWED : ENOUGH;
    if (samples.size() < enough || judged && now - judgedAt < BETWEEN.toNanos()) {
      return;
    }
    double slowness = slowness(now);
    if (slowness > SLOW) {
      slowDown(now);
    } else if (slowness < CALM) {
      share = share + STEP > 1 - STEP / 2 ? 1 : share + STEP; // no rest from rounding
      judgedAt = now;
      judged = true;
    }
  }

  /** What was measured before says nothing about the new pace. */
  private void slowDown(long now) {
    share = Math.max(LEAST, share / 2);
    samples.clear();
    judgedAt = now;
    judged = true;
  }

  private void forget(long now) {
    while (!samples.isEmpty() && now - samples.peekFirst().at() > MEMORY.toNanos()) {
      samples.removeFirst();
    }
    if (share < 1 && samples.isEmpty() && now - judgedAt > IDLE.toNanos()) {
      share = 1; // nobody asked for a while: whatever was slow is another story
    }
  }

  private static double at(double percentile, double[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    return values[(int) Math.ceil(percentile * values.length) - 1];
  }

  /** An endpoint's usual time. */
  private static final class Calm {

    private double nanos;
    private int seen;

    double slowness(double answer) {
      return seen == 0 ? 1 : (answer + GRACE_NANOS) / (nanos + GRACE_NANOS);
    }

    /** The first answers make it; later it follows fast down and slowly up, very slowly if slow. */
    void learn(double answer, double slowness) {
      seen++;
      if (seen <= FIRST) {
        nanos += (answer - nanos) / seen;
      } else if (answer < nanos) {
        nanos += (answer - nanos) * 0.05;
      } else if (slowness < SLOW) {
        nanos += (answer - nanos) * 0.02;
      } else {
        nanos *= 1.002;
      }
    }
  }
}
