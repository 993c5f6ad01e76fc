package caravan.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.util.TimeUtils;

/**
 * The settings in force: environment over application-local.properties over application.properties.
 */
public final class Settings {

  private final Map<String, String> values;
  private final List<String> integrations;

  Settings(Map<String, String> values, List<String> integrations) {
    this.values = new TreeMap<>(values);
    this.integrations = List.copyOf(integrations);
  }

  /** A value; its default, or blank, where nobody set it. */
  public String get(String key) {
    String value = values.get(key);
    if (value != null && !value.isBlank()) {
      return value;
    }
    return SettingsCatalog.find(key, integrations).map(Setting::fallback).orElse("");
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

  /** Requests per window that background work may spend; never below 1. */
  public int backgroundRequests() {
    double share = 1 - share("notion.budget.reserve");
    return Math.max(1, (int) Math.floor(count("notion.budget.requests") * share + 1e-9));
  }

  /**
   * Everything but the secrets as properties for Camel's placeholders, with what is derived from
   * it: {@code notion.budget.background} (requests), {@code notion.budget.period} (ms: window and
   * pad), and {@code <integration>.trigger} (the options of its quartz endpoint).
   */
  public Properties forCamel() {
    Properties properties = new Properties();
    SettingsCatalog.all().forEach(it -> properties.setProperty(it.key(), get(it.key())));
    values.keySet().forEach(key -> properties.setProperty(key, get(key)));
    SettingsCatalog.all().stream()
        .filter(Setting::isSecret)
        .forEach(it -> properties.remove(it.key()));
    properties.setProperty("notion.budget.background", Integer.toString(backgroundRequests()));
    Duration period = duration("notion.budget.window").plus(duration("notion.budget.pad"));
    properties.setProperty("notion.budget.period", Long.toString(period.toMillis()));
    properties.setProperty(
        "sync.retry.period", Long.toString(duration("sync.retry.every").toMillis()));
    properties.setProperty("slack.server", get("slack.url").replaceFirst("/api/?$", ""));
    for (String name : integrations) {
      properties.setProperty(name + ".trigger", Trigger.of(get(name + ".cron"), every(name)));
    }
    return properties;
  }

  /** The longest time between two polls of an integration, as its schedule says from now on. */
  public Duration longestPause(String integration, Instant now) {
    return Trigger.longestPause(get(integration + ".cron"), every(integration), now);
  }

  private Duration every(String integration) {
    return duration(integration + ".every");
  }
}
