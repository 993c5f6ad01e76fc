package caravan.rehearsal;

import caravan.notion.NotionRequest;
import caravan.rest.RestRequest;
import caravan.search.OpenSearchRequest;
import caravan.slack.SlackRequest;
import caravan.wordpress.WordPressRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Refuses, at the gateways, everything that might change something for exchanges that may only
 * read. What is not known to read counts as a write. So no mistake in a dry run can write.
 */
public final class ReadOnly {

  /** Exchange variable: {@code true} for an exchange that may only read. */
  public static final String VARIABLE = "readOnly";

  /** POSTs that read (Notion: query a data source, search). */
  private static final Set<String> NOTION_READS =
      Set.of("POST /v1/data_sources/*/query", "POST /v1/databases/*/query", "POST /v1/search");

  private static final Set<String> SLACK_READS =
      Set.of(
          "auth.test",
          "conversations.history",
          "conversations.info",
          "conversations.list",
          "conversations.replies",
          "users.info",
          "users.list",
          "users.lookupByEmail");

  private static final Pattern GRAPHQL_READ = Pattern.compile("\\s*(query\\b|\\{)");
  private static final Pattern GRAPHQL_WRITE = Pattern.compile("\\b(mutation|subscription)\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A dry run tried to change something; nothing was sent. */
  public static final class WriteRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WriteRefused(String what) {
      super("%s was refused: a dry run only reads. Nothing was sent.".formatted(what));
    }
  }

  /** Whether a request to Notion only reads. */
  public static boolean reads(NotionRequest request) {
    return request.method().equals("GET") || NOTION_READS.contains(request.endpoint());
  }

  /** Whether a call to Slack only reads. */
  public static boolean reads(SlackRequest request) {
    return SLACK_READS.contains(request.method());
  }

  /** Whether a GraphQL request, as JSON text, only reads. */
  public static boolean reads(String request) {
    try {
      String document = JSON.readTree(request).path("query").asText();
      return GRAPHQL_READ.matcher(document).lookingAt() && !GRAPHQL_WRITE.matcher(document).find();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * Refuses the request in the body if it writes and the exchange may only read.
   *
   * @throws WriteRefused if so
   */
  public void check(Exchange exchange) {
    if (!Boolean.TRUE.equals(exchange.getVariable(VARIABLE, Boolean.class))) {
      return;
    }
    Object body = exchange.getMessage().getBody();
    boolean reads;
    String what;
    if (body instanceof NotionRequest notion) {
      reads = reads(notion);
      what = notion.method() + " " + notion.path();
    } else if (body instanceof SlackRequest slack) {
      reads = reads(slack);
      what = slack.method();
    } else if (body instanceof OpenSearchRequest search) {
      reads = search.isReading();
      what = search.method() + " " + search.path();
    } else if (body instanceof WordPressRequest wordPress) {
      reads = wordPress.isReading();
      what = wordPress.method() + " " + wordPress.path();
    } else if (body instanceof RestRequest rest) {
      reads = rest.isReading();
      what = rest.method() + " " + rest.url().getPath();
    } else {
      reads = body instanceof String graphql && reads(graphql);
      what = "a request that is not known to read";
    }
    if (!reads) {
      throw new WriteRefused(what);
    }
  }
}
