package caravan.webhooks;

import java.util.Locale;

/** What became of a request to a webhook's address, and what it is answered. */
enum Result {
  /** It is in the store, and work follows. */
  ACCEPTED(200),
  /** It came before; nothing follows. */
  DUPLICATE(200),
  /** It is signed, but about nothing that the hub reads; nothing follows. */
  UNUSED(200),
  /** Notion's token for the verification of a subscription; it is shown to operators. */
  HANDSHAKE(200),
  /** It has no signature. */
  UNSIGNED(401),
  /** It has a signature, but not the one that the secret gives. */
  FORGED(401),
  /** It was signed too long ago, or ahead of its time: it may be a recording. */
  LATE(401),
  /** There is no secret to hold the signature against; the sender may try again. */
  NO_SECRET(503),
  /** The store does not answer; the sender has to try again. */
  STORE_AWAY(503);

  private final int status;

  Result(int status) {
    this.status = status;
  }

  /** The HTTP status of the answer. */
  int status() {
    return status;
  }

  /** Its name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
