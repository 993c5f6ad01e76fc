package caravan.setup;

import caravan.settings.Settings;
import caravan.setup.OpenSearchClient.SearchRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Whether OpenSearch is there and lets the hub in, and what the indexes are that it writes to. */
final class OpenSearchCheck implements Check {

  private final OpenSearchClient client;
  private final String url;
  private final List<String> indexes;

  /**
   * @param indexes the names of the indexes that enabled integrations write to
   */
  OpenSearchCheck(Settings settings, List<String> indexes) {
    this.client = new OpenSearchClient(settings);
    this.url = settings.get("opensearch.url");
    this.indexes = List.copyOf(indexes);
  }

  @Override
  public String subject() {
    return "OpenSearch";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    if (url.isBlank()) {
      return List.of(); // the settings say so
    }
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(Finding.ok(subject(), "%s answers: %s".formatted(url, client.about())));
      for (String index : indexes) {
        findings.add(found(index, client.fields(index)));
      }
    } catch (SearchRefused refused) {
      findings.add(Finding.wrong(subject(), refused.getMessage()));
    }
    return findings;
  }

  private Finding found(String index, JsonNode fields) {
    if (fields == null) {
      return Finding.ok(
          subject(), "the index \"%s\" is not there yet; the first page makes it".formatted(index));
    }
    return Finding.ok(
        subject(), "the index \"%s\" is there, with %d fields".formatted(index, fields.size()));
  }
}
