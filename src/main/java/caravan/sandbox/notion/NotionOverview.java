package caravan.sandbox.notion;

import java.util.Optional;

/** The workspace as plain HTML. */
final class NotionOverview {

  private final Workspace workspace;

  NotionOverview(Workspace workspace) {
    this.workspace = workspace;
  }

  String html() {
    World world = workspace.world();
    StringBuilder out = new StringBuilder("<h2>Notion</h2>\n");
    for (DataSource source : world.dataSources().values()) {
      out.append("<h3>")
          .append(escape(RichText.plain(source.title())))
          .append("</h3>\n<p>Data source ");
      out.append(source.id()).append("</p>\n<ul>\n");
      for (String id : source.rows()) {
        Page.State state = world.page(id).state();
        if (!state.inTrash()) {
          String title = world.title(state);
          out.append("<li><a href=\"/page/").append(id).append("\">");
          out.append(escape(title.isEmpty() ? "Untitled" : title)).append("</a></li>\n");
        }
      }
      out.append("</ul>\n");
    }
    return out.toString();
  }

  Optional<String> page(String id) {
    World world = workspace.world();
    Page page = world.pages().get(id);
    if (page == null) {
      return Optional.empty();
    }
    Page.State state = page.state();
    StringBuilder out =
        new StringBuilder("<h1>").append(escape(world.title(state))).append("</h1>\n");
    if (state.inTrash()) {
      out.append("<p>In the trash.</p>\n");
    }
    out.append("<table>\n");
    DataSource source = world.sourceOf(state);
    if (source != null) {
      for (Property property : source.properties()) {
        String value =
            PlainValues.text(
                world, property, workspace.shapes().reads().value(page, state, property));
        out.append("<tr><th>")
            .append(escape(property.name()))
            .append("</th><td>")
            .append(escape(value))
            .append("</td></tr>\n");
      }
    }
    out.append("</table>\n<pre>")
        .append(escape(workspace.bodies().markdown(page)))
        .append("</pre>\n");
    return Optional.of(out.toString());
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
