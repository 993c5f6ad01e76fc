package caravan.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file whose parts know their lines. */
final class YamlTree {

  /** A file that is no YAML; the fault says where. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;
    private final RouteFault fault;

    Unreadable(RouteFault fault) {
      super(fault.sentence());
      this.fault = fault;
    }

    RouteFault fault() {
      return fault;
    }
  }

  private final Node node;

  private YamlTree(Node node) {
    this.node = node;
  }

  /**
   * Reads a file.
   *
   * @param name the file as people name it
   * @throws Unreadable if it cannot be read, is empty or no YAML
   */
  static YamlTree read(Path file, String name) throws Unreadable {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Optional<Node> node =
          new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
      return new YamlTree(
          node.orElseThrow(() -> new Unreadable(new RouteFault(name, 1, "the file is empty"))));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable(new RouteFault(name, line, "no valid YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new Unreadable(new RouteFault(name, 1, "no valid YAML: " + reason));
    } catch (IOException e) {
      throw new Unreadable(new RouteFault(name, 1, "the file cannot be read: " + e));
    }
  }

  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  /** The text of a scalar; blank for anything else. */
  String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The entries of a map, in order; empty for anything else. */
  Map<String, YamlTree> entries() {
    Map<String, YamlTree> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        entries.put(new YamlTree(tuple.getKeyNode()).text(), new YamlTree(tuple.getValueNode()));
      }
    }
    return entries;
  }

  /** The elements of a list, in order; empty for anything else. */
  List<YamlTree> items() {
    List<YamlTree> items = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> items.add(new YamlTree(item)));
    }
    return items;
  }

  /** An entry of a map. */
  Optional<YamlTree> get(String key) {
    return Optional.ofNullable(entries().get(key));
  }

  /** What is inside it, one level down. */
  List<YamlTree> children() {
    return isMap() ? List.copyOf(entries().values()) : items();
  }
}
