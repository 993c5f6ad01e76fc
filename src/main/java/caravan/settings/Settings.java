package caravan.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * The settings in force: environment over application-local.properties over application.properties.
 */
public final class Settings {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:]+)(?::([^}]*))?}}");

  private final Map<String, String> values;
  private final List<String> integrations;
  private final List<String> furtherConnections;

  Settings(Map<String, String> values, List<String> integrations) {
    this.values = new TreeMap<>(values);
    this.integrations = List.copyOf(integrations);
    this.furtherConnections = ConnectionNames.of(this.values.getOrDefault(ConnectionNames.KEY, ""));
  }

  /** A value; its default, or blank, where nobody set it. */
  public String get(String key) {
    String value = values.get(key);
    if (value != null && !value.isBlank()) {
      return value;
    }
    return find(key).map(Setting::fallback).orElse("");
  }

  /** What is known of a key; empty for one that is no setting of Caravan. */
  Optional<Setting> find(String key) {
    return SettingsCatalog.find(key, integrations, furtherConnections);
  }

  /**
   * A text of a route file with the values of settings in the place of their names: {@code
   * {{name}}}, {@code {{?name}}} or {@code {{name:what stands there if it is blank}}}.
   */
  public String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String value = get(found.group(1).strip());
              String fallback = found.group(2) == null ? "" : found.group(2);
              return Matcher.quoteReplacement(value.isBlank() ? fallback : value);
            });
  }

  /** A cron expression; blank if it is switched off, by {@code off} or by leaving it blank. */
  public String cron(String key) {
    String value = values.get(key);
    String cron = value != null && value.isBlank() ? "" : get(key);
    return cron.equals(SettingType.OFF) ? "" : cron;
  }

  /** A duration, such as {@code 60s}. */
  public Duration duration(String key) {
    return Duration.ofMillis(TimeUtils.toMilliSeconds(get(key)));
  }

  /** A whole number. */
  public int count(String key) {
    return Integer.parseInt(get(key));
  }

  /** A size in bytes, such as {@code 20MB}. */
  public long bytes(String key) {
    return ByteSize.parse(get(key)).orElseThrow();
  }

  /** A share from 0 to 1. */
  public double share(String key) {
    return Double.parseDouble(get(key));
  }

  /** The integrations that have a route file, in alphabetical order. */
  public List<String> integrations() {
    return integrations;
  }

  /** Those of them that are switched on. */
  public List<String> enabled() {
    return integrations.stream().filter(name -> get(name + ".enabled").equals("true")).toList();
  }

  /** These settings with some of them replaced. */
  public Settings with(Map<String, String> changes) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.putAll(changes);
    return new Settings(changed, integrations);
  }

  /** The names of the connections to Notion, the one of the {@code notion.} settings first. */
  public List<String> connections() {
    List<String> names = new ArrayList<>(List.of(NotionConnection.DEFAULT));
    names.addAll(furtherConnections);
    return names;
  }

  /** The name of the connection to Notion that an integration uses. */
  public String connectionOf(String integration) {
    String name = get(integration + ".connection");
    return name.isBlank() ? NotionConnection.DEFAULT : name;
  }

  /**
   * A connection to Notion; what is not set for it is as the {@code notion.} settings say.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public NotionConnection connection(String name) {
    if (!connections().contains(name)) {
      throw new IllegalArgumentException(
          "There is no connection \"%s\"; %s names %s."
              .formatted(name, ConnectionNames.KEY, furtherConnections));
    }
    int requests = Integer.parseInt(ofConnection(name, "budget.requests"));
    double reserve = Double.parseDouble(ofConnection(name, "budget.reserve"));
    return new NotionConnection(
        name,
        ofConnection(name, "url"),
        ofConnection(name, "version"),
        requests,
        Math.max(1, (int) Math.floor(requests * (1 - reserve) + 1e-9)),
        get(
            name.equals(NotionConnection.DEFAULT)
                ? "notion.workspace"
                : "notion." + name + ".workspace"));
  }

  private String ofConnection(String name, String setting) {
    String own = name.equals(NotionConnection.DEFAULT) ? "" : get("notion." + name + "." + setting);
    return own.isBlank() ? get("notion." + setting) : own;
  }

  /**
   * Everything but the secrets as properties for Camel's placeholders, with what is derived from
   * it: {@code notion.budget.period} (ms: window and pad), {@code alerts.watch.period} (ms: how
   * often is looked for what no run says), and {@code <integration>.trigger} (the options of its
   * quartz endpoint).
   */
  public Properties forCamel() {
    Properties properties = new Properties();
    SettingsCatalog.all().forEach(it -> properties.setProperty(it.key(), get(it.key())));
    values.keySet().forEach(key -> properties.setProperty(key, get(key)));
    properties.keySet().removeIf(key -> find(key.toString()).map(Setting::isSecret).orElse(false));
    Duration period = duration("notion.budget.window").plus(duration("notion.budget.pad"));
    properties.setProperty("notion.budget.period", Long.toString(period.toMillis()));
    properties.setProperty(
        "sync.retry.period", Long.toString(duration("sync.retry.every").toMillis()));
    properties.setProperty("alerts.watch.period", Long.toString(watchPeriod().toMillis()));
    properties.setProperty(
        "contract.check.period", Long.toString(duration("contract.check.interval").toMillis()));
    for (String name : integrations) {
      properties.setProperty(name + ".trigger", Trigger.of(pollCron(name), every(name)));
      properties.setProperty(name + ".on-conflict", get(name + ".on-conflict"));
    }
    return properties;
  }

  /**
   * Twenty looks in the time that work may stand still, but no more than one a tenth of a second.
   */
  private Duration watchPeriod() {
    long millis = duration("alerts.starved").toMillis() / 20;
    return Duration.ofMillis(Math.max(100, Math.min(10_000, millis)));
  }

  /** The longest time between two polls of an integration, as its schedule says from now on. */
  public Duration longestPause(String integration, Instant now) {
    return Trigger.longestPause(pollCron(integration), every(integration), now);
  }

  /** When an integration polls, if a cron expression says so; blank if its interval does. */
  private String pollCron(String integration) {
    String key = integration + ".cron";
    boolean schedule = find(key).filter(it -> it.type() == SettingType.SCHEDULE).isPresent();
    return schedule ? "" : get(key);
  }

  /** A time zone; the machine's if none is set. */
  public ZoneId zone(String key) {
    String zone = get(key).trim();
    return zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone);
  }

  private Duration every(String integration) {
    return duration(integration + ".every");
  }
}
