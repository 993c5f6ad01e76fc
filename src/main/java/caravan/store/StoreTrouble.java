package caravan.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps the store from working, told from an error's causes. The hub does nothing without its
 * memory, so each kind but {@link Kind#REFUSED} is waited out.
 *
 * @param kind which kind it is
 * @param detail what the database said, on one line
 */
public record StoreTrouble(Kind kind, String detail) {

  /** Kinds of trouble, by what people have to do about it. */
  public enum Kind {
    /** The database does not answer, or is starting or stopping. */
    AWAY("The store does not answer", "Start the database, or check store.url"),
    /** Another process has the H2 file open. */
    IN_USE("The store's file is open in another process", "Stop that process, or set store.url"),
    /** The disk below the store is full. */
    FULL("The disk that holds the store is full", "Free some space on it"),
    /** The database refuses the user or does not have what the URL names; waiting won't help. */
    REFUSED("The store refuses the connection", "Check store.url, store.user and store.password");

    private final String what;
    private final String remedy;

    Kind(String what, String remedy) {
      this.what = what;
      this.remedy = remedy;
    }

    /** What people can do, without its full stop. */
    public String remedy() {
      return remedy;
    }
  }

  /** PostgreSQL: error codes; wrong user or password, no such database or right. */
  private static final Set<String> REFUSALS = Set.of("28000", "28P01", "3D000", "42501");

  /** PostgreSQL: shutting down, crashed, starting, too many connections. */
  private static final Set<String> ABSENCES = Set.of("57P01", "57P02", "57P03", "53300");

  /** H2: the database is closed, or called while it closes. */
  private static final Set<String> H2_CLOSED = Set.of("90098", "90121");

  private static final String H2_IN_USE = "90020";
  private static final String POSTGRES_DISK_FULL = "53100";

  /** The trouble that an error tells of; empty if the store has nothing to do with it. */
  public static Optional<StoreTrouble> of(Throwable error) {
    Optional<StoreTrouble> found = Optional.empty();
    int depth = 0;
    for (Throwable cause = error; cause != null && depth < 50; cause = cause.getCause(), depth++) {
      if (isDiskFull(cause) && hasSql(error)) {
        return Optional.of(new StoreTrouble(Kind.FULL, line(cause)));
      }
      if (cause instanceof SQLException sql) {
        // The deepest one knows best: a pool's timeout says nothing of why.
        Optional<StoreTrouble> deeper = kind(sql).map(kind -> new StoreTrouble(kind, line(sql)));
        found = deeper.isPresent() ? deeper : found;
      }
    }
    return found;
  }

  /** Whether it may pass by itself or by what people do outside the hub. */
  public boolean mayPass() {
    return kind != Kind.REFUSED;
  }

  /** What is wrong and what can be done, as one or two sentences. */
  public String sentence() {
    return "%s (%s). %s.".formatted(kind.what, detail, kind.remedy);
  }

  private static Optional<Kind> kind(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    if (state.equals(POSTGRES_DISK_FULL)) {
      return Optional.of(Kind.FULL);
    }
    // The driver manager says of a URL that none of the drivers knows what it says of a lost
    // server.
    if (REFUSALS.contains(state) || "No suitable driver".equals(error.getMessage())) {
      return Optional.of(Kind.REFUSED);
    }
    if (state.equals(H2_IN_USE)) {
      return Optional.of(Kind.IN_USE);
    }
    boolean away =
        state.startsWith("08")
            || ABSENCES.contains(state)
            || H2_CLOSED.contains(state)
            || error instanceof SQLTransientConnectionException;
    return away ? Optional.of(Kind.AWAY) : Optional.empty();
  }

  private static boolean hasSql(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return true;
      }
    }
    return false;
  }

  /** What Linux and Windows say through Java. */
  private static boolean isDiskFull(Throwable error) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left on device")
        || message.contains("not enough space on the disk");
  }

  private static String line(Throwable error) {
    String text = String.valueOf(error.getMessage()).replaceAll("\\s+", " ").trim();
    int statement = text.indexOf("; SQL statement:"); // H2 adds the statement, with its values
    return statement < 0 ? text : text.substring(0, statement);
  }
}
