package caravan.settings;

/**
 * A setting that Caravan knows.
 *
 * @param key its name in application.properties
 * @param fallback its default; blank for none
 * @param type what its value may be
 * @param help one line for people
 */
public record Setting(String key, String fallback, SettingType type, String help) {

  /** Whether an enabled integration that uses it can do without a value. */
  public boolean isOptional() {
    return type == SettingType.OPTIONAL_TEXT
        || type == SettingType.OPTIONAL_SECRET
        || type == SettingType.ZONE;
  }

  /** Whether its value must never be shown, and comes from the environment or a file only. */
  public boolean isSecret() {
    return type == SettingType.SECRET || type == SettingType.OPTIONAL_SECRET;
  }

  /** The environment variable that overrides a key: {@code NOTION_URL} for {@code notion.url}. */
  public static String environmentName(String key) {
    return key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
