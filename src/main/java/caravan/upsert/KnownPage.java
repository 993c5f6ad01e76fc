package caravan.upsert;

import caravan.blocks.BodyPrint;
import caravan.store.BodyStore;
import caravan.store.Link;
import caravan.store.LinkStore;
import java.util.Optional;

/**
 * What is known of one record's page, written down before and after each step of its write: a crash
 * anywhere leaves a link that says what has to be done again.
 */
final class KnownPage {

  /**
   * What the hub wrote as the page's body.
   *
   * @param print its blocks; null if they are not known
   * @param whole whether the body was exactly that when the hub was done; else a write is under way
   *     or broke off, and the page holds some of these blocks
   */
  record Body(BodyPrint print, boolean whole) {

    /** Whether the hub began to write a body and did not come to its end. */
    boolean isBrokenOff() {
      return print != null && !whole;
    }
  }

  private final LinkStore links;
  private final BodyStore bodies;
  private final String target;
  private final String externalId;
  private Link link;
  private Body body;

  /**
   * @param link what is known of the page; null if nothing
   */
  KnownPage(LinkStore links, BodyStore bodies, String target, String externalId, Link link) {
    this.links = links;
    this.bodies = bodies;
    this.target = target;
    this.externalId = externalId;
    this.link = link;
  }

  String target() {
    return target;
  }

  String externalId() {
    return externalId;
  }

  /** The page's id; null before it is known. */
  String id() {
    return link == null ? null : link.remoteId();
  }

  /** What the hub wrote as its body. */
  Body body() {
    if (body == null) {
      Optional<BodyStore.Written> written = bodies.find(target, externalId);
      body =
          new Body(
              written.flatMap(it -> BodyPrint.read(it.blocks())).orElse(null),
              written.filter(BodyStore.Written::whole).isPresent());
    }
    return body;
  }

  /** Whether the hub ever wrote a body into the page, or found one that it need not write. */
  boolean hadBody() {
    return link != null && link.bodyHash() != null || body().print() != null;
  }

  /**
   * A create is about to be sent.
   *
   * @param bodyHash what it carries of the body; null if that is not all of it, or none
   */
  void creating(String propertiesHash, String bodyHash) {
    links.markPending(target, externalId, propertiesHash, bodyHash);
    link = links.find(target, externalId).orElseThrow();
  }

  /** The create that is about to be sent carries this body, the first part of it at least. */
  void creatingWith(BodyPrint print, boolean all) {
    body = new Body(print, all);
    saveBody();
  }

  /** The create may have waited for its budget and for its answer: the lag counts from here. */
  void mayExist() {
    links.stillPending(target, externalId);
  }

  /** The create was refused. */
  void doesNotExist() {
    links.forget(target, externalId);
    bodies.forget(target, externalId);
  }

  /** The create's page: it holds what the create carried. */
  void exists(String pageId) {
    save(linked(link, pageId));
  }

  /** Until the answer is there, nobody knows what of a patch was saved. */
  void propertiesAreUnderWay() {
    if (link.propertiesHash() != null) {
      save(with(link.state(), null, link.bodyHash()));
    }
  }

  void propertiesAreWritten(String hash) {
    save(with(Link.State.LINKED, hash, link.bodyHash()));
  }

  /**
   * The body is about to be changed, in several requests: until it is written, the page may hold
   * blocks of before and of after.
   *
   * @param next what it will be; null if it is only added to
   */
  void bodyIsUnderWay(BodyPrint next) {
    if (next != null) {
      BodyPrint before = body().print();
      body = new Body(before == null ? next : before.and(next), false);
      saveBody();
    }
    if (link.bodyHash() != null) {
      save(with(link.state(), link.propertiesHash(), null));
    }
  }

  /**
   * The body needs nothing more.
   *
   * @param now what it is; null if only a part of it is the hub's
   */
  void bodyIsWritten(String hash, BodyPrint now) {
    if (now != null) {
      body = new Body(now, true);
      saveBody();
    }
    save(with(Link.State.LINKED, link.propertiesHash(), hash));
  }

  void isInTrash() {
    save(with(Link.State.TRASHED, null, null));
  }

  /** Somebody put it into the trash; it holds what it held. */
  void wasPutIntoTrash() {
    save(with(Link.State.TRASHED, link.propertiesHash(), link.bodyHash()));
  }

  /**
   * Notion answers the same for a page that is gone and one that is not shared: what the data
   * source holds decides, not this answer.
   */
  void isGone() {
    links.markPending(target, externalId, null, null);
  }

  private Link with(Link.State state, String propertiesHash, String bodyHash) {
    return new Link(
        target, externalId, link.remoteId(), state, propertiesHash, bodyHash, null, null);
  }

  private void save(Link next) {
    link = next;
    links.save(next);
  }

  private void saveBody() {
    if (body.whole()) {
      bodies.written(target, externalId, body.print().text());
    } else {
      bodies.underWay(target, externalId, body.print().text());
    }
  }

  /** A pending link whose page is known: the page holds what the create carried. */
  static Link linked(Link pending, String pageId) {
    return new Link(
        pending.target(),
        pending.externalId(),
        pageId,
        Link.State.LINKED,
        pending.propertiesHash(),
        pending.bodyHash(),
        null,
        null);
  }
}
