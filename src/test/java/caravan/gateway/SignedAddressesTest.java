package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.SettableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignedAddressesTest {

  private static final String SIGNED =
      "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/plan.png?X-Amz-Expires=3600&X-Amz-Signature=s3cr3t";

  private static final String LASTING =
      "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/plan.png#notion-hosted";

  private final ObjectMapper json = new ObjectMapper();
  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private final SignedAddresses addresses = new SignedAddresses(clock);

  @Test
  void noSignatureLeavesAnAnswer() throws Exception {
    JsonNode answer =
        json.readTree(
            """
            {"results": [{"icon": {"type": "file", "file": {"url": "https://host.example/i?x=1", "expiry_time": "2026-11-22T11:00:00Z"}},
              "properties": {"Docs": {"files": [{"name": "a", "type": "file", "file": {"url": "%1$s", "expiry_time": "2026-11-22T11:00:00Z"}}]},
                             "Link": {"url": "https://example.com/?a=b&signature=c"}}}],
             "markdown": "# a\\n![x](%1$s)\\n"}
            """
                .formatted(SIGNED));

    assertThat(addresses.takenOutOf(answer)).isSameAs(answer);

    assertThat(answer)
        .isEqualTo(
            json.readTree(
                """
                {"results": [{"icon": {"type": "file", "file": {"url": "https://host.example/i#notion-hosted"}},
                  "properties": {"Docs": {"files": [{"name": "a", "type": "file", "file": {"url": "%1$s"}}]},
                                 "Link": {"url": "https://example.com/?a=b&signature=c"}}}],
                 "markdown": "# a\\n![x](%1$s)\\n"}
                """
                    .formatted(LASTING)));
    assertThat(addresses.find("https://host.example/i#notion-hosted").orElseThrow().said())
        .isTrue();
    assertThat(addresses.find(LASTING).orElseThrow().address()).isEqualTo(SIGNED);
  }

  @Test
  void whetherNotionSaidThatItHostsAFileIsKnown() throws Exception {
    addresses.takenOutOf(json.readTree("{\"markdown\": \"![x](" + SIGNED + ")\"}"));
    assertThat(addresses.find(LASTING).orElseThrow().said())
        .as("somebody may have written it")
        .isFalse();
    addresses.takenOutOf(
        json.readTree(
            "{\"file\": {\"url\": \"" + SIGNED + "\", \"expiry_time\": \"2026-11-22\"}}"));
    assertThat(addresses.find(LASTING).orElseThrow().said()).isTrue();
  }

  @Test
  void whatWasReadIsRememberedForTenMinutesAndShownByNobody() throws Exception {
    addresses.takenOutOf(json.readTree("{\"markdown\": \"![x](" + SIGNED + ")\"}"));
    assertThat(addresses.find(LASTING)).isPresent();
    assertThat(addresses.find(LASTING).toString() + addresses).doesNotContain("s3cr3t");
    clock.advance(Duration.ofMinutes(10));
    assertThat(addresses.find(LASTING)).isEmpty();
  }

  @Test
  void whatWasRefusedIsForgotten() throws Exception {
    addresses.takenOutOf(json.readTree("{\"markdown\": \"![x](" + SIGNED + ")\"}"));
    addresses.forget(LASTING);
    assertThat(addresses.find(LASTING)).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    ArrayNode many = json.createArrayNode();
    for (int i = 0; i < 2_001; i++) {
      many.addObject()
          .put("url", "https://host.example/" + i + "?X-Amz-Signature=a")
          .put("expiry_time", "2026-11-22T11:00:00Z");
    }
    addresses.takenOutOf(many);
    assertThat(addresses.find("https://host.example/0#notion-hosted")).isEmpty();
    assertThat(addresses.find("https://host.example/1#notion-hosted")).isPresent();
    assertThat(addresses.find("https://host.example/2000#notion-hosted")).isPresent();
  }
}
