package caravan.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the settings of a Caravan folder and tells what is wrong with them.
 *
 * <p>The environment wins over application-local.properties, which wins over
 * application.properties. A secret stands in the environment ({@code NOTION_TOKEN}), or in a file
 * that the environment names ({@code NOTION_TOKEN_FILE}); in application.properties it is refused.
 */
public final class SettingsLoader {

  private static final String MAIN = "application.properties";
  private static final String LOCAL = "application-local.properties";
  private static final String ROUTE = ".camel.yaml";

  private final Path home;
  private final Map<String, String> environment;

  /**
   * @param home the folder with application.properties and routes/
   * @param environment the environment variables
   */
  public SettingsLoader(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The settings in force.
   *
   * @throws Problems with one sentence for each wrong value, unknown key or misplaced secret
   */
  public Settings load() {
    List<String> problems = new ArrayList<>();
    List<String> integrations = integrations(problems);
    Map<String, String> values = new TreeMap<>();
    read(MAIN, true, integrations, values, problems);
    read(LOCAL, false, integrations, values, problems);
    fromEnvironment(integrations, values, problems);
    values.forEach((key, value) -> check(key, value, integrations, problems));
    if (!problems.isEmpty()) {
      throw new Problems(problems);
    }
    return new Settings(values, integrations);
  }

  private List<String> integrations(List<String> problems) {
    Path routes = home.resolve("routes");
    if (!Files.isDirectory(routes)) {
      problems.add("There is no folder routes/ in " + home + "; run caravan from its own folder.");
      return List.of();
    }
    try (Stream<Path> files = Files.list(routes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ROUTE))
          .map(name -> name.substring(0, name.length() - ROUTE.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add("The folder routes/ cannot be read: " + e.getMessage() + ".");
      return List.of();
    }
  }

  private void read(
      String name,
      boolean needed,
      List<String> integrations,
      Map<String, String> values,
      List<String> problems) {
    Path file = home.resolve(name);
    if (!Files.exists(file)) {
      if (needed) {
        problems.add(
            "There is no "
                + name
                + " in "
                + home
                + "; restore it, or run caravan from its folder.");
      }
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(name + " cannot be read: " + e.getMessage() + ".");
      return;
    }
    for (String key : properties.stringPropertyNames().stream().sorted().toList()) {
      accept(name, key, properties.getProperty(key).trim(), integrations, values, problems);
    }
  }

  private static void accept(
      String file,
      String key,
      String value,
      List<String> integrations,
      Map<String, String> values,
      List<String> problems) {
    if (key.startsWith("camel.")) {
      values.put(key, value);
      return;
    }
    var setting = SettingsCatalog.find(key, integrations);
    if (setting.isEmpty()) {
      problems.add(
          "%s: \"%s\" is not a setting that Caravan knows; correct or remove it."
              .formatted(file, key));
    } else if (setting.get().isSecret() && !value.isBlank()) {
      problems.add(
          "%s: \"%s\" is a secret and must not stand in a file of the project; set %s or %s_FILE."
              .formatted(file, key, Setting.environmentName(key), Setting.environmentName(key)));
    } else {
      values.put(key, value);
    }
  }

  private void fromEnvironment(
      List<String> integrations, Map<String, String> values, List<String> problems) {
    Set<String> keys = new LinkedHashSet<>(values.keySet());
    SettingsCatalog.all().forEach(it -> keys.add(it.key()));
    RouteNeeds needs = new RouteNeeds(home.resolve("routes"));
    for (String name : integrations) {
      List.of("enabled", "every", "cron", "since", "on-conflict")
          .forEach(own -> keys.add(name + "." + own));
      keys.addAll(needs.own(name));
    }
    for (String key : keys) {
      String name = Setting.environmentName(key);
      String value = environment.get(name);
      String file = environment.get(name + "_FILE");
      boolean secret = SettingsCatalog.find(key, integrations).map(Setting::isSecret).orElse(false);
      if (value != null && !value.isBlank()) {
        values.put(key, value.trim());
      } else if (secret && file != null && !file.isBlank()) {
        fromFile(key, name, home.resolve(file), values, problems);
      }
    }
  }

  private static void fromFile(
      String key, String name, Path file, Map<String, String> values, List<String> problems) {
    try {
      String value = Files.readString(file, StandardCharsets.UTF_8).trim();
      if (value.isEmpty()) {
        problems.add(name + "_FILE: the file " + file + " is empty; write the secret into it.");
      }
      values.put(key, value);
    } catch (IOException e) {
      problems.add(name + "_FILE: the file " + file + " cannot be read; check path and rights.");
    }
  }

  private static void check(
      String key, String value, List<String> integrations, List<String> problems) {
    if (key.startsWith("camel.") || value.isBlank()) {
      return;
    }
    SettingsCatalog.find(key, integrations)
        .flatMap(setting -> setting.type().refuse(value))
        .ifPresent(
            reason ->
                problems.add(
                    "%s (%s) is \"%s\" but %s."
                        .formatted(key, Setting.environmentName(key), value, reason)));
  }
}
