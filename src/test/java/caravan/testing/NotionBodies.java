package caravan.testing;

import caravan.sandbox.RequestWitness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the bodies that reach Notion's sandbox and holds them against Notion's OpenAPI document,
 * where that is at hand.
 */
public final class NotionBodies implements RequestWitness {

  private record Sent(String method, String path, String body) {}

  private final Optional<NotionOpenApi> document = NotionOpenApi.ifThere();
  private final Set<Sent> sent = new LinkedHashSet<>();

  @Override
  public synchronized void saw(String system, String method, String path, byte[] body) {
    if (document.isPresent() && system.equals("notion") && body.length > 0) {
      sent.add(new Sent(method, path, new String(body, StandardCharsets.UTF_8)));
    }
  }

  /** How many different bodies were seen; 0 without the document. */
  public synchronized int count() {
    return sent.size();
  }

  /** What the document says against the bodies that were seen since the last call. */
  public synchronized List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    for (Sent each : sent) {
      refusals.addAll(document.orElseThrow().refusals(each.method(), each.path(), each.body()));
    }
    sent.clear();
    return refusals;
  }

  /** Fails, naming each request, if the document says anything against those bodies. */
  public void failIfRefused() {
    List<String> refusals = refusals();
    if (!refusals.isEmpty()) {
      throw new AssertionError(
          "Notion's OpenAPI document does not allow:\n" + String.join("\n", refusals));
    }
  }
}
