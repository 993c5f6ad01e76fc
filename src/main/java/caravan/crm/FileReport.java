package caravan.crm;

import caravan.sync.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a file's records, for the people who wrote it. Safe for use by several threads.
 */
final class FileReport {

  private static final int LINES_SHOWN = 1_000;

  private final Map<Outcome, Integer> through = new EnumMap<>(Outcome.class);
  private final Map<Long, List<String>> refused = new TreeMap<>();
  private final Map<Long, String> kept = new TreeMap<>();
  private int refusedCount;
  private int keptCount;

  /** A record went through. */
  synchronized void passed(Outcome outcome) {
    through.merge(outcome, 1, Integer::sum);
  }

  /** A record was refused and won't be tried again. */
  synchronized void refused(Line line, List<Refusal> why) {
    refusedCount++;
    if (refused.size() < LINES_SHOWN) {
      String who = line.externalId().isBlank() ? "" : " (" + line.externalId() + ")";
      for (Refusal refusal : why) {
        refused
            .computeIfAbsent(line.number(), number -> new ArrayList<>())
            .add("line %d%s, %s".formatted(line.number(), who, refusal));
      }
    }
  }

  /** A record could not be delivered now; the hub keeps it and tries again. */
  synchronized void kept(Line line, String why) {
    keptCount++;
    if (kept.size() < LINES_SHOWN) {
      kept.put(line.number(), "line %d (%s): %s".formatted(line.number(), line.externalId(), why));
    }
  }

  /** Whether every record was taken: delivered, or kept to be delivered. */
  synchronized boolean isTaken() {
    return refusedCount == 0;
  }

  /** One sentence. */
  synchronized String summary() {
    return "%d created, %d updated, %d unchanged, %d kept to be tried again, %d refused"
        .formatted(
            through.getOrDefault(Outcome.CREATED, 0),
            through.getOrDefault(Outcome.UPDATED, 0),
            through.getOrDefault(Outcome.UNCHANGED, 0),
            keptCount,
            refusedCount);
  }

  /** The whole report. */
  synchronized String text(String name, Instant at, List<String> remarks) {
    StringBuilder text = new StringBuilder();
    text.append("%s, read at %s: %s.%n".formatted(name, at, summary()));
    remarks.forEach(remark -> text.append(remark).append(System.lineSeparator()));
    text.append(
        "%nWhat went through, or is kept, is not undone. Correct the lines below and drop a file with them into the inbox again.%n%n"
            .formatted());
    refused.values().forEach(lines -> lines.forEach(it -> text.append("%s%n".formatted(it))));
    more(text, refusedCount - refused.size());
    if (!kept.isEmpty()) {
      text.append("%nKept, and tried again by itself (./caravan failures crm):%n%n".formatted());
      kept.values().forEach(it -> text.append("%s%n".formatted(it)));
      more(text, keptCount - kept.size());
    }
    return text.toString();
  }

  private static void more(StringBuilder text, int count) {
    if (count > 0) {
      text.append("and %d more%n".formatted(count));
    }
  }
}
