package caravan.e2e;

import caravan.demo.DemoWorkspace;
import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedNote;
import caravan.sandbox.RequestLog.Entry;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.opensearch.OpenSearchSandbox;
import caravan.sandbox.slack.SlackMessage;
import caravan.sandbox.slack.SlackOptions;
import caravan.sandbox.slack.SlackSandbox;
import caravan.testing.NotionBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sandbox with the demo's people and data sources, empty otherwise unless seeded, and the
 * environment of a hub that works on it. Every request body that reaches Notion is held against
 * Notion's OpenAPI document, where that is at hand.
 */
public final class TestSandbox implements AutoCloseable {

  public static final String NOTION_TOKEN = "ntn-recognisable-4711";
  public static final String LINEAR_TOKEN = "lin-recognisable-4712";
  public static final String SLACK_TOKEN = "xoxb-recognisable-4713";

  private final NotionSandbox notion;
  private final LinearSandbox linear;
  private final SlackSandbox slack;
  private final OpenSearchSandbox openSearch = new OpenSearchSandbox();
  private final Sandbox server;
  private final DemoWorkspace.Ids ids;
  private final NotionBodies bodies = new NotionBodies();

  public TestSandbox(SandboxOptions options) {
    this(options, List.of(), List.of());
  }

  public TestSandbox(SandboxOptions options, List<SeedIssue> issues, List<SeedNote> notes) {
    notion = new NotionSandbox(options);
    linear = new LinearSandbox(options.clock());
    // Slack's own pace has its own tests; here it would only cost time.
    slack =
        new SlackSandbox(
            SlackOptions.defaults().withMessageInterval(Duration.ZERO), options.clock());
    server = Sandbox.start(options, notion, linear, slack, openSearch);
    server.witness(bodies);
    ids = new DemoWorkspace(notion, linear, slack).fill(issues, notes);
  }

  public Sandbox server() {
    return server;
  }

  public NotionSandbox notion() {
    return notion;
  }

  public LinearWorkspace linear() {
    return linear.workspace();
  }

  public LinearSandbox linearSandbox() {
    return linear;
  }

  public SlackSandbox slack() {
    return slack;
  }

  public OpenSearchSandbox openSearch() {
    return openSearch;
  }

  public DemoWorkspace.Ids ids() {
    return ids;
  }

  public List<SlackMessage> messages() {
    return slack.workspace().messages(ids.slackChannel());
  }

  /** Creates issues with a title and nothing else. */
  public List<LinearIssue> createIssues(int count) {
    List<LinearIssue> created = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      created.add(linear().createIssue(ids.linearTeam(), draft -> draft.title("Issue")));
    }
    return created;
  }

  /** The id of the only page of an issue; fails if there is none, or more than one. */
  public String pageOf(LinearIssue issue) {
    List<String> found = notion.find(ids.linearIssues(), "External ID", issue.id());
    if (found.size() != 1) {
      throw new AssertionError("%d pages for issue %s".formatted(found.size(), issue.id()));
    }
    return found.get(0);
  }

  /** The requests to Notion since the log was last cleared, as "METHOD /path". */
  public List<String> notionRequests() {
    return server.log().entries("notion").stream().map(TestSandbox::line).toList();
  }

  private static String line(Entry entry) {
    return entry.method() + " " + entry.path();
  }

  /** What a hub on this sandbox finds in its environment; polls start only when asked for. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("NOTION_URL", server.url() + "/notion");
    variables.put("NOTION_TOKEN", NOTION_TOKEN);
    variables.put("NOTION_BUDGET_REQUESTS", "10000");
    variables.put("LINEAR_URL", server.url() + "/linear/graphql");
    variables.put("LINEAR_TOKEN", LINEAR_TOKEN);
    variables.put("LINEAR_TEAM", ids.linearTeam());
    variables.put("SLACK_URL", server.url() + "/slack/api");
    variables.put("SLACK_TOKEN", SLACK_TOKEN);
    variables.put("OPENSEARCH_URL", server.url() + "/opensearch");
    variables.put("LINEAR_ISSUES_DATA_SOURCE", ids.linearIssues());
    variables.put("MEETING_NOTES_DATA_SOURCE", ids.meetingNotes());
    variables.put("MEETING_NOTES_CHANNEL", ids.slackChannel());
    variables.put("MEETING_NOTES_SINCE", "all");
    variables.put("SERVER_PORT", "0");
    return variables;
  }

  /** What was sent to Notion; {@link #close} holds it against Notion's OpenAPI document. */
  public NotionBodies bodies() {
    return bodies;
  }

  /** Fails if a request had a body that Notion's OpenAPI document does not allow. */
  @Override
  public void close() {
    server.close();
    bodies.failIfRefused();
  }
}
