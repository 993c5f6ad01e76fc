package caravan.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.gateway.Refusals;
import caravan.sync.Outcome;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final IndexDefinition DEFINITION =
      new IndexDefinition("routes/indexes/kb.json", "{\"mappings\":{}}");
  private static final String CREATED = "{\"index\":{\"status\":201,\"result\":\"created\"}}";

  @Test
  void writesEachDocumentWithItsVersionSoThatAnEqualOneWins() throws JsonProcessingException {
    Bulk bulk = ready(document("a"), gone("b"));
    OpenSearchRequest request = bulk.next();
    List<String> lines = request.body().lines().toList();
    assertThat(request.path()).isEqualTo("/kb/_bulk");
    assertThat(request.contentType()).isEqualTo("application/x-ndjson");
    assertThat(request.body()).endsWith("\n");
    assertThat(JSON.readTree(lines.get(0)))
        .isEqualTo(json("{'index':{'_id':'a','version':7,'version_type':'external_gte'}}"));
    assertThat(JSON.readTree(lines.get(1))).isEqualTo(json("{'text':'of a'}"));
    assertThat(JSON.readTree(lines.get(2)))
        .isEqualTo(json("{'delete':{'_id':'b','version':7,'version_type':'external_gte'}}"));
    assertThat(lines).hasSize(3);
  }

  @Test
  void eachDocumentHasItsOwnEnd() {
    List<DocumentWrite> all =
        List.of(document("a"), document("b"), document("c"), gone("d"), gone("e"), document("f"));
    Bulk bulk = ready(all.toArray(DocumentWrite[]::new));
    bulk.next();
    bulk.accept(
        items(
            CREATED,
            "{'index':{'status':200,'result':'updated'}}",
            "{'index':{'status':409,'error':{'type':'version_conflict_engine_exception','reason':'r'}}}",
            "{'delete':{'status':200,'result':'deleted'}}",
            "{'delete':{'status':404,'result':'not_found'}}",
            "{'index':{'status':400,'error':{'type':'mapper_parsing_exception','reason':'field"
                + " [tags]','caused_by':{'type':'x','reason':'For input string'}}}}"));
    assertThat(bulk.isUnfinished()).isFalse();
    assertThat(outcomes(all.subList(0, 5)))
        .containsExactly(
            Outcome.CREATED, Outcome.UPDATED, Outcome.SKIPPED, Outcome.DELETED, Outcome.SKIPPED);
    assertThat(all.get(2).result().join().overtaken()).isTrue();
    assertThat(all.get(4).result().join().overtaken()).isFalse();
    assertThatThrownBy(() -> all.get(5).result().join())
        .hasRootCauseInstanceOf(DocumentRefused.class)
        .hasMessageContainingAll("index kb", "400", "field [tags]", "For input string");
  }

  @Test
  void makesTheIndexIfItIsNotThere() {
    DocumentWrite document = document("a");
    Bulk bulk = new Bulk().with(document);
    assertThat(bulk.next().path()).isEqualTo("/kb/_mapping");
    bulk.accept(json("{'error':{'type':'index_not_found_exception'},'status':404}"));
    OpenSearchRequest making = bulk.next();
    assertThat(making.method() + " " + making.path()).isEqualTo("PUT /kb");
    assertThat(making.body()).isEqualTo(DEFINITION.json());
    bulk.accept(json("{'acknowledged':true}"));
    assertThat(bulk.next().path()).isEqualTo("/kb/_bulk");
    bulk.accept(items(CREATED));
    assertThat(document.hasMadeIndex()).isTrue();
  }

  @Test
  void somebodyElseMayMakeItAtTheSameTime() {
    DocumentWrite document = document("a");
    Bulk bulk = new Bulk().with(document);
    bulk.next();
    bulk.accept(json("{'error':{'type':'index_not_found_exception'}}"));
    bulk.next();
    bulk.accept(json("{'error':{'type':'resource_already_exists_exception','reason':'r'}}"));
    bulk.next();
    bulk.accept(items(CREATED));
    assertThat(document.result().join().outcome()).isEqualTo(Outcome.CREATED);
    assertThat(document.hasMadeIndex()).isFalse();
  }

  @Test
  void definitionThatIsRefusedIsNamed() {
    DocumentWrite document = document("a");
    Bulk bulk = new Bulk().with(document);
    bulk.next();
    bulk.accept(json("{'error':{'type':'index_not_found_exception'}}"));
    bulk.next();
    bulk.accept(
        json("{'error':{'type':'mapper_parsing_exception','reason':'no handler for [txt]'}}"));
    assertThat(bulk.isUnfinished()).isFalse();
    assertThatThrownBy(() -> document.result().join())
        .hasMessageContainingAll("routes/indexes/kb.json", "no handler for [txt]");
  }

  @Test
  void whatFindsTheIndexBusyIsSentAgainAloneAfterGrowingPauses() {
    DocumentWrite busy = document("busy");
    Bulk bulk = ready(document("a"), busy);
    bulk.next();
    String rejected = "{'index':{'status':429,'error':{'type':'rejected_execution_exception'}}}";
    bulk.accept(items(CREATED, rejected));
    List<Long> pauses = new ArrayList<>();
    while (bulk.isUnfinished()) {
      pauses.add(bulk.pauseMillis());
      assertThat(bulk.next().body()).contains("busy").doesNotContain("of a");
      bulk.accept(items(rejected));
    }
    assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
    assertThatThrownBy(() -> busy.result().join()).hasMessageContaining("429");
  }

  @Test
  void indexThatVanishesInBetweenIsMadeAgain() {
    DocumentWrite document = document("a");
    Bulk bulk = ready(document);
    bulk.next();
    bulk.accept(items("{'index':{'status':404,'error':{'type':'index_not_found_exception'}}}"));
    assertThat(bulk.next().path()).isEqualTo("/kb/_mapping");
    bulk.accept(json("{}"));
    bulk.next();
    bulk.accept(items(CREATED));
    assertThat(document.result().join().outcome()).isEqualTo(Outcome.CREATED);
  }

  @Test
  void requestThatIsRefusedAsAWholeIsHalvedUntilTheOneToBlameIsAlone() {
    List<DocumentWrite> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      all.add(document(i == 5 ? "large" : "small" + i));
    }
    Bulk bulk = ready(all.toArray(DocumentWrite[]::new));
    int requests = 0;
    while (bulk.isUnfinished()) {
      String body = bulk.next().body();
      requests++;
      if (body.contains("large")) {
        bulk.failed(Refusals.refused("OpenSearch answered 413: too large"));
      } else {
        bulk.accept(items(Collections.nCopies((int) body.lines().count() / 2, CREATED)));
      }
    }
    assertThat(requests).isLessThan(15);
    assertThatThrownBy(() -> all.get(5).result().join()).hasMessageContaining("413");
    all.remove(5);
    assertThat(outcomes(all)).containsOnly(Outcome.CREATED);
  }

  @Test
  void afterTheOneToBlameTheOthersGoTogetherAgain() {
    Bulk bulk = new Bulk().with(document("large"));
    for (int i = 0; i < 400; i++) {
      bulk.with(document("small" + i));
    }
    bulk.next();
    bulk.accept(json("{}"));
    int requests = 0;
    while (bulk.isUnfinished()) {
      String body = bulk.next().body();
      requests++;
      if (body.contains("large")) {
        bulk.failed(Refusals.refused("OpenSearch answered 413: too large"));
      } else {
        bulk.accept(items(Collections.nCopies((int) body.lines().count() / 2, CREATED)));
      }
    }
    assertThat(requests).isLessThan(25);
  }

  @Test
  void clusterThatIsAwayFailsThemAllWithoutHalving() {
    DocumentWrite one = document("a");
    DocumentWrite two = document("b");
    Bulk bulk = ready(one, two);
    bulk.next();
    bulk.failed(Refusals.unknown("no answer"));
    assertThat(bulk.isUnfinished()).isFalse();
    assertThat(one.result()).isCompletedExceptionally();
    assertThat(two.result()).isCompletedExceptionally();
  }

  @Test
  void answerWithoutAVerdictForEachDocumentIsNotTaken() {
    DocumentWrite one = document("a");
    Bulk bulk = ready(one, document("b"));
    bulk.next();
    bulk.accept(items(CREATED));
    assertThatThrownBy(() -> one.result().join()).hasMessageContaining("1 of 2 documents");
  }

  @Test
  void whateverEndsItNoDocumentWaitsForEver() {
    DocumentWrite document = document("a");
    Bulk bulk = ready(document);
    bulk.next();
    bulk.abandon();
    assertThat(document.result()).isCompletedExceptionally();
  }

  private static Bulk ready(DocumentWrite... documents) {
    Bulk bulk = new Bulk();
    for (DocumentWrite document : documents) {
      bulk.with(document);
    }
    bulk.next();
    bulk.accept(json("{}"));
    return bulk;
  }

  private static DocumentWrite document(String id) {
    return new DocumentWrite(
        "kb", DEFINITION, id, 7, JsonNodeFactory.instance.objectNode().put("text", "of " + id));
  }

  private static DocumentWrite gone(String id) {
    return new DocumentWrite("kb", DEFINITION, id, 7, null);
  }

  private static List<Outcome> outcomes(List<DocumentWrite> documents) {
    return documents.stream().map(it -> it.result().join().outcome()).toList();
  }

  private static JsonNode items(String... items) {
    return items(List.of(items));
  }

  private static JsonNode items(List<String> items) {
    return json("{'errors':true,'items':[" + String.join(",", items) + "]}");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
