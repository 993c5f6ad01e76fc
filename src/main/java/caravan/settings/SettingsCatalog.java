package caravan.settings;

import static caravan.settings.SettingType.BACKSTEP;
import static caravan.settings.SettingType.BODY_UPDATE;
import static caravan.settings.SettingType.BOOLEAN;
import static caravan.settings.SettingType.BYTES;
import static caravan.settings.SettingType.COUNT;
import static caravan.settings.SettingType.CRON;
import static caravan.settings.SettingType.CRON_OR_OFF;
import static caravan.settings.SettingType.DURATION;
import static caravan.settings.SettingType.INTERVAL;
import static caravan.settings.SettingType.JDBC_URL;
import static caravan.settings.SettingType.ON_CONFLICT;
import static caravan.settings.SettingType.OPTIONAL_SECRET;
import static caravan.settings.SettingType.OPTIONAL_TEXT;
import static caravan.settings.SettingType.PORT;
import static caravan.settings.SettingType.SECRET;
import static caravan.settings.SettingType.SHARE;
import static caravan.settings.SettingType.SHARE_OR_COUNT;
import static caravan.settings.SettingType.SINCE;
import static caravan.settings.SettingType.TEXT;
import static caravan.settings.SettingType.URL;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting that Caravan itself knows; application.properties lists the same, in this order.
 */
public final class SettingsCatalog {

  private static final List<Setting> GENERAL =
      List.of(
          new Setting("notion.url", "https://api.notion.com", URL, "Notion's API"),
          new Setting(
              "notion.token",
              "",
              SECRET,
              "the connection's token: set NOTION_TOKEN or NOTION_TOKEN_FILE"),
          new Setting("notion.version", "2026-03-11", TEXT, "the Notion-Version that is sent"),
          new Setting(
              "notion.connections",
              "",
              OPTIONAL_TEXT,
              "names of further connections, such as sales,docs; each has settings of its own"),
          new Setting(
              "notion.workspace",
              "",
              OPTIONAL_TEXT,
              "any name that tells its workspace from those of other connections; asked if blank"),
          new Setting(
              "notion.budget.requests",
              "180",
              COUNT,
              "requests per window; 180, or 600 on Business and Enterprise plans"),
          new Setting("notion.budget.window", "60s", INTERVAL, "the length of that window"),
          new Setting(
              "notion.budget.reserve", "0.3", SHARE, "the share kept free for interactive calls"),
          new Setting(
              "notion.budget.pad",
              "250ms",
              DURATION,
              "added to the window, so that network jitter cannot squeeze two windows into one"),
          new Setting(
              "notion.in-flight",
              "8",
              COUNT,
              "background requests that are under way at the same time, on each connection"),
          new Setting(
              "notion.index.lag",
              "30s",
              DURATION,
              "how far Notion's query results may lag behind writes"),
          new Setting(
              "notion.body.update",
              "diff",
              BODY_UPDATE,
              "how a page's body becomes another: diff, replace, append or leave"),
          new Setting(
              "notion.file.max-size",
              "20MB",
              BYTES,
              "the largest file that is fetched from Notion, such as 500KB or 20MB"),
          new Setting(
              "notion.webhook.secret",
              "",
              OPTIONAL_SECRET,
              "the verification token of the webhook subscription: set NOTION_WEBHOOK_SECRET or"
                  + " NOTION_WEBHOOK_SECRET_FILE"),
          new Setting("linear.url", "https://api.linear.app/graphql", URL, "Linear's GraphQL API"),
          new Setting(
              "linear.token", "", SECRET, "an API key: set LINEAR_TOKEN or LINEAR_TOKEN_FILE"),
          new Setting(
              "linear.team",
              "",
              OPTIONAL_TEXT,
              "only issues of the team with this key; all if blank"),
          new Setting(
              "linear.webhook.secret",
              "",
              OPTIONAL_SECRET,
              "the webhook's signing secret: set LINEAR_WEBHOOK_SECRET or"
                  + " LINEAR_WEBHOOK_SECRET_FILE"),
          new Setting("slack.url", "https://slack.com/api", URL, "Slack's Web API"),
          new Setting(
              "slack.token", "", SECRET, "a bot token: set SLACK_TOKEN or SLACK_TOKEN_FILE"),
          new Setting(
              "slack.settle",
              "30s",
              DURATION,
              "how long a message that was posted without an answer may take to arrive"),
          new Setting(
              "slack.alerts.channel",
              "",
              OPTIONAL_TEXT,
              "where alerts go: a channel's id or name; only to the log if blank"),
          new Setting(
              "opensearch.url",
              "",
              URL,
              "where OpenSearch or Elasticsearch is, such as https://search.example.com:9200"),
          new Setting("opensearch.user", "", OPTIONAL_TEXT, "its user; blank for none"),
          new Setting(
              "opensearch.password",
              "",
              OPTIONAL_SECRET,
              "its password: set OPENSEARCH_PASSWORD or OPENSEARCH_PASSWORD_FILE"),
          new Setting(
              "alerts.failures",
              "10",
              COUNT,
              "people are told if more records of an integration than this wait to be delivered"),
          new Setting(
              "alerts.starved",
              "5m",
              INTERVAL,
              "people are told if a connection's background work stands still for so long"),
          new Setting("wordpress.url", "", URL, "the address of the WordPress site"),
          new Setting("wordpress.user", "", TEXT, "a user of the site with the role Editor"),
          new Setting(
              "wordpress.password",
              "",
              SECRET,
              "an application password of that user: set WORDPRESS_PASSWORD or"
                  + " WORDPRESS_PASSWORD_FILE"),
          new Setting(
              "wordpress.settle",
              "60s",
              DURATION,
              "how long a post or image that was sent without an answer may take to arrive"),
          new Setting(
              "store.url",
              "jdbc:h2:file:./data/caravan",
              JDBC_URL,
              "the hub's memory: H2 or PostgreSQL"),
          new Setting("store.user", "", OPTIONAL_TEXT, "the database user"),
          new Setting(
              "store.password",
              "",
              OPTIONAL_SECRET,
              "its password: set STORE_PASSWORD or STORE_PASSWORD_FILE"),
          new Setting(
              "server.host",
              "127.0.0.1",
              TEXT,
              "where health, metrics, Jolokia and webhooks listen"),
          new Setting("server.port", "8080", PORT, "their port; 0 takes any free one"),
          new Setting(
              "ops.user", "ops", TEXT, "who may see all but the webhooks, which are signed"),
          new Setting(
              "ops.password",
              "",
              OPTIONAL_SECRET,
              "set OPS_PASSWORD or OPS_PASSWORD_FILE; if blank, one is made up into"
                  + " data/ops.password"),
          new Setting(
              "sync.backstep",
              "60s",
              BACKSTEP,
              "how far a watermark stays behind the start of its poll; Notion floors to the minute"),
          new Setting(
              "sync.workers", "8", COUNT, "records that an integration delivers at the same time"),
          new Setting(
              "sync.retry.every", "5s", INTERVAL, "how often kept failures are looked through"),
          new Setting(
              "sync.sweep.cron",
              "0 30 3 * * ?",
              CRON_OR_OFF,
              "when sources are swept for what is gone or back; off for never"),
          new Setting(
              "sync.max-deletes",
              "10%",
              SHARE_OR_COUNT,
              "how much of what is known a sweep may take for gone before it asks: a share or a"
                  + " number; 5 always may go"),
          new Setting(
              "contract.check.interval",
              "5m",
              INTERVAL,
              "how often data sources are held against their contracts"),
          new Setting(
              "contract.auto-resume",
              "true",
              BOOLEAN,
              "whether an integration that drift paused goes on by itself once its contract holds"
                  + " again"),
          new Setting(
              "webhook.silence",
              "1h",
              INTERVAL,
              "people are told if no webhook came for so long although polls found changes"));

