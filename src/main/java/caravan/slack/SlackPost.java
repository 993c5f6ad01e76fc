package caravan.slack;

import caravan.clock.Settling;
import caravan.gateway.ServiceRefused;
import caravan.record.Record;
import caravan.store.Link;
import caravan.sync.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * The calls that bring one Slack message to what its record says: posted once, updated in place,
 * marked as withdrawn when the record is deleted.
 *
 * <p>Slack has no idempotency key. A message carries its record's External ID as metadata, so that
 * a post whose outcome is unknown is looked for in the channel's history before it is repeated. It
 * may still be on its way: that it is not there counts only when it has had time to arrive.
 */
public final class SlackPost {

  private static final String EVENT = "caravan_record";
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);
  private static final int HISTORY = 200;

  private enum Step {
    LOOK_UP,
    POST,
    UPDATE,
    DONE
  }

  private final MessageMemory memory;
  private final Settling settling;
  private final String channel;
  private final Record record;
  private final SlackMessage message;
  private Link link;
  private String cursor = "";
  private Instant lookedUpAt;
  private Step step;
  private Outcome outcome = Outcome.UNCHANGED;

  /**
   * @param memory remembers which message is the record's, by the services' clock
   * @param settling says when a post has had time to arrive
   * @param channel the channel's id
   * @param link what is known of the message; null if nothing
   * @param message how the message should read
   */
  public SlackPost(
      MessageMemory memory,
      Settling settling,
      String channel,
      Record record,
      Link link,
      SlackMessage message) {
    this.memory = memory;
    this.settling = settling;
    this.channel = channel;
    this.record = record;
    this.message = message;
    this.link = link;
    this.step = link != null && link.state() == Link.State.PENDING ? Step.LOOK_UP : decide();
  }

  /** The name under which the links of a channel are kept. */
  public static String target(String channel) {
    return "slack:" + channel;
  }

  private Step decide() {
    if (link == null) {
      outcome = record.deleted() ? Outcome.SKIPPED : Outcome.CREATED;
      return record.deleted() ? Step.DONE : Step.POST;
    }
    if (message.hash().equals(link.propertiesHash())) {
      outcome = outcome == Outcome.CREATED ? outcome : Outcome.UNCHANGED;
      return Step.DONE;
    }
    outcome = record.deleted() ? Outcome.DELETED : Outcome.UPDATED;
    return Step.UPDATE;
  }

  /** Whether another call has to be made. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** What became of the record, once {@link #isUnfinished} is false. */
  public Outcome outcome() {
    return outcome;
  }

  /** The next call; a post is written down as pending first. */
  public SlackRequest next() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("channel", channel);
    switch (step) {
      case LOOK_UP:
        body.put("include_all_metadata", true).put("limit", HISTORY);
        body.put(
            "oldest", Long.toString(link.pendingSince().minus(CLOCKS_MAY_DIFFER).getEpochSecond()));
        if (cursor.isEmpty()) {
          lookedUpAt = settling.clock().hub().instant();
        } else {
          body.put("cursor", cursor);
        }
        return new SlackRequest("conversations.history", channel, body);
      case POST:
        link = memory.pending(target(channel), record.externalId(), message.hash());
        message.addTo(body);
        body.put("unfurl_links", false);
        addMetadata(body);
        return new SlackRequest("chat.postMessage", channel, body);
      case UPDATE:
        // Until the answer is there, nobody knows how the message reads.
        memory.save(link.withPropertiesHash(null));
        message.addTo(body);
        body.put("ts", link.remoteId());
        addMetadata(body);
        return new SlackRequest("chat.update", channel, body);
      default:
        throw new IllegalStateException("nothing is left to call");
    }
  }

  /** Takes the answer to the call that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case LOOK_UP -> lookedUp(answer);
      case POST -> written(answer.path("ts").asText());
      case UPDATE -> written(link.remoteId());
      default -> throw new IllegalStateException("nothing was called");
    }
  }

  /** Takes the error of the call that {@link #next} gave, and throws what the failure is. */
  public void failed(ServiceRefused error) {
    if (step == Step.POST && error.kind() == ServiceRefused.Kind.UNKNOWN) {
      memory.stillPending(target(channel), record.externalId());
    } else if (step == Step.POST) {
      memory.forget(target(channel), record.externalId());
    }
    if (step == Step.UPDATE && error.getMessage().contains("message_not_found")) {
      memory.forget(target(channel), record.externalId());
    }
    throw error;
  }

  private void lookedUp(JsonNode history) {
    for (JsonNode found : history.path("messages")) {
      JsonNode metadata = found.path("metadata");
      boolean ours =
          EVENT.equals(metadata.path("event_type").asText())
              && record
                  .externalId()
                  .equals(metadata.path("event_payload").path("external_id").asText());
      if (ours) {
        link = linked(found.path("ts").asText(), link.propertiesHash());
        memory.save(link);
        outcome = Outcome.CREATED;
        step = decide();
        return;
      }
    }
    cursor = history.path("response_metadata").path("next_cursor").asText("");
    if (cursor.isEmpty()) {
      Instant settled = settling.end(link.pendingSince());
      Duration left = Duration.between(settling.clock().at(lookedUpAt), settled);
      if (left.compareTo(Duration.ZERO) > 0) {
        throw new PostOutcomeUnknown(record.externalId(), lookedUpAt.plus(left));
      }
      memory.forget(target(channel), record.externalId());
      link = null;
      step = decide();
    }
  }

  private void written(String ts) {
    link = linked(ts, message.hash());
    memory.save(link);
    step = Step.DONE;
  }

  private Link linked(String ts, String hash) {
    Link.State state = record.deleted() ? Link.State.TRASHED : Link.State.LINKED;
    return new Link(target(channel), record.externalId(), ts, state, hash, null, null, null);
  }

  private void addMetadata(ObjectNode body) {
    body.putObject("metadata")
        .put("event_type", EVENT)
        .putObject("event_payload")
        .put("external_id", record.externalId());
  }
}
