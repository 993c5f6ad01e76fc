package caravan.torture;

import caravan.demo.DemoWorkspace;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.NotionWorkspace;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether each issue's page is what the issue is now, property by property and block by block. */
final class IssuePagesCheck {

  private final Stage stage;
  private final NotionSandbox notion;
  private final LinearWorkspace linear;
  private final DemoWorkspace.Ids ids;
  private final List<Difference> differences = new ArrayList<>();
  private final Map<String, List<String>> pagesByExternalId = new HashMap<>();

  private IssuePagesCheck(Stage stage) {
    this.stage = stage;
    this.notion = stage.sandbox().notion();
    this.linear = stage.sandbox().linear();
    this.ids = stage.sandbox().ids();
  }

  /** The pages that are not as their issues are, oldest issue first. */
  static List<Difference> differences(Stage stage) {
    IssuePagesCheck check = new IssuePagesCheck(stage);
    check.readPages();
    check.stage.issues().forEach(check::compare);
    return check.differences;
  }

  private void readPages() {
    for (String page : notion.rows(ids.linearIssues())) {
      String externalId = plain(notion.page(page).at("/properties/External ID/rich_text"));
      pagesByExternalId.computeIfAbsent(externalId, id -> new ArrayList<>()).add(page);
    }
    Set<String> known = Set.copyOf(stage.issues());
    pagesByExternalId.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> differ(id, "a page", "none", pagesByExternalId.get(id)));
  }

  private void compare(String id) {
    LinearIssue issue = lastKnown(id);
    List<String> pages = pagesByExternalId.getOrDefault(id, List.of());
    if (pages.size() > 1) {
      differ(id, "pages that were ever made, those in the trash too", "1", pages);
    } else if (pages.isEmpty()) {
      if (!issue.trashed()) {
        differ(id, "pages", "1", "none");
      }
    } else {
      compare(issue, pages.get(0));
    }
  }

  /** One that was removed for good lay in the trash before. */
  private LinearIssue lastKnown(String id) {
    List<LinearIssue> versions = linear.history(id);
    return versions.get(versions.size() - 1);
  }

  private void compare(LinearIssue issue, String pageId) {
    ObjectNode page = notion.page(pageId);
    same(issue, "in the trash", issue.trashed(), page.path("in_trash").asBoolean());
    if (issue.trashed()) {
      return;
    }
    JsonNode properties = page.path("properties");
    same(issue, "Name", issue.title(), plain(properties.at("/Name/title")));
    same(issue, "Status", state(issue), properties.at("/Status/select/name").asText());
    same(issue, "Priority", issue.priorityLabel(), properties.at("/Priority/select/name").asText());
    same(issue, "Owner", owner(issue), ids(properties.at("/Owner/people")));
    same(issue, "Due Date", text(issue.dueDate()), properties.at("/Due Date/date/start").asText());
    same(issue, "Labels", labels(issue), names(properties.at("/Labels/multi_select")));
    same(issue, "Estimate", text(issue.estimate()), number(properties.at("/Estimate/number")));
    same(
        issue,
        "URL",
        "https://linear.app/example/issue/" + issue.identifier(),
        properties.at("/URL/url").asText());
    compareParent(issue, ids(properties.at("/Parent/relation")));
    compareBody(issue, pageId);
  }

  /**
   * A body that people wrote into is left as it was then: with their lines, and else whole as one
   * of the versions that Linear had. Only if they wrote while the hub did, between what it read and
   * the last that it wrote, the rest may be of two versions.
   */
  private void compareBody(LinearIssue issue, String pageId) {
    String found = notion.body(pageId);
    List<String> lines = stage.meddling(issue.id());
    if (lines.isEmpty()) {
      same(issue, "body", bodyOf(issue), found);
      return;
    }
    List<String> left = new ArrayList<>(List.of(found.split("\n", -1)));
    same(issue, "what people wrote into its body", true, left.containsAll(lines));
    left.removeAll(lines);
    List<String> versions =
        linear.history(issue.id()).stream().map(this::bodyOf).distinct().toList();
    Set<String> known = new HashSet<>();
    versions.forEach(version -> known.addAll(List.of(version.split("\n", -1))));
    boolean mixed = isWrittenByBoth(pageId) && known.containsAll(left);
    if (!mixed && !versions.contains(String.join("\n", left))) {
      differ(issue.id(), "the body that people wrote into", "one of " + versions, found);
    }
  }

  /** Whether the hub wrote into the body after a person had. */
  private boolean isWrittenByBoth(String pageId) {
    boolean person = false;
    for (NotionWorkspace.Change change : notion.history(pageId)) {
      if (change.kind().equals("body")) {
        boolean hub = change.page().at("/last_edited_by/id").asText().equals(notion.botId());
        if (hub && person) {
          return true;
        }
        person |= !hub;
      }
    }
    return false;
  }

  private String bodyOf(LinearIssue issue) {
    Doc body = stage.ofLinear(issue.description());
    return body == null ? "" : body.notion();
  }

  /** A parent in the trash may be related to or not: nobody sees the difference. */
  private void compareParent(LinearIssue issue, List<String> found) {
    List<String> pages =
        issue.parentId() == null
            ? List.of()
            : pagesByExternalId.getOrDefault(issue.parentId(), List.of());
    boolean hidden = issue.parentId() != null && lastKnown(issue.parentId()).trashed();
    if (!(hidden && found.isEmpty())) {
      same(issue, "Parent", pages, found);
    }
  }

  private void same(LinearIssue issue, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differ(
          issue.id(), "issue " + stage.issues().indexOf(issue.id()) + ", " + what, expected, found);
    }
  }

  private void differ(String id, String what, Object expected, Object found) {
    differences.add(new Difference(id, what, expected.toString(), found.toString()));
  }

  private String state(LinearIssue issue) {
    return linear.states().stream()
        .filter(state -> state.id().equals(issue.stateId()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private List<String> owner(LinearIssue issue) {
    return linear.users().stream()
        .filter(user -> user.id().equals(issue.assigneeId()))
        .flatMap(user -> stage.cast().id(user.email()).stream())
        .toList();
  }

  private Set<String> labels(LinearIssue issue) {
    return linear.labels().stream()
        .filter(label -> issue.labelIds().contains(label.id()))
        .map(label -> label.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(JsonNode options) {
    Set<String> names = new TreeSet<>();
    options.forEach(option -> names.add(option.path("name").asText()));
    return names;
  }

  private static List<String> ids(JsonNode references) {
    List<String> ids = new ArrayList<>();
    references.forEach(reference -> ids.add(reference.path("id").asText()));
    return ids;
  }

  private static String number(JsonNode number) {
    return number.isNumber() ? text(number.asDouble()) : "";
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  static String plain(JsonNode richText) {
    StringBuilder text = new StringBuilder();
    richText.forEach(part -> text.append(part.path("plain_text").asText()));
    return text.toString();
  }
}
