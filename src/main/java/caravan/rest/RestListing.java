package caravan.rest;

import caravan.sync.Listing;
import caravan.sync.Poll;
import java.net.URI;

/** A reading of a source page by page: which address is asked next. */
public final class RestListing implements Listing {

  private final Poll poll;
  private URI next;

  RestListing(Poll poll, URI first) {
    this.poll = poll;
    this.next = first;
  }

  @Override
  public boolean isUnfinished() {
    return poll.isMore();
  }

  /** A poll lists only what changed, so nothing can be taken for missing. */
  @Override
  public boolean contains(String id) {
    return true;
  }

  URI next() {
    return next;
  }

  /** Goes on to the next page; null if there is none. */
  void turnTo(URI page) {
    poll.turnTo(page == null ? null : page.toString(), page != null);
    if (page != null) {
      next = page;
    }
  }
}
