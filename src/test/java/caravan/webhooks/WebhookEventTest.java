package caravan.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.webhooks.WebhookEvent.Parent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an event says, and whom it concerns. */
class WebhookEventTest {

  private static final String SOURCE = "22222222-2222-4333-8444-555555555555";
  private static final String OTHER = "33333333-2222-4333-8444-555555555555";
  private static final Listeners LISTENERS =
      new Listeners(
          Map.of("notes", List.of(SOURCE), "calendar", List.of(OTHER)),
          Set.of("issues"),
          Map.of(SOURCE, Set.of("notion"), OTHER, Set.of("notion", "sales")));

  @Test
  void aRowNamesItsDataSourceInEitherForm() {
    assertThat(
            notion("{\"id\":\"d\",\"type\":\"database\",\"data_source_id\":\"" + SOURCE + "\"}")
                .parent())
        .isEqualTo(new Parent("database", SOURCE));
    assertThat(notion("{\"id\":\"" + SOURCE + "\",\"type\":\"data_source\"}").parent())
        .isEqualTo(new Parent("data_source", SOURCE));
    assertThat(notion("{\"id\":\"p\",\"type\":\"page\"}").parent())
        .isEqualTo(new Parent("page", null));
  }

  @Test
  void aRowConcernsWhoReadsItsDataSourceAndWhoKnewIt() {
    WebhookEvent moved =
        notion("{\"id\":\"" + OTHER.replace("-", "") + "\",\"type\":\"data_source\"}");
    assertThat(LISTENERS.concernedBy(moved, List.of())).containsExactly("calendar");
    assertThat(LISTENERS.concernedBy(moved, List.of("notes"))).containsExactly("calendar", "notes");
  }

  @Test
  void aPageOutsideOfEveryDataSourceConcernsNobodyWhoNeverKnewIt() {
    WebhookEvent page = notion("{\"id\":\"p\",\"type\":\"page\"}");
    assertThat(LISTENERS.concernedBy(page, List.of())).isEmpty();
    assertThat(LISTENERS.concernedBy(page, List.of("notes"))).containsExactly("notes");
  }

  @Test
  void aRowWhoseDataSourceIsNotSaidConcernsEverybodyUnlessSomebodyKnewIt() {
    WebhookEvent older = notion("{\"id\":\"d\",\"type\":\"database\"}");
    assertThat(LISTENERS.concernedBy(older, List.of())).containsExactly("calendar", "notes");
    assertThat(LISTENERS.concernedBy(older, List.of("notes"))).containsExactly("notes");
  }

  @Test
  void aDataSourceIsLookedAtWithEveryConnectionThatUsesIt() {
    assertThat(LISTENERS.connectionsOf(OTHER.replace("-", "")))
        .containsExactlyInAnyOrder("notion", "sales");
    assertThat(LISTENERS.connectionsOf("44444444-2222-4333-8444-555555555555")).isEmpty();
  }

  @Test
  void anEventWithoutAUsableIdIsKnownByItsBody() {
    WebhookEvent one = event("{\"type\":\"page.created\",\"entity\":{\"id\":\"a\"}}");
    WebhookEvent again = event("{\"type\":\"page.created\",\"entity\":{\"id\":\"a\"}}");
    WebhookEvent other = event("{\"type\":\"page.created\",\"entity\":{\"id\":\"b\"}}");
    WebhookEvent long_ = event("{\"id\":\"" + "x".repeat(101) + "\",\"entity\":{\"id\":\"b\"}}");
    WebhookEvent control = event("{\"id\":\"a\\u0000\",\"entity\":{\"id\":\"b\\u0000\"}}");
    assertThat(one.id()).startsWith("sha256:").isEqualTo(again.id()).isNotEqualTo(other.id());
    assertThat(long_.id()).startsWith("sha256:");
    assertThat(control.id()).startsWith("sha256:");
    assertThat(control.subject()).as("the store could not hold it").isNull();
  }

  @Test
  void whatIsNoObjectIsNoEvent() {
    for (String body : List.of("", "null", "[]", "\"text\"", "{", "[".repeat(100_000))) {
      assertThat(WebhookEvent.object(bytes(body))).as(body).isEmpty();
    }
  }

  @Test
  void aDeliveryOfLinearIsKnownByItsHeader() {
    String body = "{\"type\":\"Issue\",\"action\":\"update\",\"data\":{\"id\":\"i1\"}}";
    WebhookEvent event =
        WebhookEvent.ofLinear(bytes(body), WebhookEvent.object(bytes(body)).orElseThrow(), "d-1");
    assertThat(event).isEqualTo(new WebhookEvent("d-1", "Issue", "i1", Parent.UNSAID));
  }

  private static WebhookEvent notion(String parent) {
    return event(
        "{\"id\":\"e\",\"type\":\"page.moved\",\"entity\":{\"id\":\"p\",\"type\":\"page\"},\"data\":{\"parent\":"
            + parent
            + "}}");
  }

  private static WebhookEvent event(String body) {
    return WebhookEvent.ofNotion(bytes(body), WebhookEvent.object(bytes(body)).orElseThrow());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
