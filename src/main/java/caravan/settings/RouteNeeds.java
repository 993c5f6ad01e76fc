package caravan.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which settings an integration cannot do without: the placeholders in its route file, in the
 * Kamelets that it uses, and in the gateways that those call. So a new route file needs no list of
 * its settings anywhere else.
 */
public final class RouteNeeds {

  /** How the name of a file in system/ goes on that posts the digest of an integration. */
  public static final String DIGEST = "-digest.camel.yaml";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z][a-z0-9.-]*)}}");
  private static final Pattern SECRET =
      Pattern.compile("secrets\\?method=get\\('([a-z][a-z0-9.-]*)'\\)");
  private static final Pattern BASIC =
      Pattern.compile("secrets\\?method=basic\\('([a-z][a-z0-9.-]*)'\\)");
  private static final Pattern KAMELET = Pattern.compile("kamelet:([a-z][a-z0-9-]*)");
  private static final Pattern GATEWAY =
      Pattern.compile("direct:(notion|linear|slack|opensearch|wordpress)\\b");

  private final Path routes;

  /**
   * @param routes the folder routes/
   */
  public RouteNeeds(Path routes) {
    this.routes = routes;
  }

  /** One sentence for each setting that an enabled integration needs and nobody set. */
  public List<String> missing(Settings settings) {
    List<String> problems = new ArrayList<>();
    for (String name : settings.enabled()) {
      for (String key : of(name, settings)) {
        boolean blank = settings.get(key).isBlank();
        var setting = settings.find(key);
        boolean derived = key.endsWith(".trigger");
        if (blank && !derived && setting.isPresent() && !setting.get().isOptional()) {
          problems.add(sentence(name, setting.get()));
        }
      }
    }
    return problems;
  }

  /** The integration's own settings that its route file names, such as {@code crm.inbox}. */
  List<String> own(String integration) {
    Matcher placeholder = PLACEHOLDER.matcher(read(routes.resolve(integration + ".camel.yaml")));
    return placeholder
        .results()
        .map(found -> found.group(1))
        .filter(key -> key.startsWith(integration + ".") && !key.endsWith(".trigger"))
        .distinct()
        .toList();
  }

  private static String sentence(String integration, Setting setting) {
    String variable = Setting.environmentName(setting.key());
    return setting.isSecret()
        ? "%s is enabled but has no %s; set %s, or %s_FILE to a file that holds it."
            .formatted(integration, setting.key(), variable, variable)
        : "%s is enabled but has no %s; set it in application.properties or as %s%s."
            .formatted(integration, setting.key(), variable, howMade(setting));
  }

  private static String howMade(Setting setting) {
    return setting.key().endsWith(".data-source")
        ? ", or have the database made: ./caravan init --parent PAGE"
        : "";
  }

  /** The settings that an integration's route file, its Kamelets and their gateways name. */
  public Set<String> of(String integration, Settings settings) {
    Set<String> texts = new TreeSet<>();
    String route = read(routes.resolve(integration + ".camel.yaml"));
    texts.add(route);
    if (!settings.get(integration + ".digest.channel").isBlank()) {
      String digest = digest(integration);
      texts.add(digest);
      route += digest;
    }
    Matcher kamelet = KAMELET.matcher(route);
    while (kamelet.find()) {
      Path file = routes.resolve("kamelets").resolve(kamelet.group(1) + ".kamelet.yaml");
      if (Files.exists(file)) {
        texts.add(read(file));
      }
    }
    Set<String> gateways = new TreeSet<>();
    for (String text : texts) {
      Matcher gateway = GATEWAY.matcher(text);
      while (gateway.find()) {
        gateways.add(gateway.group(1));
      }
    }
    gateways.forEach(name -> texts.addAll(systemFiles(name)));
    Set<String> keys = new TreeSet<>();
    // What a shipped integration needs beyond its route file, such as a database.
    SettingsCatalog.all().stream()
        .filter(it -> it.type() == SettingType.POSTGRES_URL)
        .map(Setting::key)
        .filter(key -> key.startsWith(integration + "."))
        .forEach(keys::add);
    if (gateways.contains("notion") || !settings.get(integration + ".data-source").isBlank()) {
      keys.add(NotionConnection.tokenKey(settings.connectionOf(integration)));
    }
    for (String text : texts) {
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        keys.add(placeholder.group(1));
      }
      Matcher secret = SECRET.matcher(text);
      while (secret.find()) {
        keys.add(secret.group(1));
      }
      Matcher basic = BASIC.matcher(text);
      while (basic.find()) {
        keys.add(basic.group(1) + ".user");
        keys.add(basic.group(1) + ".password");
      }
    }
    return keys;
  }

  /** The route that posts an integration's digest; blank if it has none. */
  private String digest(String integration) {
    Path file = routes.resolve("system").resolve(integration + DIGEST);
    return Files.exists(file) ? read(file) : "";
  }

  private List<String> systemFiles(String gateway) {
    Path file = routes.resolve("system").resolve(gateway + "-gateway.camel.yaml");
    return Stream.of(file).filter(Files::exists).map(RouteNeeds::read).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the route file " + file + " cannot be read", e);
    }
  }
}
