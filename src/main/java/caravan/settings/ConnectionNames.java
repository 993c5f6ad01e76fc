package caravan.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names in {@code notion.connections}, and what a name must not be. */
final class ConnectionNames {

  static final String KEY = "notion.connections";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  /** What {@code notion.} goes on with, now or where a service's own name would be misread. */
  private static final Set<String> TAKEN =
      Stream.concat(
              SettingsCatalog.all().stream()
                  .map(Setting::key)
                  .filter(key -> key.startsWith("notion."))
                  .map(key -> key.split("\\.")[1]),
              Stream.of("notion", "webhook", "file"))
          .collect(Collectors.toUnmodifiableSet());

  private ConnectionNames() {}

  /** The names in a value such as {@code sales,docs}. */
  static List<String> of(String value) {
    return Stream.of(value.split(",")).map(String::trim).filter(it -> !it.isEmpty()).toList();
  }

  /** One sentence for each name that cannot be one. */
  static List<String> problems(List<String> names) {
    List<String> problems = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        problems.add(
            sentence(name, "a name is small letters, digits and dashes, and begins with a letter"));
      } else if (TAKEN.contains(name) || hasVariableOfAnother(name)) {
        problems.add(sentence(name, "other settings have that name; choose another one"));
      } else if (!met.add(name)) {
        problems.add(sentence(name, "it names it twice; remove one"));
      }
    }
    return problems;
  }

  private static boolean hasVariableOfAnother(String name) {
    Set<String> own =
        SettingsCatalog.ofConnection(name).stream()
            .map(Setting::environmentName)
            .collect(Collectors.toSet());
    return SettingsCatalog.all().stream()
        .map(it -> Setting.environmentName(it.key()))
        .anyMatch(it -> own.contains(it) || own.contains(it + "_FILE"));
  }

  private static String sentence(String name, String reason) {
    return "%s (%s) names a connection \"%s\", but %s."
        .formatted(KEY, Setting.environmentName(KEY), name, reason);
  }
}
