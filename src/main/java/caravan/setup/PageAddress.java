package caravan.setup;

import caravan.notion.NotionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a page as people give it: the id itself, or the page's address in a browser. */
final class PageAddress {

  private static final Pattern ID =
      Pattern.compile(
          "([0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?=$|[?#/])");

  private PageAddress() {}

  /**
   * The page's id with dashes. In an address the path counts, not what follows a question mark: a
   * page that is open over a view has its own id there.
   */
  static Optional<String> id(String given) {
    String path = given.strip().replaceFirst("[?#].*$", "");
    Matcher matcher = ID.matcher(path);
    String last = null;
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return Optional.ofNullable(last).map(NotionId::canonical);
  }
}
