package caravan.store;

import caravan.store.WatermarkStore.Watermark;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * What operators asked to hand over again. It is written down first and carried out when the next
 * poll begins, in one transaction: so a poll that is under way can't put its own watermark in the
 * place of the one that was asked for, and a hub that does not run does it when it starts.
 */
public final class ResyncStore {

  /**
   * What was asked for.
   *
   * @param fromAt what was edited since then; null for everything
   * @param askedAt when somebody asked
   */
  public record Resync(Instant fromAt, Instant askedAt) {

    /** Whether everything is handed over again. */
    public boolean everything() {
      return fromAt == null;
    }
  }

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public ResyncStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Resync.class, ConstructorMapper.of(Resync.class));
    this.jdbi.registerRowMapper(Watermark.class, ConstructorMapper.of(Watermark.class));
    this.clock = clock;
  }

  /**
   * Notes that an integration is to hand over again; of two requests that wait, the one that asks
   * for more stands.
   *
   * @param from what was edited since then; null for everything
   */
  public void ask(String integration, Instant from) {
    contended.transact(
        handle -> {
          Optional<Resync> before = find(handle, integration);
          boolean moreBefore =
              before
                  .filter(it -> it.everything() || from != null && it.fromAt().isBefore(from))
                  .isPresent();
          Instant wanted = moreBefore ? before.get().fromAt() : from;
          handle.execute("DELETE FROM resyncs WHERE integration = ?", integration);
          handle.execute(
              "INSERT INTO resyncs (integration, from_at, asked_at) VALUES (?, ?, ?)",
              integration,
              wanted,
              clock.instant());
        });
  }

  /** What waits to be carried out. */
  public Optional<Resync> find(String integration) {
    return jdbi.withHandle(handle -> find(handle, integration));
  }

  /** How many items are known that would be handed over again, as far as they are still there. */
  public int expected(String integration, Instant from) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) FROM known_items WHERE integration = ? AND state = 'PRESENT'"
                        + " AND last_edited >= ?",
                    integration,
                    from == null ? Instant.EPOCH : from)
                .mapTo(Integer.class)
                .one());
  }

  /**
   * Carries out what waits: the watermark goes back, and what is known of the items since then does
   * not keep them from being handed over. For everything the latest hashes of what was delivered
   * are forgotten too, so that the sink decides anew.
   *
   * <p>A date before what the first start took reaches back behind it; everything means everything
   * that the integration takes.
   *
   * @return what was carried out; empty if nothing waited
   */
  public Optional<Resync> carryOut(String integration) {
    Resync[] done = new Resync[1];
    contended.transact(
        handle -> {
          done[0] = find(handle, integration).orElse(null);
          if (done[0] != null) {
            carryOut(handle, integration, done[0]);
          }
        });
    return Optional.ofNullable(done[0]);
  }

  private void carryOut(Handle handle, String integration, Resync resync) {
    Instant from = resync.everything() ? Instant.EPOCH : resync.fromAt();
    handle
        .select("SELECT position, first_from FROM watermarks WHERE integration = ?", integration)
        .mapTo(Watermark.class)
        .findOne()
        .ifPresent(
            watermark ->
                handle.execute(
                    "UPDATE watermarks SET position = ?, first_from = ?, updated_at = ?"
                        + " WHERE integration = ?",
                    position(watermark, resync),
                    firstFrom(watermark, resync),
                    clock.instant(),
                    integration));
    handle.execute(
        "UPDATE known_items SET row_hash = '' WHERE integration = ? AND state = 'PRESENT'"
            + " AND last_edited >= ?",
        integration,
        from);
    if (resync.everything()) {
      handle.execute("UPDATE deliveries SET done_hash = NULL WHERE integration = ?", integration);
    }
    handle.execute("DELETE FROM resyncs WHERE integration = ?", integration);
  }

  /** Never forwards: what was not read yet is not left out. */
  private static Instant position(Watermark watermark, Resync resync) {
    boolean never = watermark.position() == null;
    if (never || resync.everything()) {
      return null;
    }
    return watermark.position().isBefore(resync.fromAt()) ? watermark.position() : resync.fromAt();
  }

  private static Instant firstFrom(Watermark watermark, Resync resync) {
    boolean behind =
        !resync.everything()
            && watermark.firstFrom() != null
            && resync.fromAt().isBefore(watermark.firstFrom());
    return behind ? resync.fromAt() : watermark.firstFrom();
  }

  private static Optional<Resync> find(Handle handle, String integration) {
    return handle
        .select("SELECT from_at, asked_at FROM resyncs WHERE integration = ?", integration)
        .mapTo(Resync.class)
        .findOne();
  }
}
