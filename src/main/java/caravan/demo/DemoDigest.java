package caravan.demo;

import caravan.sandbox.slack.SlackSandbox;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** The small company's stand-up digest: due when the demo begins, and about the last days. */
final class DemoDigest {

  private static final Duration ABOUT = Duration.ofDays(3);

  private final String channel;
  private final String pages;
  private final ZonedDateTime now;

  /**
   * @param pages the id of the knowledge base
   */
  DemoDigest(SlackSandbox slack, String pages, Instant now) {
    this.channel = slack.workspace().addChannel("stand-up").id();
    this.pages = pages;
    this.now = now.atZone(ZoneOffset.UTC);
  }

  /** Environment variables that make a hub post it. */
  Map<String, String> environment() {
    return Map.of(
        "STANDUP_DIGEST_ENABLED",
        "true",
        "STANDUP_DIGEST_CHANNEL",
        channel,
        "STANDUP_DIGEST_DATA_SOURCE",
        pages,
        "STANDUP_DIGEST_ZONE",
        "UTC",
        "STANDUP_DIGEST_CRON",
        "0 %d %d ? * *".formatted(now.getMinute(), now.getHour()),
        "STANDUP_DIGEST_SINCE",
        now.minus(ABOUT).toLocalDate().toString(),
        "STANDUP_DIGEST_EVERY",
        "1h");
  }
}
