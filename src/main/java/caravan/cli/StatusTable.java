package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Integrations and connections as people read them, from the attributes that JMX gives. */
final class StatusTable {

  private static final Set<String> NEEDS_PEOPLE = Set.of("refused", "paused", "failed", "asks");
  private static final String NONE = "-";

  private final Table integrations =
      new Table(
          "integration",
          "state",
          "last run",
          "lag",
          "watermark",
          "failures",
          "relations",
          "requests");
  private final Table connections =
      new Table("connection", "state", "budget", "spent", "left", "for background", "waiting");
  private final List<String> notes = new ArrayList<>();
  private boolean well = true;

  /** Adds an integration. */
  void integration(JsonNode bean) {
    String name = bean.path("Name").asText();
    String state = bean.path("State").asText();
    integrations.row(
        name,
        state.equals("running")
            ? "running (%d)".formatted(bean.path("RecordsInRun").asInt())
            : state,
        moment(bean.path("LastRunAt").asText()),
        lag(bean.path("LagSeconds").asLong(-1)),
        moment(bean.path("Watermark").asText()),
        bean.path("FailuresWaiting").asText(NONE),
        bean.path("RelationsWaiting").asText(NONE),
        bean.path("RequestsOfLastRun").asText(NONE));
    well = well && !NEEDS_PEOPLE.contains(state);
    String reason = bean.path("Paused").asText();
    if (state.equals("paused")) {
      notes.add(
          "%s: paused since %s: %s"
              .formatted(name, moment(bean.path("PausedSince").asText()), wayOut(name, reason)));
    }
    if (!bean.path("LastRun").asText().isBlank()) {
      String last = bean.path("LastRun").asText();
      String run = reason.isBlank() ? last : last.replace("; " + reason, "");
      notes.add("%s: last run: %s".formatted(name, run));
    }
    String others = withoutReason(bean.path("Notes").asText(), reason);
    if (!others.isBlank()) {
      notes.add("%s: %s".formatted(name, others));
    }
    if (bean.path("ResyncWaiting").asBoolean()) {
      notes.add("%s: a resync begins with its next poll".formatted(name));
    }
    if (bean.path("FailuresWaiting").asInt() > 0) {
      notes.add("%s: what waits and why: ./caravan failures %s".formatted(name, name));
    }
  }

  /** Adds a connection to Notion. */
  void connection(JsonNode bean) {
    String name = bean.path("Name").asText();
    int budget = bean.path("Budget").asInt();
    int spent = bean.path("Spent").asInt();
    int left = Math.max(0, budget - spent);
    int background =
        Math.max(0, bean.path("BackgroundBudget").asInt() - bean.path("BackgroundSpent").asInt());
    connections.row(
        name,
        bean.path("State").asText(),
        budget,
        spent,
        left,
        Math.min(left, background),
        bean.path("Waiting").asText());
    well = well && !bean.path("State").asText().equals("blocked");
    if (!bean.path("Detail").asText().isBlank()) {
      notes.add("%s: %s".formatted(name, bean.path("Detail").asText()));
    }
  }

  /** Whether nothing needs a person. */
  boolean isWell() {
    return well;
  }

  void print(PrintWriter out) {
    out.print(integrations);
    out.println();
    out.print(connections);
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(out::println);
    }
  }

  private static String moment(String text) {
    return text.isBlank()
        ? "never"
        : Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String lag(long seconds) {
    if (seconds < 0) {
      return NONE;
    }
    Duration lag = Duration.ofSeconds(seconds);
    if (seconds < 120) {
      return seconds + " s";
    }
    if (lag.toMinutes() < 120) {
      return lag.toMinutes() + " min";
    }
    return lag.toHours() < 48 ? lag.toHours() + " h" : lag.toDays() + " d";
  }

  /** Drift says the way out itself. */
  private static String wayOut(String name, String reason) {
    String resume = "./caravan resume " + name;
    if (reason.contains(resume)) {
      return reason;
    }
    return "%s. Go on with: %s".formatted(reason.replaceFirst("[.]$", ""), resume);
  }

  /** The notes begin with why it is paused, and so do those of the run that the pause ended. */
  private static String withoutReason(String notes, String reason) {
    String left = notes;
    while (!reason.isBlank() && left.startsWith(reason)) {
      left = left.substring(reason.length()).replaceFirst("^; ", "");
    }
    return left;
  }
}
