package caravan.demo;

import caravan.demo.seed.MarkdownFolder;
import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedIssues;
import caravan.demo.seed.SeedNotes;
import caravan.demo.seed.SeedPage;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.opensearch.OpenSearchSandbox;
import caravan.sandbox.slack.SlackSandbox;
import caravan.sandbox.wordpress.WordPressSandbox;
import caravan.settings.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A running sandbox with a small company in it, and the settings for a hub that works on it. */
public final class DemoSandbox implements AutoCloseable {

  private final Sandbox server;
  private final NotionSandbox notion;
  private final LinearSandbox linear;
  private final DemoWorkspace.Ids ids;
  private final DemoEdits edits;
  private final List<DemoPart> parts;
  private final DemoCrm crm;

  private DemoSandbox(
      Sandbox server,
      NotionSandbox notion,
      LinearSandbox linear,
      DemoWorkspace.Ids ids,
      DemoEdits edits,
      List<DemoPart> parts,
      DemoCrm crm) {
    this.server = server;
    this.notion = notion;
    this.linear = linear;
    this.ids = ids;
    this.edits = edits;
    this.parts = List.copyOf(parts);
    this.crm = crm;
  }

  /**
   * Starts and fills a sandbox.
   *
   * @param issuesFrom a folder of Markdown files, each of which becomes an issue; null for the
   *     demo's own issues
   */
  public static DemoSandbox start(SandboxOptions options, Path issuesFrom) {
    return start(options, issuesFrom, DemoPlaybook.on("", "", ""));
  }

  /**
   * Starts and fills a sandbox.
   *
   * @param playbook where the read model of sales-playbook lies, if there is a place for it
   */
  public static DemoSandbox start(SandboxOptions options, Path issuesFrom, DemoPlaybook playbook) {
    Clock clock = options.clock();
    Instant now = clock.instant();
    List<SeedIssue> issues = issuesFrom == null ? SeedIssues.asOf(now) : read(issuesFrom, now);
    var notes = SeedNotes.asOf(now);
    NotionSandbox notion = new NotionSandbox(options);
    LinearSandbox linear = new LinearSandbox(clock);
    SlackSandbox slack = new SlackSandbox(clock);
    Sandbox server =
        Sandbox.start(
            options, notion, linear, slack, new OpenSearchSandbox(), new WordPressSandbox(clock));
    DemoWorkspace.Ids ids = new DemoWorkspace(notion, linear, slack).fill(issues, notes);
    String knowledgeBase = new DemoKnowledgeBase(notion).fill(SeedPage.asOf(now));
    List<DemoPart> parts = new ArrayList<>();
    parts.addAll(
        List.of(
            DemoPart.of(
                "linear-issues", issues.size(), "LINEAR_ISSUES_DATA_SOURCE", ids.linearIssues()),
            DemoPart.of(
                "meeting-notes",
                notes.size(),
                "MEETING_NOTES_SINCE",
                "all",
                "MEETING_NOTES_DATA_SOURCE",
                ids.meetingNotes(),
                "MEETING_NOTES_CHANNEL",
                ids.slackChannel()),
            DemoPart.of(
                "knowledge-base",
                notion.pages(knowledgeBase).size(),
                "KNOWLEDGE_BASE_DATA_SOURCE",
                knowledgeBase),
            DemoPart.of(
                "editorial-calendar",
                DemoCalendar.PAGES,
                "EDITORIAL_CALENDAR_DATA_SOURCE",
                new DemoCalendar(notion, now).fill())));
    DemoDigest digest = new DemoDigest(slack, knowledgeBase, now);
    parts.add(new DemoPart("standup-digest", 1, digest.environment()));
    DemoCrm crm = new DemoCrm(notion);
    parts.add(new DemoPart("crm", DemoCrm.RECORDS, crm.environment()));
    parts.add(new DemoPart("okr-tracker", DemoOkrs.PAGES, new DemoOkrs(notion, now).fill()));
    if (playbook.isThere()) {
      parts.add(playbook.fill(notion));
    }
    return new DemoSandbox(
        server, notion, linear, ids, new DemoEdits(notion, linear, ids), parts, crm);
  }

  private static List<SeedIssue> read(Path folder, Instant now) {
    List<SeedIssue> issues;
    try {
      issues = MarkdownFolder.read(folder, now);
    } catch (IOException e) {
      throw new Problems(
          List.of("The folder %s cannot be read; name another one.".formatted(folder)));
    }
    if (issues.isEmpty()) {
      throw new Problems(
          List.of("There is no *.md file in %s; name another folder.".formatted(folder)));
    }
    return issues;
  }

  /** Where to look at it in a browser. */
  public String url() {
    return server.url();
  }

  /** The server: its request log, faults and options. */
  public Sandbox server() {
    return server;
  }

  /** The Notion side of it. */
  public NotionSandbox notion() {
    return notion;
  }

  /** The ids that the hub's settings name. */
  public DemoWorkspace.Ids ids() {
    return ids;
  }

  /** Creates an empty page, as a person would who wants databases below it; gives its address. */
  public String createEmptyPage() {
    return "https://app.notion.com/p/" + notion.createWorkspacePage("Caravan").replace("-", "");
  }

  /** How many records each integration will meet, by integration. */
  public Map<String, Integer> expected() {
    Map<String, Integer> expected = new TreeMap<>();
    parts.forEach(part -> expected.put(part.integration(), part.records()));
    return expected;
  }

  /** How many files wait for an integration that takes files, by integration. */
  public Map<String, Integer> files() {
    return Map.of("crm", DemoCrm.FILES);
  }

  /** Changes something, as people do. */
  public DemoEdits edits() {
    return edits;
  }

  /** Environment variables that make a hub work on this sandbox. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("NOTION_URL", url() + "/notion");
    variables.put("NOTION_TOKEN", "sandbox-notion-token");
    variables.put("LINEAR_URL", url() + "/linear/graphql");
    variables.put("LINEAR_TOKEN", "sandbox-linear-token");
    variables.put("LINEAR_TEAM", ids.linearTeam());
    variables.put("SLACK_URL", url() + "/slack/api");
    variables.put("SLACK_TOKEN", "sandbox-slack-token");
    variables.put("OPENSEARCH_URL", url() + "/opensearch");
    variables.put("WORDPRESS_URL", url() + "/wordpress");
    variables.put("WORDPRESS_USER", "publisher");
    variables.put("WORDPRESS_PASSWORD", "sandbox-wordpress-password");
    parts.forEach(part -> variables.putAll(part.variables()));
    return variables;
  }

  /**
   * Notion and Linear tell a hub of each change from now on.
   *
   * @param hub the address of its server, such as {@code http://127.0.0.1:8080}
   * @return environment variables with the secrets by which it knows them
   */
  public Map<String, String> sendWebhooks(String hub) {
    WebhookOptions options = WebhookOptions.defaults();
    String secret = notion.sentWebhooks().subscribe(hub + "/webhooks/notion", options);
    notion.sentWebhooks().verify(secret);
    return Map.of(
        "NOTION_WEBHOOK_SECRET",
        secret,
        "LINEAR_WEBHOOK_SECRET",
        linear.sentWebhooks().subscribe(hub + "/webhooks/linear", options));
  }

  @Override
  public void close() {
    server.close();
    crm.close();
  }
}
