package caravan.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request with records, while they are delivered: what became of each. Safe for use by several
 * threads.
 */
public final class Intake {

  private final List<Line> lines;
  private final Instant deadline;
  private final Map<Long, ObjectNode> answers = new TreeMap<>();
  private int kept;
  private int failed;

  /**
   * @param deadline records that are not begun by then are kept and delivered later
   */
  Intake(List<Line> lines, Instant deadline) {
    this.lines = List.copyOf(lines);
    this.deadline = deadline;
  }

  Iterator<List<Line>> waves() {
    return new Waves(lines.iterator());
  }

  boolean isLate(Instant now) {
    return !now.isBefore(deadline);
  }

  synchronized void done(Line line, String state) {
    answers.put(line.number(), answer(line, state));
  }

  synchronized void kept(Line line, String why) {
    kept++;
    answers.put(line.number(), answer(line, "kept").put("reason", why));
  }

  synchronized void failed(Line line, List<Refusal> why) {
    failed++;
    ObjectNode answer = answer(line, "failed");
    ArrayNode problems = answer.putArray("problems");
    for (Refusal refusal : why) {
      ObjectNode problem = problems.addObject();
      if (!refusal.field().isBlank()) {
        problem.put("field", refusal.field());
      }
      problem.put("reason", refusal.reason());
    }
    answers.put(line.number(), answer);
  }

  private static ObjectNode answer(Line line, String state) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("record", line.number())
        .put("externalId", line.externalId())
        .put("state", state);
  }

  /** 200 if all are in Notion, 202 if some are kept, 207 if some failed, 422 if all did. */
  synchronized int status() {
    if (failed > 0) {
      return failed == answers.size() ? 422 : 207;
    }
    return kept > 0 ? 202 : 200;
  }

  /** An answer for each record, in their order. */
  synchronized JsonNode answer() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode records = answer.putArray("records");
    answers.values().forEach(records::add);
    return answer;
  }
}
