package caravan.slack;

import caravan.store.Link;

/** Remembers which Slack message is whose. */
public interface MessageMemory {

  /** Writes down, before it is sent, that a message is about to be posted. */
  Link pending(String target, String externalId, String hash);

  /** A post ended without a known outcome: it may have taken effect until this moment. */
  void stillPending(String target, String externalId);

  /** Writes down what is known of a message. */
  void save(Link link);

  /** There is no message. */
  void forget(String target, String externalId);
}
