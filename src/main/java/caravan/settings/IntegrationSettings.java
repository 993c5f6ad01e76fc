package caravan.settings;

import static caravan.settings.SettingType.BOOLEAN;
import static caravan.settings.SettingType.CRON;
import static caravan.settings.SettingType.CRON_OR_OFF;
import static caravan.settings.SettingType.INDEX;
import static caravan.settings.SettingType.INTERVAL;
import static caravan.settings.SettingType.ON_CONFLICT;
import static caravan.settings.SettingType.OPTIONAL_SECRET;
import static caravan.settings.SettingType.OPTIONAL_TEXT;
import static caravan.settings.SettingType.POSTGRES_URL;
import static caravan.settings.SettingType.QUIET;
import static caravan.settings.SettingType.SCHEDULE;
import static caravan.settings.SettingType.SINCE;
import static caravan.settings.SettingType.SINCE_ALL;
import static caravan.settings.SettingType.TEXT;
import static caravan.settings.SettingType.ZONE;

import java.util.List;
import java.util.stream.Stream;

/** The settings of the integrations that Caravan ships, in the order people read them. */
final class IntegrationSettings {

  private static final String ROWS =
      "when all rows are read again for formulas, rollups and relations; blank for never";

  /** Those that compute values from all rows of their data sources. */
  private static final List<String> COMPUTE = List.of("crm", "okr-tracker");

  private IntegrationSettings() {}

  static List<Setting> all() {
    return Stream.of(
            of(
                "linear-issues",
                "Linear issues become Notion pages",
                "Linear",
                "all",
                "when all issues are read again; blank for never",
                new Setting(
                    "linear-issues.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source to write to"),
                new Setting(
                    "linear-issues.on-conflict",
                    "alert",
                    ON_CONFLICT,
                    "a changed body that people edited in Notion: overwrite, skip (leave it) or alert"
                        + " (leave it and say so)")),
            of(
                "knowledge-base",
                "pages of a knowledge base become searchable in OpenSearch",
                "Notion",
                "all",
                "when all rows are read again for what changes without an edit; blank for never",
                new Setting(
                    "knowledge-base.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source to read"),
                new Setting(
                    "knowledge-base.index",
                    "knowledge-base",
                    INDEX,
                    "the search index, or an alias; made if it is not there")),
            of(
                "editorial-calendar",
                "pages of an editorial calendar become WordPress posts",
                "Notion",
                "all",
                ROWS,
                new Setting(
                    "editorial-calendar.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source to read")),
            of(
                "meeting-notes",
                "final meeting notes are posted to Slack",
                "Notion",
                "now",
                ROWS,
                new Setting(
                    "meeting-notes.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source to read"),
                new Setting("meeting-notes.channel", "", TEXT, "the Slack channel id to post to")),
            digest(),
            of(
                "crm",
                "companies, contacts and deals from files and HTTP become Notion pages",
                "Notion",
                "all",
                ROWS,
                new Setting(
                    "crm.companies.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source of companies"),
                new Setting(
                    "crm.contacts.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source of contacts"),
                new Setting(
                    "crm.deals.data-source", "", TEXT, "the id of the Notion data source of deals"),
                new Setting(
                    "crm.inbox",
                    "data/crm-inbox",
                    TEXT,
                    "the folder into which CSV and JSON files are dropped; made if it is not there"),
                new Setting(
                    "crm.companies.headers",
                    "",
                    OPTIONAL_TEXT,
                    "which columns of a CSV file are which fields: Account ID=externalId; Account=name"),
                new Setting(
                    "crm.contacts.headers", "", OPTIONAL_TEXT, "the same for files of contacts"),
                new Setting("crm.deals.headers", "", OPTIONAL_TEXT, "the same for files of deals")),
            of(
                "okr-tracker",
                "progress and health of objectives and key results are kept in Notion",
                "Notion",
                "all",
                ROWS,
                new Setting(
                    "okr-tracker.objectives.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source with the objectives"),
                new Setting(
                    "okr-tracker.key-results.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source with the key results"),
                new Setting(
                    "okr-tracker.zone", "UTC", ZONE, "the time zone in which a quarter's days end"),
                new Setting(
                    "okr-tracker.digest.channel",
                    "",
                    OPTIONAL_TEXT,
                    "the Slack channel id for a digest of the quarter; blank for none"),
                new Setting(
                    "okr-tracker.digest.cron",
                    "0 0 9 ? * MON",
                    CRON_OR_OFF,
                    "when that digest is posted, in that time zone; off for never")),
            of(
                "sales-playbook",
                "published playbook pages become rows in PostgreSQL",
                "Notion",
                "all",
                ROWS,
                new Setting(
                    "sales-playbook.data-source",
                    "",
                    TEXT,
                    "the id of the Notion data source to read"),
                new Setting(
                    "sales-playbook.url",
                    "",
                    POSTGRES_URL,
                    "the PostgreSQL database of the read model: jdbc:postgresql://host/database"),
                new Setting("sales-playbook.user", "", OPTIONAL_TEXT, "its user"),
                new Setting(
                    "sales-playbook.password",
                    "",
                    OPTIONAL_SECRET,
                    "its password: set SALES_PLAYBOOK_PASSWORD or SALES_PLAYBOOK_PASSWORD_FILE"),
                new Setting(
                    "sales-playbook.language",
                    "english",
                    TEXT,
                    "PostgreSQL's text search configuration, when the tables are made")))
        .flatMap(List::stream)
        .toList();
  }

