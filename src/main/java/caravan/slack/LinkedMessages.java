package caravan.slack;

import caravan.store.Link;
import caravan.store.LinkStore;

/** The messages of records, remembered in the table of links. */
record LinkedMessages(LinkStore links) implements MessageMemory {

  @Override
  public Link pending(String target, String externalId, String hash) {
    links.markPending(target, externalId, hash, null);
    return links.find(target, externalId).orElseThrow();
  }

  @Override
  public void stillPending(String target, String externalId) {
    links.stillPending(target, externalId);
  }

  @Override
  public void save(Link link) {
    links.save(link);
  }

  @Override
  public void forget(String target, String externalId) {
    links.forget(target, externalId);
  }
}
