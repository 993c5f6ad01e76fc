package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incidents.Incident;
import caravan.store.StoreTrouble;
import caravan.store.StoreTrouble.Kind;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

  private final AtomicReference<Optional<StoreTrouble>> store =
      new AtomicReference<>(Optional.empty());
  private final StoreWatch watch = new StoreWatch(store::get);

  @Test
  void peopleAreToldOnceThatTheStoreIsAwayAndOnceThatItIsBack() {
    assertThat(watch.look()).isNull();
    store.set(Optional.of(new StoreTrouble(Kind.AWAY, "refused")));
    assertThat(watch.look().text()).contains("does not answer (refused)", "nothing is lost");
    assertThat(watch.isThere()).isFalse();
    assertThat(watch.look()).isNull();
    store.set(Optional.empty());
    Incident over = watch.look();
    assertThat(over.isOver()).isTrue();
    assertThat(over.text()).contains("answers again");
    assertThat(watch.isThere()).isTrue();
    assertThat(watch.look()).isNull();
  }

  @Test
  void anotherTroubleIsToldToo() {
    store.set(Optional.of(new StoreTrouble(Kind.AWAY, "refused")));
    watch.look();
    store.set(Optional.of(new StoreTrouble(Kind.FULL, "no space")));
    assertThat(watch.look().text()).contains("disk that holds the store is full");
  }
}
