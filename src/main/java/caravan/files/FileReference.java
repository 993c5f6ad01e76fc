package caravan.files;

import caravan.notion.HostedFile;
import caravan.notion.NotionId;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A file of a page, as an item names it.
 *
 * @param pageId the page that shows the file
 * @param url the file's lasting address, as it stands in the item
 * @param property the {@code files} property that holds it; null if it stands in the body, or if
 *     that is not known
 */
public record FileReference(String pageId, String url, String property) {

  /**
   * @throws IllegalArgumentException if it is no file that Notion hosts
   */
  public FileReference {
    if (!HostedFile.isLasting(url)) {
      throw new IllegalArgumentException(
          "direct:notion-file gives files that Notion hosts: their addresses end in "
              + HostedFile.MARK
              + ". Leave links to other places as they are.");
    }
    pageId = NotionId.canonical(pageId);
  }

  /**
   * Reads {@code {pageId, url, property?}}.
   *
   * @throws IllegalArgumentException if a field is missing or wrong
   */
  public static FileReference read(JsonNode json) {
    if (!json.path("pageId").isTextual() || !json.path("url").isTextual()) {
      throw new IllegalArgumentException(
          "direct:notion-file takes {pageId, url, property?} as its body, for example: {pageId: .id, url: $url}");
    }
    return new FileReference(
        json.path("pageId").asText(),
        json.path("url").asText(),
        json.path("property").isTextual() ? json.path("property").asText() : null);
  }

  /** What people call the file. */
  public String name() {
    return HostedFile.name(url);
  }
}
