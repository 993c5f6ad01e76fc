package caravan.sandbox.linear;

import caravan.sandbox.Html;
import java.util.Comparator;
import java.util.List;

/** The workspace on the sandbox's plain page: how much there is, and what changed last. */
final class LinearOverview {
  private static final int SHOWN = 20;

  private final LinearWorkspace workspace;

  LinearOverview(LinearWorkspace workspace) {
    this.workspace = workspace;
  }

  String html() {
    List<LinearIssue> issues = workspace.issues();
    StringBuilder html = new StringBuilder(4096);
    html.append("<h2>Linear</h2>\n<p>").append(issues.size()).append(" issues");
    if (issues.size() > SHOWN) {
      html.append("; the ").append(SHOWN).append(" that changed last");
    }
    html.append(":</p>\n<table>\n<tr><th>Issue<th>Title<th>State<th>Updated</tr>\n");
    issues.stream()
        .sorted(Comparator.comparing(LinearIssue::updatedAt).reversed())
        .limit(SHOWN)
        .forEach(issue -> row(html, issue));
    return html.append("</table>\n").toString();
  }

  private void row(StringBuilder html, LinearIssue issue) {
    String state = workspace.state(issue.stateId()).orElseThrow().name();
    html.append("<tr><td>")
        .append(Html.text(issue.identifier()))
        .append("<td>")
        .append(Html.text(issue.title()))
        .append("<td>")
        .append(Html.text(issue.trashed() ? state + " (in trash)" : state))
        .append("<td>")
        .append(issue.updatedAt())
        .append("</tr>\n");
  }
}
