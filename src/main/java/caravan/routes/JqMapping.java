package caravan.routes;

import caravan.routes.JqNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a jq expression makes of an item: the Records that it builds, and the properties of the item
 * that it reads by name. Only what stands there literally is seen; what is computed is checked with
 * each record.
 */
final class JqMapping {

  private static final Set<String> JOINING = Set.of("+", "*", "//", ",");

  private final Set<String> written = new TreeSet<>();
  private final Set<String> read = new TreeSet<>();
  private final Set<String> named = new TreeSet<>();
  private boolean record;

  JqMapping(String expression) {
    look(JqReader.read(expression));
  }

  /** Whether it builds a Record: an object with an externalId and properties. */
  boolean buildsRecord() {
    return record;
  }

  /** The names of the properties that its Records carry. */
  Set<String> written() {
    return written;
  }

  /** The names that it reads as {@code .properties.Name} or {@code .properties["Name"]}. */
  Set<String> read() {
    return read;
  }

  /** Whether it reads a field of one of these names, or may: {@code .name}, {@code ["name"]}. */
  boolean names(Set<String> fields) {
    return fields.stream().anyMatch(named::contains);
  }

  private void look(List<JqNode> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      JqNode node = nodes.get(i);
      if (node.kind() == Kind.FIELD || node.kind() == Kind.STRING) {
        named.add(node.text());
      }
      if (node.kind() == Kind.FIELD && node.text().equals("properties")) {
        readBehind(nodes.subList(i + 1, nodes.size()));
      }
      if (node.kind() == Kind.OBJECT) {
        object(node.parts());
      }
      look(node.parts());
    }
  }

  private void readBehind(List<JqNode> rest) {
    if (rest.isEmpty()) {
      return;
    }
    JqNode next = rest.get(0);
    if (next.kind() == Kind.FIELD) {
      read.add(next.text());
    } else if (next.kind() == Kind.BRACKETS
        && next.parts().size() == 1
        && next.parts().get(0).kind() == Kind.STRING) {
      read.add(next.parts().get(0).text());
    } else if (next.isSign(".") && rest.size() > 1) {
      JqNode name = rest.get(1);
      if (name.kind() == Kind.STRING) {
        read.add(name.text());
      } else {
        readBehind(rest.subList(1, rest.size()));
      }
    } else if (next.isSign("?")) {
      readBehind(rest.subList(1, rest.size()));
    }
  }

  private void object(List<JqNode> parts) {
    List<List<JqNode>> entries = split(parts, Set.of(","));
    boolean identified = entries.stream().anyMatch(entry -> "externalId".equals(key(entry)));
    for (List<JqNode> entry : entries) {
      if (identified && "properties".equals(key(entry)) && entry.size() > 2) {
        record = true;
        collect(entry.subList(2, entry.size()));
      }
    }
  }

  /** The literal keys of the objects that an expression may give. */
  private void collect(List<JqNode> expression) {
    List<JqNode> last = lastOf(expression, ";");
    for (List<JqNode> operand : split(lastOf(last, "|"), JOINING)) {
      if (operand.size() != 1) {
        continue;
      }
      JqNode value = operand.get(0);
      if (value.kind() == Kind.OBJECT) {
        keys(value.parts());
      } else if (value.kind() == Kind.PARENTHESES) {
        collect(value.parts());
      } else if (value.kind() == Kind.CONDITION) {
        branches(value.parts());
      }
    }
  }

  private void branches(List<JqNode> condition) {
    List<JqNode> branch = null;
    for (JqNode node : condition) {
      boolean starts = node.isWord("then") || node.isWord("else");
      if (starts || node.isWord("elif")) {
        collectIfGiven(branch);
        branch = starts ? new ArrayList<>() : null;
      } else if (branch != null) {
        branch.add(node);
      }
    }
    collectIfGiven(branch);
  }

  private void collectIfGiven(List<JqNode> branch) {
    if (branch != null) {
      collect(branch);
    }
  }

  private void keys(List<JqNode> object) {
    for (List<JqNode> entry : split(object, Set.of(","))) {
      String key = key(entry);
      if (key != null) {
        written.add(key);
      }
    }
  }

  /** The key of an entry such as {@code a: 1}, {@code "a": 1}, {@code a} or {@code $a}. */
  private static String key(List<JqNode> entry) {
    boolean alone = entry.size() == 1 || (entry.size() > 1 && entry.get(1).isSign(":"));
    if (!alone) {
      return null;
    }
    JqNode first = entry.get(0);
    if (first.kind() == Kind.STRING) {
      return first.text();
    }
    boolean name = first.kind() == Kind.WORD && !first.text().startsWith("@");
    return name ? first.text().replaceFirst("^\\$", "") : null;
  }

  private static List<JqNode> lastOf(List<JqNode> nodes, String separator) {
    List<List<JqNode>> parts = split(nodes, Set.of(separator));
    return parts.get(parts.size() - 1);
  }

  private static List<List<JqNode>> split(List<JqNode> nodes, Set<String> separators) {
    List<List<JqNode>> parts = new ArrayList<>();
    List<JqNode> part = new ArrayList<>();
    for (JqNode node : nodes) {
      if (node.kind() == Kind.SIGN && separators.contains(node.text())) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        part.add(node);
      }
    }
    parts.add(part);
    return parts;
  }
}
