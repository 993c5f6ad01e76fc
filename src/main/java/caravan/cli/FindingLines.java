package caravan.cli;

import caravan.setup.Finding;
import java.util.List;
import java.util.Locale;

/** Findings as people read them: one line each, the result first. */
final class FindingLines {

  private FindingLines() {}

  static String of(List<Finding> findings) {
    int widest = findings.stream().mapToInt(it -> it.subject().length()).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    findings.forEach(finding -> lines.append(line(finding, widest)).append(System.lineSeparator()));
    return lines.toString();
  }

  static String line(Finding finding, int width) {
    String result = finding.result().name().toLowerCase(Locale.ROOT);
    String subject = finding.subject();
    return "%-5s  %s%s  %s"
        .formatted(
            result, subject, " ".repeat(Math.max(0, width - subject.length())), finding.text());
  }
}
