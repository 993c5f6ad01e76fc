package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How many blocks a second become HTML, from what either read path answers: {@code mvn -Pbench test
 * -Dtest=RenderBench}.
 */
@Tag("bench")
class RenderBench {

  @Test
  void blocksPerSecond() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RenderBenchmark.class.getSimpleName())
                    .forks(1)
                    .jvmArgs("-Xmx512m")
                    .warmupIterations(6)
                    .warmupTime(TimeValue.seconds(4))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(4))
                    .timeUnit(TimeUnit.SECONDS)
                    .build())
            .run();
    assertThat(results).hasSize(4);
    assertThat(results).allMatch(each -> each.getPrimaryResult().getScore() > 0);
  }
}
