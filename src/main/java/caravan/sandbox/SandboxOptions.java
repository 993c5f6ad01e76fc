package caravan.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the sandbox behaves; immutable, changed at run time through {@link
 * Sandbox#options(SandboxOptions)}.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param clock the time that every system shows and every window is measured by
 * @param latency added to every answer of a system
 * @param jitter a random time from zero to this, added to the latency
 * @param seed of every random decision, so that a run can be repeated
 * @param logLimit how many requests the log keeps; the counters go on counting
 * @param logBodies whether the log keeps what a request said, too
 * @param budgetRequests requests that Notion accepts in one window; {@link Integer#MAX_VALUE} is no
 *     limit
 * @param budgetWindow the length of Notion's fixed window
 * @param workspaceRequests requests that Notion accepts in one window of all connections of a
 *     workspace together; {@link Integer#MAX_VALUE} is no limit
 * @param indexLag how far queries and searches lag behind writes
 * @param timeFloor what Notion rounds its times down to; zero is milliseconds
 * @param rowCap rows that one Notion query gives at most (Notion: query a data source, 10,000)
 * @param markdownCap blocks that one answer of the markdown endpoint holds (Notion: retrieve a page
 *     as markdown, about 20,000)
 * @param fileExpiry how long a signed address of a file opens it (Notion: file object, one hour)
 * @param tokens the tokens that Notion accepts; empty accepts any that is not blank
 * @param connections what is known of a token; every other one has a budget of {@code
 *     budgetRequests} for itself
 */
public record SandboxOptions(
    int port,
    Clock clock,
    Duration latency,
    Duration jitter,
    long seed,
    int logLimit,
    boolean logBodies,
    int budgetRequests,
    Duration budgetWindow,
    int workspaceRequests,
    Duration indexLag,
    Duration timeFloor,
    int rowCap,
    int markdownCap,
    Duration fileExpiry,
    Set<String> tokens,
    Map<String, SandboxConnection> connections) {

  /** Refuses negative numbers and nulls. */
  public SandboxOptions {
    Objects.requireNonNull(clock, "clock");
    tokens = Set.copyOf(tokens);
    connections = Map.copyOf(connections);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is from 0 to 65535, not " + port);
    }
    if (latency.isNegative()
        || jitter.isNegative()
        || indexLag.isNegative()
        || timeFloor.isNegative()
        || fileExpiry.isNegative()) {
      throw new IllegalArgumentException(
          "latency, jitter, index lag, time floor and file expiry are not negative");
    }
    if (budgetRequests < 0
        || workspaceRequests < 0
        || budgetWindow.toMillis() < 1
        || rowCap < 1
        || markdownCap < 1
        || logLimit < 1) {
      throw new IllegalArgumentException(
          "budget window, caps and log limit are positive, the budgets are not negative");
    }
  }

  /**
   * A free port, the system clock, no latency, Notion's budget of the smaller plans, a lag of two
   * seconds.
   */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        Clock.systemUTC(),
        Duration.ZERO,
        Duration.ZERO,
        42,
        100_000,
        false,
        180,
        Duration.ofSeconds(60),
        Integer.MAX_VALUE,
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        10_000,
        20_000,
        Duration.ofHours(1),
        Set.of(),
        Map.of());
  }

  /** What tests mostly want: no budget, no lag, times by the minute. */
  public static SandboxOptions unlimited() {
    return defaults().toBuilder().budgetRequests(Integer.MAX_VALUE).indexLag(Duration.ZERO).build();
  }

  /** A builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects changes to options. */
  public static final class Builder {
    private int port;
    private Clock clock;
    private Duration latency;
    private Duration jitter;
    private long seed;
    private int logLimit;
    private boolean logBodies;
    private int budgetRequests;
    private Duration budgetWindow;
    private int workspaceRequests;
    private Duration indexLag;
    private Duration timeFloor;
    private int rowCap;
    private int markdownCap;
    private Duration fileExpiry;
    private Set<String> tokens;
    private Map<String, SandboxConnection> connections;

    private Builder(SandboxOptions from) {
      port = from.port;
      clock = from.clock;
      latency = from.latency;
      jitter = from.jitter;
      seed = from.seed;
      logLimit = from.logLimit;
      logBodies = from.logBodies;
      budgetRequests = from.budgetRequests;
      budgetWindow = from.budgetWindow;
      workspaceRequests = from.workspaceRequests;
      indexLag = from.indexLag;
      timeFloor = from.timeFloor;
      rowCap = from.rowCap;
      markdownCap = from.markdownCap;
      fileExpiry = from.fileExpiry;
      tokens = from.tokens;
      connections = from.connections;
    }

    /** See {@link SandboxOptions#port()}. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** See {@link SandboxOptions#clock()}. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** See {@link SandboxOptions#latency()}. */
    public Builder latency(Duration value) {
      latency = value;
      return this;
    }

    /** See {@link SandboxOptions#jitter()}. */
    public Builder jitter(Duration value) {
      jitter = value;
      return this;
    }

    /** See {@link SandboxOptions#seed()}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** See {@link SandboxOptions#logLimit()}. */
    public Builder logLimit(int value) {
      logLimit = value;
      return this;
    }

    /** See {@link SandboxOptions#logBodies()}. */
    public Builder logBodies(boolean value) {
      logBodies = value;
      return this;
    }

    /** See {@link SandboxOptions#budgetRequests()}. */
    public Builder budgetRequests(int value) {
      budgetRequests = value;
      return this;
    }

    /** See {@link SandboxOptions#budgetWindow()}. */
    public Builder budgetWindow(Duration value) {
      budgetWindow = value;
      return this;
    }

    /** See {@link SandboxOptions#workspaceRequests()}. */
    public Builder workspaceRequests(int value) {
      workspaceRequests = value;
      return this;
    }

    /** See {@link SandboxOptions#indexLag()}. */
    public Builder indexLag(Duration value) {
      indexLag = value;
      return this;
    }

    /** See {@link SandboxOptions#timeFloor()}. */
    public Builder timeFloor(Duration value) {
      timeFloor = value;
      return this;
    }

    /** See {@link SandboxOptions#rowCap()}. */
    public Builder rowCap(int value) {
      rowCap = value;
      return this;
    }

    /** See {@link SandboxOptions#markdownCap()}. */
    public Builder markdownCap(int value) {
      markdownCap = value;
      return this;
    }

    /** See {@link SandboxOptions#fileExpiry()}. */
    public Builder fileExpiry(Duration value) {
      fileExpiry = value;
      return this;
    }

    /** See {@link SandboxOptions#tokens()}. */
    public Builder tokens(Set<String> value) {
      tokens = value;
      return this;
    }

    /** See {@link SandboxOptions#connections()}. */
    public Builder connections(Map<String, SandboxConnection> value) {
      connections = value;
      return this;
    }

    /** The options. */
    public SandboxOptions build() {
      return new SandboxOptions(
          port,
          clock,
          latency,
          jitter,
          seed,
          logLimit,
          logBodies,
          budgetRequests,
          budgetWindow,
          workspaceRequests,
          indexLag,
          timeFloor,
          rowCap,
          markdownCap,
          fileExpiry,
          tokens,
          connections);
    }
  }
}
