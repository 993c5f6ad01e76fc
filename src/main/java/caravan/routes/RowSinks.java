package caravan.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which Notion sinks of a route file may be fed by rows of its Notion source. A Record is made of a
 * row only by a mapping that reads something that a row has.
 */
public final class RowSinks {

  private static final String SINK = "kamelet:notion-upsert-sink";

  /** The fields of the items that notion-changes-source gives. */
  private static final Set<String> FIELDS_OF_A_ROW =
      Set.of(
          "id",
          "url",
          "createdTime",
          "lastEdited",
          "inTrash",
          "cover",
          "properties",
          "derived",
          "dataSource",
          "listedIn",
          "title",
          "gone",
          "deleted",
          "body",
          "bodyHtml",
          "bodyText",
          "bodyHeadings",
          "bodyCode");

  private RowSinks() {}

  /**
   * The data sources of these sinks as the file names them.
   *
   * @param file the file as a tree: a list of routes
   */
  public static Set<String> of(JsonNode file) {
    Set<String> dataSources = new TreeSet<>();
    for (RouteFile.Arrival arrival : new RouteFile(file).arrivals()) {
      boolean mapped = !arrival.mappings().isEmpty();
      boolean elsewhere =
          mapped && arrival.mappings().stream().noneMatch(it -> it.names(FIELDS_OF_A_ROW));
      if (arrival.call().address().equals(SINK) && !elsewhere) {
        dataSources.add(arrival.call().parameters().getOrDefault("dataSource", ""));
      }
    }
    return dataSources;
  }
}
