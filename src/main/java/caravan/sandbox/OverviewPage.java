package caravan.sandbox;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;

/** The plain page at {@code /}, put together from what the systems show of themselves. */
final class OverviewPage {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Sandbox</title>
      <style>
      body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; }
      td, th { text-align: left; vertical-align: top; padding: 0.2rem 1rem 0.2rem 0; }
      pre { white-space: pre-wrap; background: #f6f6f4; padding: 1rem; }
      </style>
      </head>
      <body>
      """;

  private final List<SandboxSystem> systems;

  OverviewPage(List<SandboxSystem> systems) {
    this.systems = systems;
  }

  void mount(Router root) {
    root.get("/")
        .handler(
            ctx -> {
              StringBuilder body = new StringBuilder(1024).append("<h1>Sandbox</h1>\n");
              systems.forEach(system -> body.append(system.overviewHtml()));
              page(200, body.toString()).write(ctx);
            });
    root.get("/page/:id")
        .handler(
            ctx -> {
              Optional<String> found =
                  systems.stream()
                      .map(system -> system.pageHtml(ctx.pathParam("id")))
                      .flatMap(Optional::stream)
                      .findFirst();
              String back = "<p><a href=\"/\">All</a></p>\n";
              page(
                      found.isPresent() ? 200 : 404,
                      back + found.orElse("<p>There is no such page.</p>"))
                  .write(ctx);
            });
  }

  private static Answer page(int status, String body) {
    return Answer.html(status, HEAD + body + "</body>\n</html>\n");
  }
}
