package caravan.rehearsal;

import caravan.rehearsal.RecordReport.Body;
import caravan.rehearsal.RecordReport.Change;
import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a dry run learns of one record, request by request. Safe for use by several threads. */
final class RehearsedRecord {

  private final String id;
  private final List<Change> properties = new ArrayList<>();
  private final Map<String, List<String>> blocksBelow = new HashMap<>();
  private String title = "";
  private String content = "";
  private String source = "";
  private String outcome = "";
  private String remoteId = "";
  private String message = "";
  private String error = "";
  private boolean bodyTouched;
  private int changed;
  private int inserted;
  private int deleted;
  private int writes;

  RehearsedRecord(String id) {
    this.id = id;
  }

  synchronized void titled(String text) {
    title = text;
  }

  synchronized void is(String recordJson) {
    content = recordJson;
  }

  synchronized void comesFrom(String address) {
    source = address == null ? source : address;
  }

  synchronized void ended(Outcome how) {
    outcome = how.name().toLowerCase(Locale.ROOT);
  }

  synchronized void failed(String why) {
    outcome = Outcome.FAILED.name().toLowerCase(Locale.ROOT);
    error = why;
  }

  synchronized void writes(String toRemoteId) {
    writes++;
    remoteId = toRemoteId;
  }

  synchronized void says(String text) {
    message = text;
  }

  /** A property would be written. */
  synchronized void sets(Change change) {
    if (!change.before().equals(change.after())) {
      properties.add(change);
    }
  }

  /** Blocks were read: what is below a page or block. */
  synchronized void has(String parent, JsonNode blocks) {
    List<String> below = blocksBelow.computeIfAbsent(parent, key -> new ArrayList<>());
    blocks.forEach(block -> below.add(block.path("id").asText()));
  }

  synchronized void insertsBlocks(JsonNode children) {
    bodyTouched = true;
    inserted += count(children);
  }

  synchronized void changesBlock() {
    bodyTouched = true;
    changed++;
  }

  synchronized void deletesBlock(String block) {
    bodyTouched = true;
    deleted += 1 + below(block);
  }

  /** Everything in the page would go. */
  synchronized void erases(String page) {
    bodyTouched = true;
    deleted += below(page);
  }

  synchronized int writes() {
    return writes;
  }

  synchronized RecordReport report(boolean whole) {
    int present = blocksBelow.values().stream().mapToInt(List::size).sum();
    Body body =
        bodyTouched
            ? new Body(Math.max(0, present - changed - deleted), changed, inserted, deleted)
            : null;
    return new RecordReport(
        id,
        title,
        whole ? content : "",
        source,
        outcome,
        remoteId,
        properties,
        body,
        message,
        writes,
        error);
  }

  private int below(String parent) {
    return blocksBelow.getOrDefault(parent, List.of()).stream()
        .mapToInt(child -> 1 + below(child))
        .sum();
  }

  /** Blocks carry those inside them below the name of their type (Notion: block object). */
  private static int count(JsonNode blocks) {
    int count = 0;
    for (JsonNode block : blocks) {
      count += 1 + count(MadeUpPages.inside(block));
    }
    return count;
  }
}
