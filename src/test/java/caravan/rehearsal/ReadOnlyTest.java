package caravan.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.notion.NotionRequest;
import caravan.rehearsal.ReadOnly.WriteRefused;
import caravan.search.OpenSearchRequest;
import caravan.slack.SlackRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that may change something passes a gateway for an exchange that may only read. */
class ReadOnlyTest {

  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final ReadOnly readOnly = new ReadOnly();

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/pages",
    "PATCH, /v1/pages/1",
    "DELETE, /v1/blocks/1",
    "PATCH, /v1/blocks/1/children",
    "POST, /v1/data_sources",
    "PATCH, /v1/data_sources/1",
    "POST, /v1/databases",
    "POST, /v1/comments",
    "POST, /v1/file_uploads",
    "PUT, /v1/anything",
    "POST, /v1/data_sources/1/query/more",
    "get, /v1/pages/1"
  })
  void aWriteToNotionIsRefused(String method, String path) {
    NotionRequest request = new NotionRequest(method, path, NOTHING, NotionRequest.Repeat.SAFE);
    assertThatThrownBy(() -> check(request))
        .isInstanceOf(WriteRefused.class)
        .hasMessageContaining(method + " " + path)
        .hasMessageContaining("Nothing was sent");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/pages/1",
    "GET, /v1/blocks/1/children?page_size=100",
    "GET, /v1/users/me",
    "POST, /v1/data_sources/1/query?filter_properties=a",
    "POST, /v1/search"
  })
  void aReadOfNotionPasses(String method, String path) {
    assertThatCode(() -> check(new NotionRequest(method, path, NOTHING, NotionRequest.Repeat.SAFE)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"chat.postMessage", "chat.update", "chat.delete", "reactions.add", "unknown.call"})
  void aCallOfSlackThatWritesIsRefused(String method) {
    assertThatThrownBy(() -> check(new SlackRequest(method, "C1", NOTHING)))
        .isInstanceOf(WriteRefused.class);
  }

  @Test
  void aCallOfSlackThatReadsPasses() {
    assertThatCode(() -> check(new SlackRequest("conversations.history", "C1", NOTHING)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\": \"mutation { issueCreate }\"}",
        "{\"query\": \"query A { x } mutation B { issueCreate }\"}",
        "{\"query\": \"fragment F on Issue { id } query A { x }\"}",
        "{\"query\": \"\"}",
        "{}",
        "mutation { issueCreate }"
      })
  void aGraphqlRequestThatIsNotKnownToReadIsRefused(String request) {
    assertThatThrownBy(() -> check(request)).isInstanceOf(WriteRefused.class);
  }

  @Test
  void aGraphqlQueryPasses() {
    assertThat(
            ReadOnly.reads("{\"query\": \"query A { x }\", \"variables\": {\"a\": \"mutation\"}}"))
        .isTrue();
    assertThat(ReadOnly.reads("{\"query\": \"{ x }\"}")).isTrue();
  }

  @Test
  void somethingElseIsRefused() {
    assertThatThrownBy(() -> check(4711)).isInstanceOf(WriteRefused.class);
  }

  @Test
  void anExchangeOfARunMayWrite() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(NotionRequest.adding("POST", "/v1/pages", NOTHING));
    assertThatCode(() -> readOnly.check(exchange)).doesNotThrowAnyException();
  }

  @Test
  void aSearchIndexMayBeLookedAtAndNotWritten() {
    assertThatCode(() -> check(OpenSearchRequest.lookAt("kb"))).doesNotThrowAnyException();
    assertThatCode(() -> check(OpenSearchRequest.document("kb", "1"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(OpenSearchRequest.make("kb", "{}")))
        .isInstanceOf(WriteRefused.class)
        .hasMessageContaining("PUT /kb");
    assertThatThrownBy(() -> check(OpenSearchRequest.bulk("kb", "{}\n")))
        .isInstanceOf(WriteRefused.class)
        .hasMessageContaining("POST /kb/_bulk");
  }

  private void check(Object body) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable(ReadOnly.VARIABLE, true);
    exchange.getMessage().setBody(body);
    readOnly.check(exchange);
  }
}
