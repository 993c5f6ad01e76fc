package caravan.demo;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the demo prepared for one integration.
 *
 * @param integration its name
 * @param records how many records its first cycle will meet
 * @param variables environment variables that switch it on and let it find its side of the sandbox
 */
record DemoPart(String integration, int records, Map<String, String> variables) {

  /** Keeps its own copy. */
  DemoPart {
    variables = Map.copyOf(variables);
  }

  /** A part that is switched on, with variables in pairs of name and value. */
  static DemoPart of(String integration, int records, String... pairs) {
    Map<String, String> variables = new TreeMap<>();
    variables.put(
        integration.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_ENABLED", "true");
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return new DemoPart(integration, records, variables);
  }
}
