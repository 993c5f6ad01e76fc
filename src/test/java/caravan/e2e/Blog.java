package caravan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A WordPress site as its API shows it to an editor.
 *
 * @param url the site's address
 * @param user an editor
 * @param password that user's application password
 */
record Blog(String url, String user, String password) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "publish,future,draft,pending,private,trash";

  /** All posts that were ever made for a page, those in the trash too. */
  List<JsonNode> postsOf(String pageId) {
    String mark = "caravan-" + pageId.replace("-", "");
    List<JsonNode> posts = new ArrayList<>();
    for (JsonNode post : get("/posts?context=edit&per_page=100&status=" + ALL)) {
      if (post.at("/content/raw").asText().contains(mark)) {
        posts.add(post);
      }
    }
    return posts;
  }

  /** The only post of a page; fails if there is none, or more than one. */
  JsonNode postOf(String pageId) {
    List<JsonNode> posts = postsOf(pageId);
    if (posts.size() != 1) {
      throw new AssertionError("%d posts for page %s: %s".formatted(posts.size(), pageId, posts));
    }
    return posts.get(0);
  }

  /** The items of the media library that hold a content. */
  List<JsonNode> mediaOf(String sha256) {
    return StreamSupport.stream(get("/media?per_page=100").spliterator(), false)
        .filter(item -> item.path("slug").asText().startsWith("caravan-" + sha256))
        .toList();
  }

  /** The names of a post's categories or tags. */
  List<String> names(JsonNode post, String taxonomy) {
    List<String> names = new ArrayList<>();
    for (JsonNode term : get("/" + taxonomy + "?per_page=100")) {
      for (JsonNode id : post.path(taxonomy)) {
        if (id.asLong() == term.path("id").asLong()) {
          names.add(term.path("name").asText());
        }
      }
    }
    return names;
  }

  JsonNode get(String path) {
    return send("GET", path, null);
  }

  JsonNode send(String method, String path, String body) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/wp-json/wp/v2" + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
