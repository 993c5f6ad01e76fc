package caravan.sandbox.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sandbox's OpenSearch, judged by what a real one answers. */
class OpenSearchSandboxTest extends OpenSearchSuite {

  private final Sandbox server = Sandbox.start(SandboxOptions.unlimited(), new OpenSearchSandbox());

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected String url() {
    return server.url() + "/opensearch";
  }

  @Test
  void onlyItsUserIsLetIn() throws IOException, InterruptedException {
    OpenSearchSandbox guarded = new OpenSearchSandbox("hub", "word");
    try (Sandbox own = Sandbox.start(SandboxOptions.unlimited(), guarded)) {
      URI uri = URI.create(own.url() + "/opensearch/");
      HttpClient http = HttpClient.newHttpClient();
      HttpRequest nobody = HttpRequest.newBuilder(uri).build();
      assertThat(http.send(nobody, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(401);
      HttpRequest user =
          HttpRequest.newBuilder(uri).header("Authorization", "Basic aHViOndvcmQ=").build();
      assertThat(http.send(user, HttpResponse.BodyHandlers.ofString()).body())
          .contains("opensearch");
    }
  }
}
