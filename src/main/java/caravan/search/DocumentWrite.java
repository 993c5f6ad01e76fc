package caravan.search;

import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One document on its way into a search index: what it is to be, and what became of it. Safe for
 * use by several threads.
 *
 * <p>It carries a version of its source, under {@code external_gte}: an older one never wins over a
 * newer one, whatever their order of arrival; an equal one does, because times that are floored to
 * the minute are equal for two edits (OpenSearch: index document, version types).
 */
public final class DocumentWrite {

  /**
   * What became of it.
   *
   * @param outcome created, updated, deleted, or skipped
   * @param overtaken whether it was skipped because the index holds a newer version
   */
  public record Result(Outcome outcome, boolean overtaken) {}

  private final String index;
  private final IndexDefinition definition;
  private final String id;
  private final long version;
  private final ObjectNode content;
  private final String lines;
  private final int bytes;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private volatile boolean madeIndex;

  /**
   * @param definition what the index is made with if it is not there
   * @param version milliseconds since 1970
   * @param content the document; null deletes it
   */
  public DocumentWrite(
      String index, IndexDefinition definition, String id, long version, ObjectNode content) {
    this.index = index;
    this.definition = definition;
    this.id = id;
    this.version = version;
    this.content = content;
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.putObject(content == null ? "delete" : "index")
        .put("_id", id)
        .put("version", version)
        .put("version_type", "external_gte");
    this.lines = line + "\n" + (content == null ? "" : content + "\n");
    this.bytes = lines.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The index, or an alias of it. */
  public String index() {
    return index;
  }

  /** What the index is made with if it is not there. */
  public IndexDefinition definition() {
    return definition;
  }

  /** The document's id. */
  public String id() {
    return id;
  }

  /** The source's version, in milliseconds since 1970. */
  public long version() {
    return version;
  }

  /** The document; null if it is to be deleted. */
  public ObjectNode content() {
    return content;
  }

  /** Its lines in a bulk request. */
  String lines() {
    return lines;
  }

  /** The length of its lines. */
  int bytes() {
    return bytes;
  }

  /** Whether its end is known. */
  public boolean isSettled() {
    return result.isDone();
  }

  /** It ended like that; only the first end counts. */
  public void settle(Outcome outcome) {
    result.complete(new Result(outcome, false));
  }

  /** The index holds a newer version; only the first end counts. */
  void overtaken() {
    result.complete(new Result(Outcome.SKIPPED, true));
  }

  /** It could not be written; only the first end counts. */
  void fail(RuntimeException error) {
    result.completeExceptionally(error);
  }

  /** Its index was not there and was made, on behalf of this document. */
  void madeIndex() {
    madeIndex = true;
  }

  /** Whether its index was not there and was made, on behalf of this document. */
  boolean hasMadeIndex() {
    return madeIndex;
  }

  /** Its end, now or later. */
  CompletableFuture<Result> result() {
    return result;
  }
}
