package caravan.e2e;

import caravan.sandbox.RequestWitness;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The pages of issues as they reach the sandbox: each write has to carry a value for every property
 * of linear-issues, empty only where the issue is. Something can be done while they arrive.
 */
final class PageRequests implements RequestWitness {

  /** Owner, Due Date, Labels and Parent: the issues of these tests have none. */
  private static final int EMPTY = 4;

  private static final int PROPERTIES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RequestWitness before;
  private final List<String> hollow = new ArrayList<>();
  private int untilThen;
  private Runnable then;

  /** From now on the sandbox shows it what arrives. */
  PageRequests(TestSandbox sandbox) {
    this.before = sandbox.bodies();
    sandbox.server().witness(this);
  }

  @Override
  public synchronized void saw(String system, String method, String path, byte[] body) {
    before.saw(system, method, path, body);
    if (!system.equals("notion") || !path.startsWith("/v1/pages") || body.length == 0) {
      return;
    }
    look(body);
    untilThen--;
    if (untilThen == 0 && then != null) {
      // Not here: nothing is answered while this is called.
      CompletableFuture.runAsync(then);
    }
  }

  private void look(byte[] body) {
    try {
      JsonNode properties = JSON.readTree(body).path("properties");
      if (properties.isEmpty()) {
        return;
      }
      int empty = 0;
      for (JsonNode value : properties) {
        JsonNode content = value.isObject() && !value.isEmpty() ? value.elements().next() : value;
        empty += content.isNull() || content.isArray() && content.isEmpty() ? 1 : 0;
      }
      if (properties.size() != PROPERTIES || empty != EMPTY) {
        hollow.add(properties.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes that lack a value, as they were sent. */
  synchronized List<String> hollow() {
    return List.copyOf(hollow);
  }

  /** What came so far no longer counts. */
  synchronized void forget() {
    hollow.clear();
  }

  /** Something is done, beside, when that many more writes have arrived. */
  synchronized void after(int count, Runnable todo) {
    untilThen = count;
    then = todo;
  }
}
