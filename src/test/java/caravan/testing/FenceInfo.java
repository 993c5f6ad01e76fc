package caravan.testing;

import java.util.Locale;
import java.util.Map;

/**
 * What stands behind a code fence.
 *
 * @param said as it is written, without the blanks around it
 */
record FenceInfo(String said) {

  /** Other names of languages that Notion knows. */
  private static final Map<String, String> LANGUAGES =
      Map.ofEntries(
          Map.entry("console", "shell"),
          Map.entry("cpp", "c++"),
          Map.entry("cs", "c#"),
          Map.entry("csharp", "c#"),
          Map.entry("dockerfile", "docker"),
          Map.entry("js", "javascript"),
          Map.entry("jsx", "javascript"),
          Map.entry("json5", "json"),
          Map.entry("jsonc", "json"),
          Map.entry("make", "makefile"),
          Map.entry("md", "markdown"),
          Map.entry("plain", ""),
          Map.entry("proto", "protobuf"),
          Map.entry("py", "python"),
          Map.entry("rb", "ruby"),
          Map.entry("rs", "rust"),
          Map.entry("sh", "shell"),
          Map.entry("text", ""),
          Map.entry("ts", "typescript"),
          Map.entry("tsx", "typescript"),
          Map.entry("txt", ""),
          Map.entry("yml", "yaml"),
          Map.entry("zsh", "shell"));

  static FenceInfo of(String info) {
    return new FenceInfo(info == null ? "" : info.strip());
  }

  /** The language alone, which Notion knows if more stands behind it; else empty. */
  String language() {
    return isLanguageOnly() ? "" : name();
  }

  /** The language by Notion's name, and what else is said. */
  String shown() {
    return isLanguageOnly() ? name() : said.replaceAll("\\s+", " ");
  }

  private boolean isLanguageOnly() {
    return !said.matches("(?s).*\\s.*");
  }

  private String name() {
    String first = said.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
    return LANGUAGES.getOrDefault(first, first);
  }
}
