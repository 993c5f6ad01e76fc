package caravan.search;

import caravan.gateway.ServiceRefused;
import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The requests that write some documents of one index: a look whether the index is there, its
 * making if it is not, and as many bulk requests as it takes until the end of each document is
 * known.
 *
 * <p>A bulk request's answer has a verdict for each document. One that is refused is out; one that
 * the index has no room for at the moment is sent again after a pause. A request that is refused as
 * a whole, such as one that is too large for what stands before the index, is halved until the
 * document is alone that is to blame.
 *
 * <p>Not safe for use by several threads.
 */
public final class Bulk {

  /**
   * Bodies above 1 MB are refused by many a reverse proxy unless told otherwise (nginx:
   * client_max_body_size).
   */
  private static final int ENOUGH_BYTES = 900_000;

  private static final int ENOUGH_DOCUMENTS = 500;
  private static final int REPEATS = 5;
  private static final long FIRST_PAUSE_MS = 500;

  private enum Step {
    LOOK,
    MAKE,
    WRITE,
    DONE
  }

  private final List<DocumentWrite> waiting = new ArrayList<>();
  private List<DocumentWrite> sent = List.of();
  private Step step = Step.LOOK;
  private int bytes;
  private int largest = Integer.MAX_VALUE;
  private int repeats;
  private int makings;
  private long pauseMs;

  /** Takes a document along. */
  Bulk with(DocumentWrite document) {
    waiting.add(document);
    bytes += document.bytes();
    return this;
  }

  /** Whether it is worth a request by now. */
  public boolean isFull() {
    return waiting.size() >= ENOUGH_DOCUMENTS || bytes >= ENOUGH_BYTES;
  }

  /** Whether the end of a document is not known yet. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** How long to wait before the next request. */
  public long pauseMillis() {
    long pause = pauseMs;
    pauseMs = 0;
    return pause;
  }

  /** The next request. */
  public OpenSearchRequest next() {
    String index = waiting.get(0).index();
    switch (step) {
      case LOOK:
        return OpenSearchRequest.lookAt(index);
      case MAKE:
        return OpenSearchRequest.make(index, waiting.get(0).definition().json());
      case WRITE:
        sent = List.copyOf(waiting.subList(0, Math.min(largest, waiting.size())));
        return OpenSearchRequest.bulk(
            index, sent.stream().map(DocumentWrite::lines).collect(Collectors.joining()));
      default:
        throw new IllegalStateException("nothing is left to send");
    }
  }

  /** Takes the answer to the request that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case LOOK -> step = answer.has("error") ? Step.MAKE : Step.WRITE;
      case MAKE -> made(answer);
      case WRITE -> verdicts(answer.path("items"));
      default -> throw new IllegalStateException("nothing was sent");
    }
  }

  /** Takes the error of the request that {@link #next} gave. */
  public void failed(RuntimeException error) {
    boolean refused =
        step == Step.WRITE
            && error instanceof ServiceRefused answer
            && answer.kind() == ServiceRefused.Kind.REFUSED;
    if (refused && sent.size() > 1) {
      largest = sent.size() / 2;
      return;
    }
    if (refused) {
      sent.get(0).fail(error);
      goOn();
      return;
    }
    waiting.forEach(document -> document.fail(error));
    goOn();
  }

  /** Whatever ended this: no document waits for ever. */
  public void abandon() {
    failedFor("was not asked, because the hub stops");
  }

  private void made(JsonNode answer) {
    JsonNode error = answer.path("error");
    boolean somebodyDid = "resource_already_exists_exception".equals(error.path("type").asText());
    if (answer.has("error") && !somebodyDid) {
      failedFor(
          "refuses to make the index by %s: %s. Correct that file."
              .formatted(waiting.get(0).definition().file(), reason(error)));
      return;
    }
    if (!somebodyDid) {
      waiting.get(0).madeIndex();
    }
    step = Step.WRITE;
  }

  private void failedFor(String what) {
    waiting.stream()
        .filter(document -> !document.isSettled())
        .forEach(
            document ->
                document.fail(
                    new DocumentRefused(
                        "OpenSearch, index %s: %s".formatted(document.index(), what))));
    goOn();
  }

  private void verdicts(JsonNode items) {
    if (items.size() != sent.size()) {
      failedFor("answered %d of %d documents".formatted(items.size(), sent.size()));
      return;
    }
    boolean busy = false;
    boolean indexGone = false;
    for (int i = 0; i < sent.size(); i++) {
      JsonNode item = items.get(i).path(sent.get(i).content() == null ? "delete" : "index");
      String type = item.path("error").path("type").asText();
      int status = item.path("status").asInt();
      if ("index_not_found_exception".equals(type) && makings < REPEATS) {
        indexGone = true;
      } else if ((status == 429 || status == 503) && repeats < REPEATS) {
        busy = true;
      } else {
        verdict(sent.get(i), status, item);
      }
    }
    if (indexGone) {
      makings++;
      step = Step.LOOK;
    }
    if (busy) {
      pauseMs = FIRST_PAUSE_MS << repeats++;
    }
    goOn();
  }

  private static void verdict(DocumentWrite document, int status, JsonNode item) {
    String result = item.path("result").asText();
    if (status == 409) {
      document.overtaken();
    } else if (status == 404 && document.content() == null) {
      document.settle(Outcome.SKIPPED); // there is none, as it should be
    } else if (status >= 300 || status == 0) {
      document.fail(
          new DocumentRefused(
              "OpenSearch, index %s: did not take the document (%d): %s"
                  .formatted(document.index(), status, reason(item.path("error")))));
    } else {
      document.settle(
          switch (result) {
            case "created" -> Outcome.CREATED;
            case "deleted" -> Outcome.DELETED;
            default -> Outcome.UPDATED;
          });
    }
  }

  private void goOn() {
    waiting.removeIf(DocumentWrite::isSettled);
    largest = largest > ENOUGH_DOCUMENTS ? largest : largest * 2; // whoever was to blame is out
    sent = List.of();
    if (waiting.isEmpty()) {
      step = Step.DONE;
    }
  }

  /** The first cause says more than what wraps it. */
  static String reason(JsonNode error) {
    JsonNode cause = error.path("caused_by");
    String own =
        "%s: %s".formatted(error.path("type").asText("no reason"), error.path("reason").asText());
    return cause.has("reason") ? own + " (" + cause.path("reason").asText() + ")" : own;
  }
}
