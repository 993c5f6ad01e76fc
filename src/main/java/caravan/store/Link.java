package caravan.store;

import java.time.Instant;

/**
 * Which remote object holds a record.
 *
 * @param target a Notion data source id, {@code slack:<channel>}, or {@code wordpress-posts:<site>}
 * @param externalId the record's External ID
 * @param remoteId the page id or message ts; null while the outcome of its create is unknown
 * @param state see {@link State}
 * @param propertiesHash what was last written of the properties; null if unknown
 * @param bodyHash what was last written of the body; null if unknown or unfinished
 * @param pendingSince when the create was about to be sent, or ended without a known outcome; null
 *     unless {@link State#PENDING}
 * @param lookedUpAt when a pending link was last looked for in vain; null if never
 */
public record Link(
    String target,
    String externalId,
    String remoteId,
    State state,
    String propertiesHash,
    String bodyHash,
    Instant pendingSince,
    Instant lookedUpAt) {

  /** What is known of the remote object. */
  public enum State {
    /** A create was about to be sent, its outcome is not known. */
    PENDING,
    /** The object exists. */
    LINKED,
    /** The object is in the trash, or withdrawn. */
    TRASHED
  }

  /** The same link with another moment from which on the lag of the index counts. */
  public Link pendingSince(Instant moment) {
    return new Link(
        target, externalId, remoteId, state, propertiesHash, bodyHash, moment, lookedUpAt);
  }

  /** The same link with another hash of the properties; null if what was written is not known. */
  public Link withPropertiesHash(String hash) {
    return new Link(target, externalId, remoteId, state, hash, bodyHash, pendingSince, lookedUpAt);
  }

  /** The same link to an object that is in the trash; what it holds is not known any more. */
  public Link trashed() {
    return new Link(target, externalId, remoteId, State.TRASHED, null, null, null, null);
  }
}
