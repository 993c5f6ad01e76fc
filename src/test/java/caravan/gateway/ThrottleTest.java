package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.settings.NotionConnection;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the gateway relies on in Camel's throttle. */
class ThrottleTest {

  @Test
  void theMaximumIsEvaluatedForEachCorrelationKey() throws Exception {
    Connections connections =
        new Connections(List.of(connection("small", 2), connection("large", 5)), Map.of());
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("connections", connections);
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("direct:throttled")
                  .throttle(method("connections", "requests(${variable.connection})"))
                  .correlationExpression(simple("${variable.connection}"))
                  .timePeriodMillis(600_000)
                  .rejectExecution(true);
            }
          });
      context.start();
      ProducerTemplate producer = context.createProducerTemplate();
      assertThat(passed(producer, "small")).isEqualTo(2);
      assertThat(passed(producer, "large")).isEqualTo(5);
      assertThat(passed(producer, "small")).isZero();
    }
  }

  private static NotionConnection connection(String name, int requests) {
    return new NotionConnection(name, "https://api.example.com", "any", requests, 1, "");
  }

  private static int passed(ProducerTemplate producer, String connection) {
    int passed = 0;
    for (int i = 0; i < 10; i++) {
      boolean failed =
          producer
              .send(
                  "direct:throttled",
                  exchange -> exchange.setVariable(Connections.VARIABLE, connection))
              .isFailed();
      passed += failed ? 0 : 1;
    }
    return passed;
  }
}
