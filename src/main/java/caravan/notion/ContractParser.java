package caravan.notion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Parses one contract file and collects its mistakes with their lines. */
final class ContractParser {
  static final List<String> KEYS = List.of("name", "data-source-setting", "owner", "properties");
  static final List<String> PROPERTY_KEYS =
      List.of(
          "type",
          "required",
          "key",
          "owner",
          "options",
          "create-options",
          "relation-to",
          "derived",
          "wiki");

  private final String file;
  private final List<String> problems = new ArrayList<>();

  ContractParser(String file) {
    this.file = file;
  }

  Contract parse(String yaml) {
    Optional<Contract> contract = compose(yaml).map(this::contract);
    if (!problems.isEmpty()) {
      throw new ContractInvalid(problems);
    }
    return contract.orElseThrow(() -> new ContractInvalid(List.of(file + ":1: the file is empty")));
  }

  private Optional<Node> compose(String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    try {
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add("%s:%d: no valid YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add("%s:1: no valid YAML: %s".formatted(file, e.getMessage()));
    }
    return Optional.empty();
  }

  private Contract contract(Node root) {
    Map<String, Node> fields = fields(root, KEYS, "a contract");
    String fileName = String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.yaml$", "");
    String name = text(root, fields, "name").orElse(fileName);
    if (!name.equals(fileName)) {
      problem(fields.get("name"), "the name is \"%s\", but the file's is \"%s\"", name, fileName);
    }
    String setting = text(root, fields, "data-source-setting").orElse("");
    boolean hub = hubOwns(fields.get("owner"), false);
    Map<String, ContractProperty> properties = new LinkedHashMap<>();
    Node list = fields.get("properties");
    if (list == null) {
      problem(root, "\"properties\" is missing");
    } else {
      fields(list, null, "properties")
          .forEach((property, node) -> properties.put(property, property(property, node, hub)));
      checkTitleAndKey(list, properties);
    }
    return new Contract(name, setting, properties);
  }

  private void checkTitleAndKey(Node list, Map<String, ContractProperty> properties) {
    long titles =
        properties.values().stream().filter(p -> p.types().contains(PropertyType.TITLE)).count();
    if (titles != 1) {
      problem(list, "%d properties of type title; every data source has exactly one", titles);
    }
    long keys = properties.values().stream().filter(ContractProperty::key).count();
    if (keys > 1) {
      problem(list, "%d properties have \"key: true\"; only one can hold the External ID", keys);
    }
  }

  private ContractProperty property(String name, Node node, boolean ownerIsHub) {
    Map<String, Node> fields = fields(node, PROPERTY_KEYS, "property \"" + name + "\"");
    ContractProperty property =
        new ContractProperty(
            name,
            types(node, name, fields.get("type")),
            flag(fields.get("required"), true),
            flag(fields.get("key"), false),
            hubOwns(fields.get("owner"), ownerIsHub),
            list(fields.get("options")),
            flag(fields.get("create-options"), false),
            fields.containsKey("relation-to") ? scalar(fields.get("relation-to")) : null,
            derivedAllowed(fields.get("derived")),
            flag(fields.get("wiki"), false));
    ContractSense.problems(property)
        .forEach(problem -> problem(node, "property \"%s\": %s", name, problem));
    return property;
  }

  private List<PropertyType> types(Node property, String name, Node node) {
    if (node == null) {
      problem(property, "property \"%s\" has no type", name);
      return List.of();
    }
    List<PropertyType> types = new ArrayList<>();
    List<String> named = list(node);
    if (named.isEmpty()) {
      problem(node, "property \"%s\" has no type", name);
    }
    for (String json : named) {
      PropertyType.of(json)
          .ifPresentOrElse(
              types::add,
              () ->
                  problem(
                      node,
                      "property \"%s\": unknown type \"%s\"; the types are %s",
                      name,
                      json,
                      String.join(
                          ", ",
                          Stream.of(PropertyType.values()).map(PropertyType::json).toList())));
    }
    return types;
  }

  /** The fields of a map; known is null where any name is allowed. */
  private Map<String, Node> fields(Node node, List<String> known, String what) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode map)) {
      problem(node, "%s must be a map of \"key: value\" lines", what);
      return fields;
    }
    for (NodeTuple tuple : map.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (known != null && !known.contains(key)) {
        problem(
            tuple.getKeyNode(),
            "unknown key \"%s\" in %s; the keys are %s",
            key,
            what,
            String.join(", ", known));
      } else if (fields.put(key, tuple.getValueNode()) != null) {
        problem(tuple.getKeyNode(), "\"%s\" stands twice in %s", key, what);
      }
    }
    return fields;
  }

  private Optional<String> text(Node parent, Map<String, Node> fields, String key) {
    Node node = fields.get(key);
    if (node == null) {
      problem(parent, "\"%s\" is missing", key);
      return Optional.empty();
    }
    return Optional.of(scalar(node));
  }

  private boolean hubOwns(Node node, boolean preset) {
    if (node == null) {
      return preset;
    }
    String owner = scalar(node);
    if (!owner.equals("hub") && !owner.equals("people")) {
      problem(node, "owner is \"%s\"; it can be hub or people", owner);
    }
    return owner.equals("hub");
  }

  private boolean derivedAllowed(Node node) {
    if (node != null && !scalar(node).equals("allowed")) {
      problem(node, "derived is \"%s\"; it can only be allowed", scalar(node));
    }
    return node != null;
  }

  private boolean flag(Node node, boolean preset) {
    if (node == null) {
      return preset;
    }
    String value = scalar(node);
    if (!value.equals("true") && !value.equals("false")) {
      problem(node, "expected true or false, got \"%s\"", value);
    }
    return value.equals("true");
  }

  private List<String> list(Node node) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(this::scalar).toList();
    }
    return List.of(scalar(node));
  }

  private String scalar(Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    problem(node, "expected a plain value");
    return "";
  }

  private void problem(Node node, String message, Object... arguments) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    problems.add("%s:%d: %s".formatted(file, line, message.formatted(arguments)));
  }
}