  /** The stand-up digest's cron says when it is due; every, how often that is looked at. */
  private static List<Setting> digest() {
    String name = "standup-digest";
    return List.of(
        new Setting(
            name + ".enabled",
            "false",
            BOOLEAN,
            "a stand-up digest of Linear's teams goes to Slack"),
        new Setting(
            name + ".connection",
            "",
            OPTIONAL_TEXT,
            "the connection to Notion that it uses; the one of notion.token if blank"),
        new Setting(
            name + ".every", "60s", INTERVAL, "how often is looked whether a digest is due"),
        new Setting(
            name + ".cron",
            "0 0 9 ? * MON-FRI",
            SCHEDULE,
            "when a digest is due: a Quartz cron expression"),
        new Setting(name + ".zone", "", ZONE, "the time zone of that; the machine's if blank"),
        new Setting(
            name + ".lateness",
            "6h",
            INTERVAL,
            "how late a digest that was missed is still made up for, on its day"),
        new Setting(
            name + ".quiet",
            "say",
            QUIET,
            "a team in which nothing changed: say (a message says so) or silent (no message)"),
        new Setting(
            name + ".since",
            "now",
            SINCE,
            "what the first digest reaches back to: all (one span of the schedule), now or a date"),
        new Setting(
            name + ".data-source",
            "",
            OPTIONAL_TEXT,
            "the id of a Notion data source whose edited pages it lists, such as the knowledge base's; blank for none"),
        new Setting(name + ".channel", "", TEXT, "the Slack channel id to post to"));
  }

  /**
   * What every integration has, and what this one has besides.
   *
   * @param does what it does, in a few words
   * @param source what it polls
   * @param since what its first start takes
   * @param reconcile when everything is read again
   */
  private static List<Setting> of(
      String name, String does, String source, String since, String reconcile, Setting... own) {
    List<Setting> common =
        List.of(
            new Setting(name + ".enabled", "false", BOOLEAN, does),
            new Setting(
                name + ".connection",
                "",
                OPTIONAL_TEXT,
                "the connection to Notion that it uses; the one of notion.token if blank"),
            new Setting(name + ".every", "60s", INTERVAL, "how often " + source + " is polled"),
            new Setting(name + ".cron", "", CRON, "instead of every: a Quartz cron expression"),
            since(name, since),
            new Setting(name + ".reconcile.cron", "", CRON, reconcile));
    return Stream.concat(common.stream(), Stream.of(own)).toList();
  }

  private static Setting since(String name, String since) {
    String key = name + ".since";
    return COMPUTE.contains(name)
        ? new Setting(key, since, SINCE_ALL, "what a first start takes: all, as it needs every row")
        : new Setting(key, since, SINCE, "what a first start takes: all, now or a date");
  }
}
