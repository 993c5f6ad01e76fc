package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptTest {

  private static final Weather WEATHER = new Weather(TortureRun.PATIENCE);
  private static final Script.Mix MIX =
      Torture.mix(Duration.ofSeconds(45), StoreServer.Kind.POSTGRES);

  private static String script(long seed) {
    return Script.of(seed, MIX, WEATHER).stream()
        .map(step -> step.pause() + " " + step.text())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aSeedAlwaysGivesTheSameScript() {
    assertThat(script(7)).isEqualTo(script(7)).isNotEqualTo(script(8));
  }

  @Test
  void sixtySeedsHoldEverythingThatCanHappen() {
    String all =
        LongStream.rangeClosed(1, 60)
            .mapToObj(ScriptTest::script)
            .collect(Collectors.joining("\n"));

    assertThat(all)
        .contains(List.of("SIGTERM", "leaps", "burst", "wait until it is read", "person"))
        .contains(List.of("the store's server stops", "out of the trash", "out of the archive"));
    for (HubLives.Moment moment : HubLives.Moment.values()) {
      assertThat(all).contains("kill -9 once").contains(moment.toString());
    }
    for (Weather.Fault fault : WEATHER.all()) {
      assertThat(all).contains("storm: " + fault);
    }
  }

  @Test
  void eachBodyIsUnlikeAllOthers() {
    Random random = new Random(3);
    Doc first = Doc.draw(random, 1);
    Doc second = first.edited(random, 2);

    assertThat(second.linear()).isNotEqualTo(first.linear());
    assertThat(second.notion()).isNotEqualTo(first.notion());
  }
}
