package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.MirrorStore.Stored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises of mirrored rows, on every database. */
abstract class MirrorStoreSuite {

  private Store store;
  private MirrorStore mirror;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store.jdbi().useHandle(handle -> handle.execute("DELETE FROM mirrored_rows"));
    mirror = new MirrorStore(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aRowIsAsItWasSavedLast() {
    String large = "{\"Text\":\"" + "é".repeat(50_000) + "\"}";
    mirror.save("okrs", new Stored("b", "ds", "{\"Start\":1}"));
    mirror.save("okrs", new Stored("a", "ds", "{}"));
    mirror.save("okrs", new Stored("b", "other", large));
    mirror.save("crm", new Stored("b", "ds", "{}"));

    assertThat(mirror.find("okrs", "b")).contains(new Stored("b", "other", large));
    assertThat(mirror.all("okrs"))
        .containsExactly(new Stored("a", "ds", "{}"), new Stored("b", "other", large));
    assertThat(mirror.find("okrs", "c")).isEmpty();
  }

  @Test
  void aRowIsForgottenOnceAndForItsIntegrationOnly() {
    mirror.save("okrs", new Stored("a", "ds", "{}"));
    mirror.save("crm", new Stored("a", "ds", "{}"));

    assertThat(mirror.delete("okrs", "a")).isTrue();
    assertThat(mirror.delete("okrs", "a")).isFalse();
    assertThat(mirror.all("okrs")).isEmpty();
    assertThat(mirror.all("crm")).hasSize(1);
  }
}
