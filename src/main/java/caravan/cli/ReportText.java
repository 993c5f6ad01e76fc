package caravan.cli;

import caravan.rehearsal.RecordReport;
import caravan.rehearsal.RecordReport.Body;
import caravan.rehearsal.RecordReport.Change;
import caravan.rehearsal.RehearsalReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What would be done, as people read it. */
final class ReportText {

  private static final int LONGEST_VALUE = 100;

  private static final Map<String, String> SIGNS =
      Map.of("created", "+", "updated", "~", "deleted", "-", "failed", "!");

  private final PrintWriter out;
  private final int limit;

  /**
   * @param limit how many records are shown
   */
  ReportText(PrintWriter out, int limit) {
    this.out = out;
    this.limit = limit;
  }

  /** Whether a run would end well. */
  static boolean isWell(RehearsalReport report) {
    return report.state().equals("done") && report.failed() == 0;
  }

  /** Prints a dry run: what changes, record by record, and in all. */
  void print(RehearsalReport report) {
    out.printf("%s: a dry run; nothing was written.%n", report.integration());
    report.records().stream().limit(limit).forEach(this::print);
    if (report.records().size() > limit) {
      out.printf("  and %d more (--limit)%n", report.records().size() - limit);
    }
    totals(report);
    out.flush();
  }

  /** Prints the preview of one record. */
  void preview(RehearsalReport report) {
    report.records().stream().filter(it -> !it.record().isEmpty()).forEach(this::whole);
    costs(report);
    if (!report.notes().isBlank()) {
      String what = report.state().equals("done") ? "note" : report.state();
      out.printf("%s: %s%n", what, report.notes());
    }
    out.flush();
  }

  private void totals(RehearsalReport report) {
    if (!report.state().equals("done")) {
      out.printf(
          "  %s%n", report.state() + (report.notes().isBlank() ? "" : ": " + report.notes()));
    }
    out.printf(
        "  read %d = created %d + updated %d + unchanged %d + deleted %d + skipped %d + failed"
            + " %d%n",
        report.read(),
        report.created(),
        report.updated(),
        report.unchanged(),
        report.deleted(),
        report.skipped(),
        report.failed());
    out.print("  ");
    costs(report);
    if (report.state().equals("done") && !report.notes().isBlank()) {
      out.printf("  note: %s%n", report.notes());
    }
  }

  private void costs(RehearsalReport report) {
    out.printf(
        "would take %d requests to Notion, %d of them writing%s; read with %d for this report%n",
        report.requests(),
        report.writes(),
        report.messages() > 0 ? ", and %d Slack messages".formatted(report.messages()) : "",
        report.requests() - report.writes() + report.asideReads());
  }

  private void print(RecordReport record) {
    String name = record.title().isBlank() ? "" : " \"" + shortened(record.title()) + "\"";
    if (record.record().isBlank()) {
      out.printf(
          "  ~ relations between these records, in %d requests of their own%n", record.writes());
      return;
    }
    String id = record.record();
    out.printf("  %s %s%s%n", SIGNS.getOrDefault(record.outcome(), " "), id, name);
    details(record, "      ");
  }

  private void whole(RecordReport record) {
    out.printf("record   %s%n", record.record());
    if (!record.title().isBlank()) {
      out.printf("title    %s%n", record.title());
    }
    if (!record.source().isBlank()) {
      out.printf("source   %s%n", record.source());
    }
    out.printf("decision %s%n", record.outcome());
    if (!record.remoteId().isBlank()) {
      out.printf("target   %s%n", record.remoteId());
    }
    details(record, "  ");
    if (!record.content().isBlank()) {
      out.printf("the Record:%n%s%n", indented(record.content()));
    }
  }

  private void details(RecordReport record, String indent) {
    for (Change change : record.properties()) {
      out.printf("%s%s%n", indent, line(change));
    }
    if (record.body() != null) {
      out.printf("%sbody: %s%n", indent, body(record.body()));
    }
    record.message().lines().forEach(line -> out.printf("%s| %s%n", indent, line));
    if (!record.error().isBlank()) {
      out.printf("%s%s%n", indent, record.error());
    }
  }

  private static String indented(String json) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      return mapper
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(mapper.readTree(json))
          .indent(2)
          .stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a Record is JSON", e);
    }
  }

  private static String line(Change change) {
    String after = shown(change.after());
    return change.before().isEmpty()
        ? "%s: %s".formatted(change.property(), after)
        : "%s: %s -> %s".formatted(change.property(), shown(change.before()), after);
  }

  private static String body(Body body) {
    List<String> parts = new ArrayList<>();
    parts.add(body.kept() + " kept");
    parts.add(body.changed() + " changed");
    parts.add(body.inserted() + " inserted");
    parts.add(body.deleted() + " deleted");
    return "blocks: " + String.join(", ", parts);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(empty)" : "\"" + shortened(value.replaceAll("\\s+", " ")) + "\"";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE / 2)) + "…";
  }
}
