package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataSourceSchemaTest {
  private final DataSourceSchema schema = SampleSchema.schema();

  @Test
  void schemaKeepsNamesTypesOptionsAndOrder() {
    assertThat(schema.id()).isEqualTo(SampleSchema.ID);
    assertThat(schema.title()).isEqualTo("Every type");
    assertThat(schema.databaseId()).isEqualTo("aaaaaaaa-2222-4333-8444-555555555555");
    assertThat(schema.inTrash()).isFalse();
    assertThat(schema.properties().keySet()).startsWith("Name", "Text", "Count", "Kind");
    assertThat(schema.properties().get("Kind"))
        .isEqualTo(
            new SchemaProperty(
                "sel",
                "Kind",
                "select",
                List.of(
                    new SchemaProperty.Option("k1", "Bug"),
                    new SchemaProperty.Option("k2", "Idea")),
                null));
    assertThat(schema.properties().get("Parent").relationTarget()).isEqualTo(SampleSchema.ID);
    assertThat(schema.titleProperty().orElseThrow().name()).isEqualTo("Name");
  }

  @Test
  void propertyIsFoundByItsIdInEitherSpelling() {
    assertThat(schema.byId("f%5C%3Ap").orElseThrow().name()).isEqualTo("Text");
    assertThat(schema.byId("f\\:p").orElseThrow().name()).isEqualTo("Text");
    assertThat(schema.byId("f%5C:p").orElseThrow().name()).isEqualTo("Text");
    assertThat(schema.byId("other")).isEmpty();
  }

  @Test
  void propertyIdsWithPlusAndLonePercentAreLeftAsTheyAre() {
    assertThat(NotionId.decodedProperty("a+b%2B")).isEqualTo("a+b+");
    assertThat(NotionId.decodedProperty("100%")).isEqualTo("100%");
    assertThat(NotionId.sameProperty("NVv%5E", "NVv^")).isTrue();
    assertThat(NotionId.sameProperty("NVv", "nvv")).isFalse();
  }

  @Test
  void pageIdsAreTheSameWithAndWithoutDashes() {
    assertThat(NotionId.same("11111111222243338444555555555555", SampleSchema.ID)).isTrue();
    assertThat(NotionId.same("1111111122224333844455555555555A", SampleSchema.ID)).isFalse();
    assertThat(NotionId.same(SampleSchema.ID, null)).isFalse();
    assertThat(NotionId.canonical("no id")).isEqualTo("no id");
  }

  @Test
  void trashedDataSourceSaysSo() {
    assertThat(
            DataSourceSchema.read(
                    SampleSchema.json(
                        """
                        {"object":"data_source","id":"x","in_trash":true,"properties":{}}"""))
                .inTrash())
        .isTrue();
  }

  @Test
  void databaseIsNotTakenForADataSource() {
    assertThatThrownBy(() -> DataSourceSchema.read(SampleSchema.json("{\"object\":\"database\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"database\"")
        .hasMessageContaining("not the id of its data source");
  }
}
