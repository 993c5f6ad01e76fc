package caravan.routes;

import caravan.settings.RouteNeeds;
import caravan.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads route files and the Kamelets that they use for mistakes that Camel would take without a
 * word or only name without a line. It loads nothing, and reads each file once: what is saved later
 * is for another one to read.
 */
public final class RouteLint {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{(\\??)([^{}:]+)(?::([^{}]*))?}}");
  private static final Pattern BEAN = Pattern.compile("\\$\\{bean:([A-Za-z][\\w-]*)");

  private static final Set<String> NAMING_BEANS =
      Set.of("idempotentRepository", "httpClientConfigurer", "aggregationStrategy");

  /** What can only be judged where beans and components are there. */
  public interface Surroundings {

    /** Whether there is a bean of that name. */
    boolean hasBean(String name);

    /** The options that Camel knows of the component http; empty if that cannot be told. */
    Set<String> optionsOfHttp();
  }

  private final Path routes;
  private final Properties settings;
  private final List<String> enabled;
  private final Surroundings surroundings;
  private final Map<Path, YamlTree> trees = new HashMap<>();

  /**
   * @param routes the folder routes/
   * @param surroundings null where there are none: then beans and options are not looked at
   */
  public RouteLint(Path routes, Settings settings, Surroundings surroundings) {
    this.routes = routes;
    this.settings = settings.forCamel();
    this.enabled = settings.enabled();
    this.surroundings = surroundings;
  }

  /** The mistakes of an integration's file, by line; empty if there is none. */
  public List<RouteFault> integration(String integration) {
    Path file = routes.resolve(integration + ".camel.yaml");
    List<RouteFault> faults =
        new ArrayList<>(file(file, "routes/" + file.getFileName(), integration, true));
    Path digest = routes.resolve("system").resolve(integration + RouteNeeds.DIGEST);
    if (Files.exists(digest)) {
      faults.addAll(file(digest, "routes/system/" + digest.getFileName(), "", true));
    }
    return faults.stream().distinct().toList();
  }

  /**
   * The mistakes of all files of the folder system/, but for the template of an integration's
   * digest, which nobody else uses.
   */
  public List<RouteFault> system() {
    List<RouteFault> faults = new ArrayList<>();
    for (Path file : files(routes.resolve("system"))) {
      String name = String.valueOf(file.getFileName());
      boolean digest = name.endsWith(RouteNeeds.DIGEST);
      boolean checkedElsewhere =
          enabled.stream().anyMatch(it -> name.equals(it + RouteNeeds.DIGEST));
      if (!checkedElsewhere) {
        faults.addAll(file(file, "routes/system/" + name, "", !digest));
      }
    }
    return faults;
  }

  private List<RouteFault> file(Path file, String name, String integration, boolean withKamelets) {
    List<RouteFault> faults = new ArrayList<>();
    try {
      YamlTree tree = tree(file, name);
      if (!tree.isList()) {
        return List.of(
            new RouteFault(
                name,
                tree.line(),
                "the file has to be a list whose entries begin with \"- route:\"; as it is, Camel"
                    + " would read no route from it"));
      }
      List<EndpointCall> calls = EndpointCall.of(name, tree);
      if (!integration.isEmpty()) { // the system's templates have parameters of their own
        placeholders(name, tree, integration, faults);
      }
      if (surroundings != null) {
        beans(name, tree, "", faults);
      }
      for (EndpointCall call : calls) {
        endpoint(call, faults);
      }
      addresses(calls, integration, faults);
      Set<String> kamelets = new TreeSet<>();
      calls.forEach(call -> kamelets.add(call.kamelet()));
      kamelets.removeAll(Set.of("", "source", "sink"));
      for (String kamelet : kamelets) {
        if (withKamelets && Files.exists(KameletSpec.file(routes, kamelet))) {
          kamelet(kamelet, faults);
        }
      }
    } catch (YamlTree.Unreadable unreadable) {
      faults.add(unreadable.fault());
    }
    return faults.stream().distinct().toList();
  }

  /** A file is parsed once, however many others are held against it. */
  private YamlTree tree(Path file, String name) throws YamlTree.Unreadable {
    YamlTree known = trees.get(file);
    if (known == null) {
      known = YamlTree.read(file, name);
      trees.put(file, known);
    }
    return known;
  }

  private void kamelet(String name, List<RouteFault> faults) throws YamlTree.Unreadable {
    String file = KameletSpec.named(name);
    YamlTree tree = tree(KameletSpec.file(routes, name), file);
    if (tree.get("spec").flatMap(spec -> spec.get("template")).isEmpty()) {
      faults.add(new RouteFault(file, tree.line(), "the Kamelet has no spec.template"));
      return;
    }
    YamlTree template = tree.get("spec").flatMap(spec -> spec.get("template")).orElseThrow();
    for (EndpointCall call : EndpointCall.of(file, template)) {
      endpoint(call, faults);
    }
    if (surroundings != null && template.get("beans").isEmpty()) {
      beans(file, template, "", faults);
    }
  }

  private Optional<KameletSpec> spec(String name) throws YamlTree.Unreadable {
    Path file = KameletSpec.file(routes, name);
    return Files.exists(file)
        ? Optional.of(KameletSpec.of(name, tree(file, KameletSpec.named(name))))
        : Optional.empty();
  }

  private void placeholders(
      String file, YamlTree tree, String integration, List<RouteFault> faults) {
    Matcher placeholder = PLACEHOLDER.matcher(tree.text());
    while (placeholder.find()) {
      String key = placeholder.group(2).strip();
      boolean needed = placeholder.group(1).isEmpty() && placeholder.group(3) == null;
      boolean own = key.startsWith(integration + ".");
      if (needed && !own && settings.getProperty(key) == null) {
        faults.add(
            new RouteFault(
                file,
                tree.line(),
                "{{%s}} is no setting; correct the name, or begin it with \"%s.\" for a setting of this file"
                    .formatted(key, integration)));
      }
    }
    tree.children().forEach(child -> placeholders(file, child, integration, faults));
  }

  private void beans(String file, YamlTree tree, String key, List<RouteFault> faults) {
    if (key.equals("ref") && !tree.text().isBlank() && !tree.text().contains("{{")) {
      bean(file, tree, tree.text(), faults);
    }
    Matcher named = BEAN.matcher(tree.text());
    while (named.find()) {
      bean(file, tree, named.group(1), faults);
    }
    if (NAMING_BEANS.contains(key) && tree.text().matches("#[A-Za-z][\\w-]*")) {
      bean(file, tree, tree.text().substring(1), faults);
    }
    tree.entries().forEach((name, child) -> beans(file, child, name, faults));
    tree.items().forEach(child -> beans(file, child, "", faults));
  }

  private void bean(String file, YamlTree tree, String name, List<RouteFault> faults) {
    if (!surroundings.hasBean(name)) {
      faults.add(new RouteFault(file, tree.line(), "there is no bean \"%s\"".formatted(name)));
    }
  }

  private void endpoint(EndpointCall call, List<RouteFault> faults) throws YamlTree.Unreadable {
    String kamelet = call.kamelet();
    boolean named = !Set.of("", "source", "sink").contains(kamelet);
    if (named && Files.isDirectory(routes.resolve("kamelets"))) {
      Optional<KameletSpec> spec = spec(kamelet);
      if (spec.isEmpty()) {
        faults.add(
            new RouteFault(
                call.file(),
                call.line(),
                "there is no Kamelet \"%s\"; there are: %s"
                    .formatted(kamelet, String.join(", ", kamelets()))));
      } else {
        faults.addAll(spec.get().faults(call, this::resolved));
      }
    }
    String address = resolved(call.address());
    if (surroundings != null && address.matches("https?:.*")) {
      Set<String> known = surroundings.optionsOfHttp();
      call.options()
          .forEach(
              (option, value) -> {
                if (!known.isEmpty() && !known.contains(option) && !option.contains("{{")) {
                  faults.add(
                      new RouteFault(
                          call.file(),
                          value.line(),
                          ("\"%s\" is no option of http, so the other server would get it with every request;"
                                  + " correct it, or put what the server is meant to get into the header"
                                  + " CamelHttpQuery")
                              .formatted(option)));
                }
              });
    }
  }

  /** A direct: that nobody serves fails with every record; one that two serve cannot start. */
  private void addresses(List<EndpointCall> calls, String integration, List<RouteFault> faults)
      throws YamlTree.Unreadable {
    if (integration.isEmpty()) {
      return;
    }
    Set<String> before = new TreeSet<>();
    for (Path file : files(routes.resolve("system"))) {
      String name = "routes/system/" + file.getFileName();
      served(EndpointCall.of(name, tree(file, name)), before);
    }
    Set<String> served = new TreeSet<>(before);
    for (String other : enabled) {
      Path file = routes.resolve(other + ".camel.yaml");
      if (!other.equals(integration) && Files.exists(file)) {
        try {
          List<EndpointCall> theirs = EndpointCall.of("", tree(file, ""));
          served(theirs, served);
          if (other.compareTo(integration) < 0) {
            served(theirs, before);
          }
        } catch (YamlTree.Unreadable unreadable) {
          continue; // told as that file's own fault
        }
      }
    }
    served(calls, served);
    for (EndpointCall call : calls) {
      String address = call.address();
      boolean fixed =
          address.startsWith("direct:") && !address.contains("{{") && !address.contains("${");
      String reason = "";
      if (fixed && call.consumes() && before.contains(address)) {
        reason = "a route in another file begins at %s already".formatted(address);
      } else if (fixed && !call.consumes() && !served.contains(address)) {
        reason = "no route begins at %s".formatted(address);
      }
      if (!reason.isEmpty()) {
        faults.add(new RouteFault(call.file(), call.line(), reason));
      }
    }
  }

  private void served(List<EndpointCall> calls, Set<String> served) {
    calls.stream().filter(EndpointCall::consumes).forEach(call -> served.add(call.address()));
  }

  private List<String> kamelets() {
    try (Stream<Path> files = Files.list(routes.resolve("kamelets"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(".kamelet.yaml"))
          .map(file -> file.replace(".kamelet.yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder kamelets/ cannot be read", e);
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
  }

  private String resolved(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String value = settings.getProperty(found.group(2).strip());
              String fallback = found.group(3) == null ? found.group() : found.group(3);
              return Matcher.quoteReplacement(value == null ? fallback : value);
            });
  }
}
