package caravan.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Kamelet's file says about its parameters; Camel itself neither refuses unknown ones nor
 * looks at their values.
 */
record KameletSpec(String name, Map<String, Parameter> parameters, List<String> required) {

  private record Parameter(String type, List<String> choices, boolean hasDefault) {}

  static Path file(Path routes, String name) {
    return routes.resolve("kamelets").resolve(name + ".kamelet.yaml");
  }

  /** Its file, as people name it. */
  static String named(String name) {
    return "routes/kamelets/" + name + ".kamelet.yaml";
  }

  /** What its file says. */
  static KameletSpec of(String name, YamlTree tree) {
    Optional<YamlTree> definition = tree.get("spec").flatMap(spec -> spec.get("definition"));
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    definition
        .flatMap(it -> it.get("properties"))
        .ifPresent(
            all -> all.entries().forEach((key, value) -> parameters.put(key, parameter(value))));
    List<String> required =
        definition.flatMap(it -> it.get("required")).map(YamlTree::items).orElse(List.of()).stream()
            .map(YamlTree::text)
            .toList();
    return new KameletSpec(name, parameters, required);
  }

  private static Parameter parameter(YamlTree tree) {
    List<String> choices =
        tree.get("enum").map(YamlTree::items).orElse(List.of()).stream()
            .map(YamlTree::text)
            .toList();
    String type = tree.get("type").map(YamlTree::text).orElse("string");
    return new Parameter(type, choices, tree.get("default").isPresent());
  }

  /**
   * What is wrong with a call of it.
   *
   * @param values resolves the settings in a text
   */
  List<RouteFault> faults(EndpointCall call, java.util.function.UnaryOperator<String> values) {
    List<RouteFault> faults = new ArrayList<>();
    call.options()
        .forEach(
            (key, option) -> {
              Parameter parameter = parameters.get(key);
              String value = values.apply(option.value());
              String reason = "";
              if (parameter == null && !key.equals("noErrorHandler")) {
                reason =
                    "the Kamelet %s has no parameter \"%s\"; it has: %s"
                        .formatted(name, key, String.join(", ", parameters.keySet()));
              } else if (parameter != null && !value.contains("{{")) {
                reason = refusal(key, parameter, value);
              }
              if (!reason.isEmpty()) {
                faults.add(new RouteFault(call.file(), option.line(), reason));
              }
            });
    for (String key : required) {
      if (!call.options().containsKey(key)
          && Optional.ofNullable(parameters.get(key)).filter(Parameter::hasDefault).isEmpty()) {
        faults.add(
            new RouteFault(
                call.file(), call.line(), "the Kamelet %s needs \"%s\"".formatted(name, key)));
      }
    }
    return faults;
  }

  private String refusal(String key, Parameter parameter, String value) {
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
      return "%s of the Kamelet %s is \"%s\", but can only be one of: %s"
          .formatted(key, name, value, String.join(", ", parameter.choices()));
    }
    boolean fits =
        switch (parameter.type()) {
          case "integer" -> value.matches("[+-]?\\d+");
          case "number" -> value.matches("[+-]?\\d+(\\.\\d+)?");
          case "boolean" -> value.equals("true") || value.equals("false");
          default -> true;
        };
    return fits
        ? ""
        : "%s of the Kamelet %s is \"%s\", which is no %s"
            .formatted(key, name, value, parameter.type());
  }
}
