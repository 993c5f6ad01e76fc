package caravan.demo;

import caravan.demo.seed.SeedPage;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The small company's knowledge base in Notion, with what its contract asks for. */
final class DemoKnowledgeBase {

  private final NotionSandbox notion;

  /**
   * @param notion holds the company's people already
   */
  DemoKnowledgeBase(NotionSandbox notion) {
    this.notion = notion;
  }

  /** Makes the data source and its pages; gives its id. */
  String fill(List<SeedPage> pages) {
    String id =
        notion.createDataSource(
            "Knowledge base",
            SchemaBuilder.titled("Name")
                .options(
                    "Tags",
                    "multi_select",
                    pages.stream()
                        .flatMap(page -> page.tags().stream())
                        .distinct()
                        .toArray(String[]::new))
                .plain("Owner", "people")
                .build());
    Map<String, String> people = people();
    for (SeedPage page : pages) {
      ObjectNode values =
          ValueBuilder.titled("Name", page.name())
              .options("Tags", page.tags().toArray(String[]::new))
              .references("Owner", "people", people.get(page.owner()))
              .build();
      notion.createPage(
          id, values, page.markdown(), page.editedAt().minus(Duration.ofDays(30)), page.editedAt());
    }
    return id;
  }

  private Map<String, String> people() {
    Map<String, String> people = new HashMap<>();
    for (Map.Entry<String, ObjectNode> user : notion.users().entrySet()) {
      JsonNode email = user.getValue().at("/person/email");
      people.put(email.asText(), user.getKey());
    }
    return people;
  }
}
