package caravan.derive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Derivation} says.
 *
 * @param wanted by page id, the values of the properties that it computes, as in a Record; null
 *     clears a property. A page that is not named is left as it is.
 * @param remarks what people should know, one sentence each, such as a row that lacks a number
 */
public record Derived(Map<String, Map<String, Object>> wanted, List<String> remarks) {

  /** Keeps its own copies. */
  public Derived {
    wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    remarks = List.copyOf(remarks);
  }
}
