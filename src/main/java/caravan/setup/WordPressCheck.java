package caravan.setup;

import caravan.gateway.Secrets;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Whether WordPress's API is there, takes the credentials, and lets the user do what is needed. */
final class WordPressCheck implements Check {

  private static final Duration WAITING = Duration.ofSeconds(20);

  private static final List<String> NEEDED =
      List.of(
          "edit_others_posts",
          "publish_posts",
          "delete_published_posts",
          "upload_files",
          "manage_categories");

  private final Settings settings;
  private final ServiceClient http;

  WordPressCheck(Settings settings, ServiceClient http) {
    this.settings = settings;
    this.http = http;
  }

  @Override
  public String subject() {
    return "WordPress";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    for (String key : List.of("wordpress.url", "wordpress.user", "wordpress.password")) {
      if (settings.get(key).isBlank()) {
        return List.of(); // the settings say so
      }
    }
    String url = settings.get("wordpress.url").replaceFirst("/+$", "");
    try {
      ServiceClient.Answer answer =
          http.send(
              "GET",
              url + "/wp-json/wp/v2/users/me?context=edit&_fields=name,capabilities",
              Map.of("Authorization", new Secrets(settings).basic("wordpress")),
              null,
              WAITING);
      return List.of(
          answer.status() == 200 && answer.json().path("capabilities").isObject()
              ? allowed(answer.json())
              : Finding.wrong(subject(), refused(answer, url)));
    } catch (IOException e) {
      return List.of(
          Finding.wrong(
              subject(),
              "%s cannot be reached (%s). Look at wordpress.url and at the network."
                  .formatted(url, e.getMessage())));
    }
  }

  private Finding allowed(JsonNode user) {
    String name = user.path("name").asText();
    List<String> missing =
        NEEDED.stream().filter(it -> !user.path("capabilities").path(it).asBoolean()).toList();
    if (!missing.isEmpty()) {
      return Finding.wrong(
          subject(),
          "the user \"%s\" may not %s. Give the user the role Editor."
              .formatted(name, String.join(", ", missing)));
    }
    return user.path("capabilities").path("unfiltered_html").asBoolean()
        ? Finding.ok(subject(), "the application password is valid: user \"%s\"".formatted(name))
        : Finding.note(
            subject(),
            "the application password is valid, but WordPress takes some elements out of what \"%s\" writes, such as checkboxes; on a network of sites only its administrators may write them."
                .formatted(name));
  }

  private static String refused(ServiceClient.Answer answer, String url) {
    int status = answer.status();
    String code = answer.json().path("code").asText("no reason");
    if (status == 401 || status == 403) {
      return "WordPress refuses the credentials (%s). Set WORDPRESS_USER, and WORDPRESS_PASSWORD to an application password of that user; WordPress takes those over https only."
          .formatted(code);
    }
    if (status >= 300 && status < 400) {
      return "%s redirects to %s. Set WORDPRESS_URL to the address that the site really has."
          .formatted(url, answer.header("Location"));
    }
    return "there is no REST API of WordPress at %s (%d, %s). Look at wordpress.url, let the site have permalinks other than plain ones, and look whether a plugin forbids the API."
        .formatted(url, status, code);
  }
}
