package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.Difference.Kind;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractCheckTest {
  private static final Contract CONTRACT =
      ContractLoader.read(
          """
          name: board
          data-source-setting: board.data-source
          owner: hub
          properties:
            Name: {type: title}
            Status: {type: [select, status], options: [Done]}
            Labels: {type: multi_select, options: [red], create-options: true}
            Parent: {type: relation, relation-to: self}
            Company: {type: relation, relation-to: companies}
            Count: {type: number, required: false}
            Note: {type: rich_text, required: false, owner: people}
          """,
          "board.yaml");

  private static DataSourceSchema schema(Consumer<ObjectNode> change) {
    ObjectNode dataSource =
        (ObjectNode)
            SampleSchema.json(
                """
                {"object":"data_source","id":"11111111-2222-4333-8444-555555555555",
                 "title":[{"plain_text":"Board"}],"in_trash":false,"properties":{
                  "Name":{"id":"title","type":"title","title":{}},
                  "Status":{"id":"%3A1f","type":"status","status":{"options":[
                    {"id":"o1","name":"Todo"},{"id":"o2","name":"Done"}]}},
                  "Labels":{"id":"lab","type":"multi_select","multi_select":{"options":[]}},
                  "Parent":{"id":"par","type":"relation","relation":{
                    "data_source_id":"11111111222243338444555555555555"}},
                  "Company":{"id":"com","type":"relation","relation":{
                    "data_source_id":"99999999-2222-4333-8444-555555555555"}}}}""");
    change.accept((ObjectNode) dataSource.path("properties"));
    return DataSourceSchema.read(dataSource);
  }

  private static final DataSourceSchema GOOD = schema(properties -> {});
  private static final Baseline SEEN = Baseline.read(Baseline.of(CONTRACT, GOOD).toJson());

  private static List<Difference> against(Consumer<ObjectNode> change) {
    return ContractCheck.differences(
        CONTRACT, schema(change), SEEN, Map.of("companies", SampleSchema.OTHER));
  }

  private static Difference one(Consumer<ObjectNode> change) {
    List<Difference> differences = against(change);
    assertThat(differences).hasSize(1);
    return differences.get(0);
  }

  @Test
  void dataSourceThatFulfilsItsContractHasNoDifference() {
    assertThat(ContractCheck.differences(CONTRACT, GOOD)).isEmpty();
    assertThat(against(properties -> properties.putObject("Extra").put("type", "url"))).isEmpty();
  }

  @Test
  void renamedPropertyIsNamedByBothNames() {
    assertThat(one(p -> p.set("State", p.remove("Status"))))
        .isEqualTo(
            new Difference(
                Kind.RENAMED,
                "Status",
                "property \"Status\" (id %3A1f) is now named \"State\"",
                "Rename it back, or change routes/contracts/board.yaml"));
  }

  @Test
  void deletedPropertyIsMissing() {
    Difference difference = one(p -> p.remove("Status"));
    assertThat(difference.kind()).isEqualTo(Kind.MISSING);
    assertThat(difference.message())
        .isEqualTo("property \"Status\" (select or status) does not exist in \"Board\"");
    assertThat(ContractCheck.differences(CONTRACT, schema(p -> p.set("State", p.remove("Status")))))
        .extracting(Difference::kind)
        .containsExactly(Kind.MISSING);
  }

  @Test
  void retypedPropertyIsNamedWithBothTypes() {
    Difference difference =
        one(p -> p.set("Status", SampleSchema.json("{\"id\":\"%3A1f\",\"type\":\"rich_text\"}")));
    assertThat(difference.kind()).isEqualTo(Kind.RETYPED);
    assertThat(difference.message())
        .contains("is of type rich_text and was a status", "needs select or status");
  }

  @Test
  void optionalPropertyIsCheckedOnceItExists() {
    assertThat(one(p -> p.set("Count", SampleSchema.json("{\"id\":\"x\",\"type\":\"url\"}"))))
        .extracting(Difference::kind)
        .isEqualTo(Kind.RETYPED);
  }

  @Test
  void formulaWhereTheHubWritesIsReadOnly() {
    Difference difference =
        one(p -> p.set("Count", SampleSchema.json("{\"id\":\"x\",\"type\":\"formula\"}")));
    assertThat(difference.kind()).isEqualTo(Kind.READ_ONLY);
    assertThat(difference.message()).contains("formula", "which only Notion fills in");
    assertThat(difference.remedy()).contains("store it in a number property that the hub owns");
    assertThat(one(p -> p.set("Note", SampleSchema.json("{\"id\":\"x\",\"type\":\"formula\"}"))))
        .extracting(Difference::kind)
        .isEqualTo(Kind.RETYPED);
  }

  private static void options(ObjectNode properties, String... names) {
    ArrayNode options = (ArrayNode) properties.at("/Status/status/options");
    options.removeAll();
    for (String name : names) {
      options.addObject().put("id", name.equals("Complete") ? "o2" : name).put("name", name);
    }
  }

  @Test
  void missingOptionOfTheContractIsADifference() {
    assertThat(ContractCheck.differences(CONTRACT, schema(p -> options(p, "Todo"))))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Kind.OPTION_MISSING);
              assertThat(difference.message())
                  .isEqualTo("property \"Status\" (id %3A1f) has no option \"Done\"");
            });
  }

  @Test
  void renamedOptionIsNamedByBothNames() {
    assertThat(one(p -> options(p, "Todo", "Complete")).message())
        .isEqualTo("option \"Done\" of property \"Status\" (id %3A1f) is now named \"Complete\"");
  }

  @Test
  void statusOptionThatVanishedSinceTheLastCheckIsADifference() {
    assertThat(one(p -> options(p, "Done")).message()).contains("has no option \"Todo\"");
  }

  @Test
  void optionThatAWriteCreatesIsNotMissed() {
    assertThat(GOOD.properties().get("Labels").options()).isEmpty();
    assertThat(against(p -> {})).isEmpty();
  }

  @Test
  void relationToAnotherDataSourceIsADifference() {
    assertThat(
            one(
                p ->
                    ((ObjectNode) p.at("/Parent/relation"))
                        .put("data_source_id", SampleSchema.OTHER)))
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Kind.RELATION_TARGET);
              assertThat(difference.property()).isEqualTo("Parent");
              assertThat(difference.message()).contains("the contract needs its own");
            });
    assertThat(
            one(p ->
                    ((ObjectNode) p.at("/Company/relation")).put("data_source_id", SampleSchema.ID))
                .message())
        .contains("the contract needs that of companies");
  }

  @Test
  void deletedAndAddedAgainUnderTheSameNameIsAnotherProperty() {
    Difference difference =
        one(p -> p.set("Labels", SampleSchema.json("{\"id\":\"new\",\"type\":\"multi_select\"}")));
    assertThat(difference.kind()).isEqualTo(Kind.ADDED_AGAIN);
    assertThat(difference.message())
        .isEqualTo(
            "property \"Labels\" was deleted and added again (its id was lab and is new), so its values may be lost");
  }

  @Test
  void anotherPropertyUnderTheNameOfARenamedOneIsNotTakenForIt() {
    Difference difference =
        one(
            p -> {
              p.set("Tags", p.remove("Labels"));
              p.set("Labels", SampleSchema.json("{\"id\":\"new\",\"type\":\"multi_select\"}"));
            });
    assertThat(difference.kind()).isEqualTo(Kind.RENAMED);
    assertThat(difference.message())
        .contains("is now named \"Tags\"; another one (id new) has its name");
  }

  @Test
  void dataSourceInAnotherDatabaseOrPlaceHasMoved() {
    Baseline seen = new Baseline("db", "page_id p1", SEEN.properties());
    DataSourceSchema otherDatabase =
        new DataSourceSchema(GOOD.id(), "Board", "db2", "page_id p1", false, GOOD.properties());
    DataSourceSchema otherPlace =
        new DataSourceSchema(GOOD.id(), "Board", "db", "workspace", false, GOOD.properties());
    assertThat(ContractCheck.differences(CONTRACT, otherDatabase, seen, Map.of()))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Kind.MOVED);
              assertThat(difference.message()).contains("in the database db2, and was in db");
            });
    assertThat(ContractCheck.differences(CONTRACT, otherPlace, seen, Map.of()))
        .extracting(Difference::kind)
        .containsExactly(Kind.MOVED);
  }

  @Test
  void relationThatTheContractDoesNotNameKeepsItsTarget() {
    assertThat(
            ContractCheck.differences(
                CONTRACT,
                schema(
                    p ->
                        ((ObjectNode) p.at("/Company/relation"))
                            .put("data_source_id", SampleSchema.ID)),
                SEEN,
                Map.of()))
        .singleElement()
        .satisfies(
            it -> assertThat(it.message()).contains("the contract needs the one that it had"));
  }

  @Test
  void dataSourceInTheTrashIsOneDifference() {
    DataSourceSchema trashed =
        new DataSourceSchema(GOOD.id(), "Board", null, null, true, GOOD.properties());
    assertThat(ContractCheck.differences(CONTRACT, trashed))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Kind.TRASHED);
              assertThat(difference.remedy()).contains("board.data-source");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-issues", "meeting-notes"})
  void recordedDataSourcesAreMeasuredAgainstTheShippedContracts(String name) {
    Contract contract = ContractLoader.load(Path.of("routes", "contracts", name + ".yaml"));
    DataSourceSchema schema =
        DataSourceSchema.read(
            SharedSamples.answers("recorded/data-sources")
                .get("retrieve_data_source_data_source.json"));
    assertThat(ContractCheck.differences(contract, schema))
        .extracting(Difference::kind)
        .containsOnly(Difference.Kind.MISSING)
        .hasSize(contract.properties().size());
  }
}