  private static final List<Setting> SETTINGS =
      List.copyOf(Stream.concat(GENERAL.stream(), IntegrationSettings.all().stream()).toList());

  /** What {@code notion.<name>.} goes on with; all but the token inherit from {@code notion.}. */
  private static final List<Setting> OF_CONNECTION =
      List.of(
          new Setting("url", "", URL, ""),
          new Setting("token", "", SECRET, ""),
          new Setting("version", "", OPTIONAL_TEXT, ""),
          new Setting("budget.requests", "", COUNT, ""),
          new Setting("budget.reserve", "", SHARE, ""),
          new Setting("workspace", "", OPTIONAL_TEXT, ""));

  private SettingsCatalog() {}

  /** All of them, in the order people read them. */
  public static List<Setting> all() {
    return SETTINGS;
  }

  /** The keys of a connection's own settings. */
  static List<String> ofConnection(String name) {
    return OF_CONNECTION.stream().map(it -> "notion." + name + "." + it.key()).toList();
  }

  /** The keys that every integration has, beside any of its own. */
  static List<String> ofEveryIntegration(String name) {
    return Stream.of(
            "enabled", "connection", "every", "cron", "since", "reconcile.cron", "on-conflict")
        .map(own -> name + "." + own)
        .toList();
  }

  /**
   * The setting with this key. An integration that Caravan does not ship has the common settings
   * too ({@code enabled}, {@code connection}, {@code every}, {@code cron}, {@code since}, {@code
   * reconcile.cron}, {@code on-conflict}), and any of its own.
   *
   * @param connections the names in {@code notion.connections}
   */
  public static Optional<Setting> find(
      String key, List<String> integrations, List<String> connections) {
    Optional<Setting> known = SETTINGS.stream().filter(it -> it.key().equals(key)).findFirst();
    if (known.isPresent()) {
      return known;
    }
    Optional<Setting> ofConnection =
        connections.stream().flatMap(name -> ofConnection(key, name).stream()).findFirst();
    if (ofConnection.isPresent()) {
      return ofConnection;
    }
    return integrations.stream()
        .filter(name -> key.startsWith(name + "."))
        .findFirst()
        .map(name -> ofIntegration(key, key.substring(name.length() + 1)));
  }

  private static Optional<Setting> ofConnection(String key, String name) {
    return OF_CONNECTION.stream()
        .filter(it -> key.equals("notion." + name + "." + it.key()))
        .map(it -> new Setting(key, it.fallback(), it.type(), it.help()))
        .findFirst();
  }

  private static Setting ofIntegration(String key, String own) {
    return switch (own) {
      case "enabled" -> new Setting(key, "false", BOOLEAN, "");
      case "connection" -> new Setting(key, "", OPTIONAL_TEXT, "");
      case "every" -> new Setting(key, "60s", INTERVAL, "");
      case "cron" -> new Setting(key, "", CRON, "");
      case "reconcile.cron" -> new Setting(key, "", CRON, "");
      case "since" -> new Setting(key, "all", SINCE, "");
      case "on-conflict" -> new Setting(key, "alert", ON_CONFLICT, "");
      default -> new Setting(key, "", TEXT, "");
    };
  }
}
