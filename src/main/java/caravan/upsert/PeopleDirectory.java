package caravan.upsert;

import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.store.Link;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notion's people by e-mail address, per connection.
 *
 * <p>Members come from Notion's list of users, which is read once an hour, and once more if an
 * address is unknown and the list is older than five minutes: a new colleague is found soon, a
 * wrong address does not cost a request per record. Guests are in no list (Notion: list all users),
 * so they are learnt from the rows that carry them, at no request; a guest that a record names is
 * kept in the store. Bots have no address of their own and are never found by one.
 */
public final class PeopleDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleDirectory.class);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration NOT_AGAIN_WITHIN = Duration.ofMinutes(5);

  private static final String FIRST_PAGE = "/v1/users?page_size=100";

  /** How Notion may say to a request for the first page that it will not list people at all. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404);

  /** How Notion may refuse a value that names a user who does not exist. */
  private static final Set<Integer> GONE = Set.of(400, 404);

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String REFUSED =
      "Notion does not let the connection list people ({}); only those who were met in rows are"
          + " assigned. Give it the capability to read user information with e-mail addresses (a"
          + " personal access token cannot have it). The list is asked for again in an hour.";
  private static final String NOT_READ =
      "Notion's list of people cannot be read ({}); those known from before are assigned. It is"
          + " asked for again in a few minutes.";

  private final NotionGateway gateway;
  private final Connections connections;
  private final LinkStore links;
  private final Clock clock;
  private final Map<String, Workspace> workspaces = new ConcurrentHashMap<>();

  /**
   * @param links keeps the guests that records name
   */
  public PeopleDirectory(
      NotionGateway gateway, Connections connections, LinkStore links, Clock clock) {
    this.gateway = gateway;
    this.connections = connections;
    this.links = links;
    this.clock = clock;
  }

  /** What is known of the people whom one connection sees. */
  private static final class Workspace {
    private final Map<String, String> met = new ConcurrentHashMap<>();
    private final Map<String, String> givenOut = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private Map<String, String> listed;
    private Instant listedAt = Instant.MIN;
    private Instant nextAllowed = Instant.MIN;
  }

  /**
   * The user id of an e-mail address; upper and lower case are the same.
   *
   * @param exchange whose run, lane and connection a request belongs to
   * @throws NotionException if the list can't be read and none was read before
   */
  public Optional<String> userId(Exchange exchange, String email) {
    Workspace workspace = workspace(exchange);
    String address = email.strip().toLowerCase(Locale.ROOT);
    synchronized (workspace) {
      Instant now = clock.instant();
      boolean old = !now.isBefore(workspace.listedAt.plus(FRESH));
      boolean allowed = !now.isBefore(workspace.nextAllowed);
      if (workspace.listed == null || (old && allowed)) {
        refresh(exchange, workspace, now);
        allowed = false;
      }
      Optional<String> known = known(exchange, workspace, address);
      if (known.isEmpty() && allowed) {
        refresh(exchange, workspace, now);
        known = known(exchange, workspace, address);
      }
      known.ifPresent(id -> workspace.givenOut.put(id, address));
      return known;
    }
  }

  /**
   * Whether Notion refused a write because somebody who was found here has left the workspace. That
   * person is found no more unless the list of users says otherwise, so the record can be written
   * on its next attempt.
   */
  public boolean forgetWhoIsGone(Exchange exchange, NotionException error) {
    if (!GONE.contains(error.error().status())) {
      return false;
    }
    Workspace workspace = workspace(exchange);
    boolean forgotten = false;
    for (String id :
        ID.matcher(error.error().message()).results().map(MatchResult::group).toList()) {
      String address = workspace.givenOut.get(id);
      if (address != null) {
        synchronized (workspace) {
          workspace.gone.add(id);
          workspace.listed.remove(address, id);
          workspace.met.remove(address, id);
          links.forget(guests(exchange), address);
        }
        forgotten = true;
      }
    }
    return forgotten;
  }

  /** Learns the people of a row or page as Notion gave it; sends nothing. */
  public void meet(Exchange exchange, JsonNode row) {
    Workspace workspace = workspace(exchange);
    for (JsonNode property : row.path("properties")) {
      if ("people".equals(property.path("type").asText())) {
        for (JsonNode user : property.path("people")) {
          // Pages go on showing who has left.
          if (!workspace.gone.contains(user.path("id").asText())) {
            learn(user, workspace.met);
          }
        }
      }
    }
  }

  private Workspace workspace(Exchange exchange) {
    return workspaces.computeIfAbsent(connection(exchange), name -> new Workspace());
  }

  private String connection(Exchange exchange) {
    return connections.of(exchange);
  }

  private String guests(Exchange exchange) {
    return "people:" + connection(exchange);
  }

  /** Listed, met in a row, or met in a row before the hub was started again. */
  private Optional<String> known(Exchange exchange, Workspace workspace, String address) {
    String listed = workspace.listed.get(address);
    if (listed != null) {
      return Optional.of(listed);
    }
    String guests = guests(exchange);
    Optional<String> kept = links.find(guests, address).map(Link::remoteId);
    String met = workspace.met.get(address);
    if (met == null || Optional.of(met).equals(kept)) {
      return kept;
    }
    links.save(new Link(guests, address, met, Link.State.LINKED, null, null, null, null));
    return Optional.of(met);
  }

  /**
   * Reads the list of users. If that fails, what is known stays. A connection that may not list
   * people knows only those met in rows, which runs count; no record fails.
   */
  private void refresh(Exchange exchange, Workspace workspace, Instant now) {
    try {
      workspace.listed = read(exchange);
      workspace.listedAt = now;
      workspace.nextAllowed = now.plus(NOT_AGAIN_WITHIN);
    } catch (NotionException e) {
      boolean refused = e.path().equals(FIRST_PAGE) && REFUSALS.contains(e.error().status());
      if (workspace.listed == null && !refused) {
        throw e;
      }
      workspace.listed = workspace.listed == null ? new HashMap<>() : workspace.listed;
      workspace.nextAllowed = now.plus(refused ? FRESH : NOT_AGAIN_WITHIN);
      LOG.warn(refused ? REFUSED : NOT_READ, e.error().summary());
    }
  }

  private Map<String, String> read(Exchange exchange) {
    Map<String, String> people = new HashMap<>();
    String cursor = "";
    while (cursor != null) {
      String from =
          cursor.isEmpty()
              ? ""
              : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      JsonNode page = gateway.send(exchange, NotionRequest.get(FIRST_PAGE + from));
      page.path("results").forEach(user -> learn(user, people));
      cursor = page.path("has_more").asBoolean() ? page.path("next_cursor").asText() : null;
    }
    return people;
  }

  /** A person with an address; a bot carries its owner's, which must not lead to the bot. */
  private static void learn(JsonNode user, Map<String, String> people) {
    String email = user.path("person").path("email").asText("").strip();
    if ("person".equals(user.path("type").asText()) && !email.isEmpty()) {
      people.put(email.toLowerCase(Locale.ROOT), user.path("id").asText());
    }
  }
}
