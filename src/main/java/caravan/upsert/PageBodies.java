package caravan.upsert;

import caravan.alerts.LeftBodies;
import caravan.blocks.BodyUpdate;
import caravan.blocks.Converted;
import caravan.blocks.MarkdownToBlocks;
import caravan.blocks.OnConflict;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.BodyStore;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Run;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The bodies of the pages that are written: what each record's is, and what became of it. */
public final class PageBodies {

  private final BodyStore store;
  private final HubUser hubUser;
  private final LeftBodies leftBodies;
  private final BodyUpdate update;
  private final MarkdownToBlocks markdown = new MarkdownToBlocks();

  /**
   * @param update {@code notion.body.update}
   */
  public PageBodies(BodyStore store, HubUser hubUser, LeftBodies leftBodies, BodyUpdate update) {
    this.store = store;
    this.hubUser = hubUser;
    this.leftBodies = leftBodies;
    this.update = update;
  }

  /** What is known of a page and its body. */
  KnownPage page(LinkStore links, String target, Record record, Optional<Link> link) {
    return new KnownPage(links, store, target, record.externalId(), link.orElse(null));
  }

  /**
   * The record as far as it is written: without its body where a page's body is left alone, unless
   * the hub itself began one and was broken off.
   */
  Record seen(Record record, Optional<Link> link) {
    boolean exists = link.isPresent() && link.get().state() != Link.State.PENDING;
    if (update != BodyUpdate.LEAVE || !exists) {
      return record;
    }
    boolean brokenOff =
        link.get().bodyHash() == null
            && store
                .find(link.get().target(), record.externalId())
                .filter(written -> !written.whole())
                .isPresent();
    return brokenOff ? record : record.withoutBody();
  }

  /** The record's body, about to be written. */
  PageBody body(
      Exchange exchange,
      Run run,
      Record record,
      RecordHash hash,
      KnownPage page,
      OnConflict onConflict) {
    Converted converted = markdown.convert(record.body());
    run.note("body parts Notion holds in another form", converted.notHeld().size());
    return new PageBody(
        page,
        converted.blocks(),
        hash.body(),
        update,
        onConflict,
        userId -> hubUser.is(exchange, userId));
  }

  /** Counts what people should know of a finished write's body, and tells them if it was left. */
  void done(Run run, PageWrite write) {
    PageBody body = write.body();
    if (body == null) {
      return;
    }
    run.note("pages left in a body that has none", body.isLeft() ? 0 : body.pagesKept());
    run.note("bodies that people edited, left as they are", body.isLeft() ? 1 : 0);
    run.note("bodies of pages that people made, left as they are", body.isNobodysMatter() ? 1 : 0);
    if (body.isLeft() && body.isToldOf()) {
      KnownPage page = write.page();
      leftBodies.left(
          new BodyStore.Conflict(page.target(), page.externalId(), run.integration(), page.id()));
    }
  }
}
