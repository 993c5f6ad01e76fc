package caravan.cli;

import caravan.render.SearchText;
import caravan.search.SearchHits;
import caravan.search.SearchHits.Hit;
import caravan.search.SearchQuestion;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.setup.OpenSearchClient;
import caravan.setup.OpenSearchClient.SearchRefused;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan search}: what the knowledge base says, from the search index. */
@Command(
    name = "search",
    description = {
      "Search the pages that knowledge-base has carried into the search index.",
      "All words have to be in a page; \"a phrase\", -without and begin* are understood.",
      "Exit code 1 if there is no index, or OpenSearch does not answer."
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

  private static final int MOST = 1000;
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final String MARK = "*";

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "<words>", description = "what to search for")
  private List<String> words;

  @Option(names = "--size", defaultValue = "10", description = "at most so many pages (default 10)")
  private int size;

  @Option(names = "--index", description = "another index than knowledge-base.index")
  private String index;

  @Option(names = "--json", description = "Print the hits as a JSON object, with finds in <mark>.")
  private boolean asJson;

  @Override
  public Integer call() throws InterruptedException {
    if (size < 1 || size > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--size must be from 1 to %d, not %d".formatted(MOST, size));
    }
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    if (settings.get("opensearch.url").isBlank()) {
      throw new Problems(
          List.of(
              "There is no opensearch.url; set it in application.properties or as"
                  + " OPENSEARCH_URL."));
    }
    String where = index == null ? settings.get("knowledge-base.index") : index;
    String what = String.join(" ", words);
    SearchHits found;
    try {
      found = new OpenSearchClient(settings).search(where, new SearchQuestion(what, size));
    } catch (SearchRefused refused) {
      spec.commandLine().getErr().println("caravan: " + refused.getMessage());
      spec.commandLine().getErr().flush();
      return Caravan.FAILED;
    }
    if (asJson) {
      out.println(json(where, what, found).toPrettyString());
    } else {
      show(out, where, found);
    }
    out.flush();
    return 0;
  }

  private static void show(PrintWriter out, String where, SearchHits found) {
    boolean terminal = System.console() != null;
    if (found.total() == 0) {
      out.printf("Nothing found in %s.%n", where);
      return;
    }
    out.printf(
        "%d %s in %s%s%n",
        found.total(),
        found.total() == 1 ? "page" : "pages",
        where,
        found.total() > found.hits().size()
            ? "; the best %d (--size)".formatted(found.hits().size())
            : "");
    int number = 0;
    for (Hit hit : found.hits()) {
      out.printf("%n%d. %s%n", ++number, title(hit, terminal));
      out.printf("   %s%n", SearchText.of(hit.url()));
      String about = about(hit);
      if (!about.isEmpty()) {
        out.printf("   %s%n", about);
      }
      hit.snippets().forEach((field, snippets) -> show(out, field, snippets, terminal));
    }
  }

  private static void show(PrintWriter out, String field, List<String> snippets, boolean terminal) {
    if (field.equals("title")) {
      return;
    }
    for (String snippet : snippets) {
      String line = marked(snippet, terminal).replaceAll("\\s+", " ").strip();
      out.printf("   %s%s%n", field.equals("text") ? "" : field + ": ", line);
    }
  }

  private static String title(Hit hit, boolean terminal) {
    List<String> marked = hit.snippets().getOrDefault("title", List.of());
    String title = marked.isEmpty() ? SearchText.of(hit.title()) : marked(marked.get(0), terminal);
    return title.isBlank() ? "(no title)" : title;
  }

  private static String about(Hit hit) {
    List<String> parts = new ArrayList<>();
    if (!hit.tags().isEmpty()) {
      parts.add(String.join(", ", hit.tags()));
    }
    if (!hit.owners().isEmpty()) {
      parts.add(String.join(", ", hit.owners()));
    }
    if (!hit.lastEdited().isEmpty()) {
      parts.add("edited " + hit.lastEdited());
    }
    return SearchText.of(String.join(" | ", parts));
  }

  private static String marked(String snippet, boolean terminal) {
    return terminal
        ? SearchText.marked(snippet, BOLD, PLAIN)
        : SearchText.marked(snippet, MARK, MARK);
  }

  private static ObjectNode json(String where, String what, SearchHits found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("index", where).put("words", what).put("total", found.total());
    ArrayNode hits = json.putArray("hits");
    for (Hit hit : found.hits()) {
      ObjectNode node = hits.addObject();
      node.put("id", hit.id()).put("score", hit.score());
      node.put("title", hit.title()).put("url", hit.url()).put("lastEdited", hit.lastEdited());
      hit.tags().forEach(node.putArray("tags")::add);
      hit.owners().forEach(node.putArray("owners")::add);
      ObjectNode highlights = node.putObject("highlights");
      hit.snippets()
          .forEach(
              (field, snippets) -> {
                ArrayNode list = highlights.putArray(field);
                snippets.forEach(snippet -> list.add(SearchText.highlighted(snippet)));
              });
    }
    return json;
  }
}
