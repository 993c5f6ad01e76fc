package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.record.Record;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryKeyTest {

  @Test
  void aKeyIsReadAsItWasWritten() {
    DeliveryKey key = new DeliveryKey("linear-issues", "a:b/c d|e", "hash", "2026-11-22T09:00:00Z");
    assertThat(DeliveryKey.parse(key.toString())).isEqualTo(key);
  }

  @Test
  void aRecordWithoutVersionHasABlankOne() {
    Record record = new Record("a", Map.of(), null, false, null, null);
    DeliveryKey key = DeliveryKey.of("i", record, "hash");
    assertThat(key.version()).isEmpty();
    assertThat(DeliveryKey.parse(key.toString())).isEqualTo(key);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> DeliveryKey.parse("a-key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("four parts");
  }
}
