package caravan.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A place of a route file that names an endpoint.
 *
 * @param consumes whether a route begins there
 * @param address the address without its options
 * @param options the options, in the address or below it, with their lines
 */
record EndpointCall(
    String file, int line, boolean consumes, String address, Map<String, Option> options) {

  /** One option. */
  record Option(String value, int line) {}

  private static final Set<String> SHORT = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich");

  /** All of a file, in order. */
  static List<EndpointCall> of(String file, YamlTree tree) {
    List<EndpointCall> calls = new ArrayList<>();
    collect(file, "", tree, calls);
    return calls;
  }

  private static void collect(String file, String key, YamlTree tree, List<EndpointCall> calls) {
    boolean consumes = key.equals("from");
    if (tree.isMap() && tree.get("uri").isPresent()) {
      YamlTree uri = tree.get("uri").orElseThrow();
      calls.add(call(file, consumes, uri, tree));
    } else if ((consumes || SHORT.contains(key)) && !tree.text().isBlank()) {
      calls.add(call(file, consumes, tree, tree));
    }
    tree.entries().forEach((name, child) -> collect(file, name, child, calls));
    tree.items().forEach(child -> collect(file, "", child, calls));
  }

  private static EndpointCall call(String file, boolean consumes, YamlTree uri, YamlTree step) {
    String text = uri.text();
    Map<String, Option> options = new LinkedHashMap<>();
    int query = text.indexOf('?');
    if (query >= 0) {
      for (String pair : text.substring(query + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        String value = parts.length < 2 ? "" : parts[1];
        options.put(
            parts[0], new Option(URLDecoder.decode(value, StandardCharsets.UTF_8), uri.line()));
      }
    }
    step.get("parameters")
        .ifPresent(
            parameters ->
                parameters
                    .entries()
                    .forEach(
                        (name, value) ->
                            options.put(name, new Option(value.text(), value.line()))));
    String address = query < 0 ? text : text.substring(0, query);
    return new EndpointCall(file, uri.line(), consumes, address, options);
  }

  /** The name of the Kamelet that it calls; blank if it calls none. */
  String kamelet() {
    return address.startsWith("kamelet:") ? address.substring(8).split("/", 2)[0] : "";
  }
}
