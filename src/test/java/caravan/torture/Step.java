package caravan.torture;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One thing that happens in a run.
 *
 * @param pause how long after the step before it
 * @param text what happens, in words
 * @param act how it happens
 */
record Step(Duration pause, String text, Consumer<Stage> act) {

  Step after(Duration newPause) {
    return new Step(newPause, text, act);
  }
}
