package caravan.okr;

import caravan.blocks.CleanText;
import caravan.slack.Mrkdwn;
import caravan.slack.SlackMessage;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the objectives of the current quarter read in Slack: those in danger first, each with its
 * progress, its health and its key results; within Slack's limits (50 blocks, a section takes 3,000
 * characters). Long lists are cut, with the number of what is left out.
 */
final class OkrMessage {

  private static final int OBJECTIVES = 40;
  private static final int KEY_RESULTS = 8;
  private static final int TITLE = 150;
  private static final String NO_TITLE = "without a title";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OkrMessage() {}

  /**
   * The message of a day.
   *
   * @param standings of all objectives, of whatever quarter
   */
  static SlackMessage of(List<Standing> standings, LocalDate today) {
    Quarter quarter = Quarter.of(today);
    List<Standing> current =
        standings.stream()
            .filter(it -> it.quarter().equals(Optional.of(quarter)))
            .sorted(Comparator.comparingInt(OkrMessage::danger).thenComparing(OkrMessage::title))
            .toList();
    ArrayNode blocks = JSON.arrayNode();
    ObjectNode header = blocks.addObject().put("type", "header").putObject("text");
    header.put("type", "plain_text").put("text", "Objectives of " + quarter).put("emoji", false);
    context(blocks, facts(standings, current, quarter, today));
    current.stream().limit(OBJECTIVES).forEach(it -> section(blocks, objective(it)));
    if (current.size() > OBJECTIVES) {
      context(blocks, "… and %d more objectives".formatted(current.size() - OBJECTIVES));
    }
    return new SlackMessage("Objectives of %s: %s".formatted(quarter, counts(current)), blocks);
  }

  private static String facts(
      List<Standing> all, List<Standing> current, Quarter quarter, LocalDate today) {
    List<String> facts = new ArrayList<>();
    BigDecimal gone = BigDecimal.valueOf(quarter.daysGone(today));
    BigDecimal share = gone.divide(BigDecimal.valueOf(quarter.days()), 4, RoundingMode.HALF_UP);
    facts.add("%s, %s of the quarter gone".formatted(today, percent(share)));
    facts.add(counts(current));
    long without = all.stream().filter(it -> it.quarter().isEmpty()).count();
    if (without > 0) {
      facts.add("without a quarter: " + without);
    }
    return String.join("  |  ", facts);
  }

  private static String counts(List<Standing> current) {
    if (current.isEmpty()) {
      return "no objective has this quarter";
    }
    List<String> counts = new ArrayList<>();
    for (Health health : Health.values()) {
      long count = current.stream().filter(it -> it.health().equals(Optional.of(health))).count();
      if (count > 0) {
        counts.add(count + " " + health.option().toLowerCase(Locale.ROOT));
      }
    }
    long unknown = current.stream().filter(it -> it.health().isEmpty()).count();
    if (unknown > 0) {
      counts.add(unknown + " without a health");
    }
    return String.join(", ", counts);
  }

  private static String objective(Standing standing) {
    StringBuilder text = new StringBuilder(sign(standing)).append(" *");
    text.append(Mrkdwn.link(standing.objective().url(), Mrkdwn.cutPlain(title(standing), TITLE)));
    text.append("*  ").append(said(standing.progress()));
    standing.health().ifPresent(it -> text.append(", ").append(it.option()));
    standing.keyResults().stream()
        .limit(KEY_RESULTS)
        .forEach(it -> text.append("\n• ").append(keyResult(it)));
    int left = standing.keyResults().size() - KEY_RESULTS;
    if (left > 0) {
      text.append("\n… and ").append(left).append(" more key results");
    }
    return text.toString();
  }

  private static String keyResult(KeyResult keyResult) {
    String title = named(keyResult.title());
    return Mrkdwn.escape(Mrkdwn.cutPlain(title, TITLE)) + ": " + said(keyResult.progress());
  }

  private static String said(Progress progress) {
    return progress.isKnown() ? percent(progress.shown()) : progress.trouble();
  }

  /** Whole percent, cut: 100 % is what is reached. */
  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(0, RoundingMode.DOWN) + " %";
  }

  private static String sign(Standing standing) {
    return standing
        .health()
        .map(
            health ->
                switch (health) {
                  case ON_TRACK -> ":large_green_circle:";
                  case AT_RISK -> ":large_yellow_circle:";
                  case OFF_TRACK -> ":red_circle:";
                })
        .orElse(":white_circle:");
  }

  private static int danger(Standing standing) {
    return standing.health().map(it -> -it.ordinal()).orElse(-Health.values().length);
  }

  private static String title(Standing standing) {
    return named(standing.objective().title());
  }

  private static String named(String title) {
    String clean = CleanText.of(title).replace('\n', ' ');
    return clean.isBlank() ? NO_TITLE : clean;
  }

  private static void section(ArrayNode blocks, String mrkdwn) {
    verbatim(blocks.addObject().put("type", "section").putObject("text"), mrkdwn);
  }

  private static void context(ArrayNode blocks, String mrkdwn) {
    verbatim(blocks.addObject().put("type", "context").putArray("elements").addObject(), mrkdwn);
  }

  /** Otherwise Slack would read mentions into plain text, such as @channel (Slack: text object). */
  private static void verbatim(ObjectNode text, String mrkdwn) {
    text.put("type", "mrkdwn").put("text", mrkdwn).put("verbatim", true);
  }
}
