package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookLinesTest {

  @Test
  void whoUsesNoWebhooksReadsNothingOfThem() throws JsonProcessingException {
    assertThat(lines("{\"notion\":{\"secretSet\":false},\"linear\":{\"secretSet\":false}}"))
        .isEmpty();
  }

  @Test
  void theTokenIsShownWithWhatToDoWithIt() throws JsonProcessingException {
    assertThat(
            lines(
                "{\"notion\":{\"secretSet\":false,\"verificationToken\":\"secret_abc\","
                    + "\"verificationTokenAt\":\"2026-11-24T10:00:00Z\"}}"))
        .hasSize(2)
        .anyMatch(line -> line.endsWith("at 2026-11-24T10:00:00Z: secret_abc"))
        .anyMatch(line -> line.contains("NOTION_WEBHOOK_SECRET"));
  }

  @Test
  void whatWaitsIsTold() throws JsonProcessingException {
    assertThat(
            lines(
                "{\"notion\":{\"secretSet\":true,\"heardAt\":\"2026-11-24T10:00:00Z\",\"waiting\":2,"
                    + "\"waitingSince\":\"2026-11-24T09:59:00Z\"},"
                    + "\"linear\":{\"secretSet\":true,\"waiting\":0}}"))
        .containsExactly(
            "webhooks of Notion: latest at 2026-11-24T10:00:00Z, 2 wait, since 2026-11-24T09:59:00Z",
            "webhooks of Linear: latest at no time yet, none wait");
  }

  private static List<String> lines(String report) throws JsonProcessingException {
    return WebhookLines.of(new ObjectMapper().readTree(report));
  }
}
