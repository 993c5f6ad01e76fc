package caravan.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of incidents. */
public final class IncidentStore {

  private final Jdbi jdbi;
  private final Contended contended;

  public IncidentStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
  }

  /** Those that last, and those of which something is still to be told; oldest first. */
  public List<IncidentRow> unfinished() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM incidents WHERE closed_at IS NULL OR told < version"
                        + " ORDER BY since, CASE WHEN kind = 'recovered' THEN 1 ELSE 0 END, id")
                .map((result, context) -> row(result))
                .list());
  }

  /** Whether there is, or was until not long ago, an incident with that fingerprint. */
  public boolean knows(String fingerprint) {
    return jdbi.withHandle(
            handle ->
                handle
                    .select("SELECT COUNT(*) FROM incidents WHERE fingerprint = ?", fingerprint)
                    .mapTo(Integer.class)
                    .one())
        > 0;
  }

  /** Writes incidents as they stand now: all of them or, if this fails, none. */
  public void save(Collection<IncidentRow> rows) {
    contended.transact(handle -> rows.forEach(row -> save(handle, row)));
  }

  /** Forgets what ended before that moment and was told. */
  public void forgetEndedBefore(Instant moment) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "DELETE FROM incidents WHERE closed_at < ? AND told >= version", moment));
  }

  private static void save(Handle handle, IncidentRow row) {
    handle.execute("DELETE FROM incidents WHERE id = ?", row.id());
    handle.execute(
        "INSERT INTO incidents (id, fingerprint, kind, severity, about, title, text, ending, since,"
            + " updated_at, closed_at, version, told, channel, ts, pending_since, message_hash)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id(),
        row.fingerprint(),
        row.kind(),
        row.severity(),
        row.about(),
        row.title(),
        row.text(),
        row.ending(),
        row.since(),
        row.updatedAt(),
        row.closedAt(),
        row.version(),
        row.told(),
        row.message().channel(),
        row.message().ts(),
        row.message().pendingSince(),
        row.message().hash());
  }

  private static IncidentRow row(ResultSet result) throws SQLException {
    return new IncidentRow(
        result.getString("id"),
        result.getString("kind"),
        result.getString("severity"),
        result.getString("about"),
        result.getString("title"),
        result.getString("text"),
        result.getString("ending"),
        instant(result, "since"),
        instant(result, "updated_at"),
        instant(result, "closed_at"),
        result.getInt("version"),
        result.getInt("told"),
        new IncidentRow.Message(
            result.getString("channel"),
            result.getString("ts"),
            instant(result, "pending_since"),
            result.getString("message_hash")));
  }

  private static Instant instant(ResultSet result, String column) throws SQLException {
    OffsetDateTime moment = result.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }
}
