package caravan.search;

import caravan.record.Record;
import caravan.render.SearchText;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a record the document of a search index: its properties are the document's fields, its
 * External ID the id, its version the version. Texts are stored without what nobody sees.
 */
public final class Documents {

  private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
  private static final String DOCUMENT = "document";

  /** OpenSearch refuses the whole request otherwise. */
  private static final int LONGEST_ID = 512;

  private final IndexDefinitions definitions;
  private final BiPredicate<String, Instant> hasDelivered;
  private final Consumer<String> resync;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param hasDelivered whether an integration delivered anything before that moment that it has
   *     not delivered since
   * @param resync asks that an integration hands over everything again
   */
  public Documents(
      IndexDefinitions definitions,
      BiPredicate<String, Instant> hasDelivered,
      Consumer<String> resync) {
    this.definitions = definitions;
    this.hasDelivered = hasDelivered;
    this.resync = resync;
  }

  /**
   * Makes the body the document of the exchange's record.
   *
   * @throws IllegalArgumentException if it can't be one; the message says why
   */
  public void begin(Exchange exchange, String index, String definition) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    DocumentWrite document =
        new DocumentWrite(
            index,
            definitions.named(definition),
            id(record),
            version(record),
            record.deleted() ? null : content(record));
    exchange.setVariable(DOCUMENT, document);
    exchange.getMessage().setBody(document);
  }

  /** Notes the outcome of a document whose end is known and good. */
  public void done(Exchange exchange) {
    DocumentWrite document = of(exchange);
    DocumentWrite.Result result = document.result().join();
    exchange.setVariable(Variables.OUTCOME, result.outcome());
    exchange.removeVariable(DOCUMENT);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (result.overtaken()) {
      run.note("documents of which the index holds a newer version", 1);
    }
    if (document.hasMadeIndex()) {
      made(document.index(), run);
    }
  }

  /** An index that was there once and is gone has lost what was delivered before. */
  private void made(String index, Run run) {
    run.note("search indexes made", 1);
    if (hasDelivered.test(run.integration(), run.startedAt())) {
      LOG.warn(
          "{}: the search index {} was not there and was made anew. What was delivered before is"
              + " handed over again, beginning with the next poll.",
          run.integration(),
          index);
      resync.accept(run.integration());
    } else {
      LOG.info("{}: the search index {} was not there and was made", run.integration(), index);
    }
  }

  static DocumentWrite of(Exchange exchange) {
    return exchange.getVariable(DOCUMENT, DocumentWrite.class);
  }

  private static String id(Record record) {
    int length = record.externalId().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_ID) {
      throw new IllegalArgumentException(
          "a search index takes ids of up to %d bytes, this External ID has %d; map a shorter one"
              .formatted(LONGEST_ID, length));
    }
    return record.externalId();
  }

  private static long version(Record record) {
    String version = record.version() == null ? "" : record.version();
    try {
      return Math.max(0, OffsetDateTime.parse(version).toInstant().toEpochMilli());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "search-index-sink orders writes by the record's version, which must be a moment such as 2026-11-24T10:00:00Z, not \"%s\"; map it to when the record was last edited"
              .formatted(version),
          e);
    }
  }

  private ObjectNode content(Record record) {
    ObjectNode document = json.createObjectNode();
    JsonNode properties = json.valueToTree(record.properties());
    properties
        .properties()
        .forEach(
            property -> {
              if (!property.getValue().isNull()) {
                document.set(property.getKey(), clean(property.getValue()));
              }
            });
    return document;
  }

  private JsonNode clean(JsonNode value) {
    if (value.isTextual()) {
      return json.getNodeFactory().textNode(SearchText.of(value.asText()));
    }
    if (value.isArray()) {
      ArrayNode cleaned = json.createArrayNode();
      value.forEach(element -> cleaned.add(clean(element)));
      return cleaned;
    }
    if (value.isObject()) {
      ObjectNode cleaned = json.createObjectNode();
      value.properties().forEach(it -> cleaned.set(it.getKey(), clean(it.getValue())));
      return cleaned;
    }
    return value;
  }
}
