package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code caravan status} says of webhooks, from the report of {@code /ops/api/webhooks}. */
final class WebhookLines {

  private WebhookLines() {}

  /** One line for each sender that is set up or that wants to be; none if nobody uses webhooks. */
  static List<String> of(JsonNode report) {
    List<String> lines = new ArrayList<>();
    add(lines, "Notion", report.path("notion"));
    add(lines, "Linear", report.path("linear"));
    JsonNode notion = report.path("notion");
    if (notion.hasNonNull("verificationToken")) {
      lines.add(
          "Notion posted this verification token at %s: %s"
              .formatted(
                  notion.path("verificationTokenAt").asText(),
                  notion.path("verificationToken").asText()));
      lines.add(
          "Paste it into the subscription's form in Notion. Once Notion has taken it, set it as"
              + " NOTION_WEBHOOK_SECRET (or in a file that NOTION_WEBHOOK_SECRET_FILE names) and"
              + " start the hub again.");
    }
    return lines;
  }

  private static void add(List<String> lines, String name, JsonNode sender) {
    if (sender.path("secretSet").asBoolean()) {
      int waiting = sender.path("waiting").asInt();
      lines.add(
          "webhooks of %s: latest at %s, %s"
              .formatted(
                  name,
                  sender.path("heardAt").asText("no time yet"),
                  waiting == 0
                      ? "none wait"
                      : "%d wait, since %s"
                          .formatted(waiting, sender.path("waitingSince").asText())));
    }
  }
}
