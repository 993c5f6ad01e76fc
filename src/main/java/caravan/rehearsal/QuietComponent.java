package caravan.rehearsal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * A component that does nothing by itself. Routes that begin at it (timers, HTTP addresses) begin
 * only when {@link #fire} says so; one that sends to it fails: in a dry run it stands for
 * everything that could reach beyond the process.
 */
public final class QuietComponent extends DefaultComponent {

  private final Map<String, Consumer> consumers = new ConcurrentHashMap<>();
  private final String scheme;

  public QuietComponent(String scheme) {
    this.scheme = scheme;
    // Camel would fill it in as if it were the real one.
    setAutowiredEnabled(false);
  }

  /**
   * Runs the route that begins at this address once, in this thread.
   *
   * @param address what follows the scheme, without options
   * @throws IllegalArgumentException if no route begins there
   */
  public void fire(String address) throws Exception {
    Consumer consumer = consumers.get(address);
    if (consumer == null) {
      throw new IllegalArgumentException("no route begins at %s:%s".formatted(scheme, address));
    }
    Exchange exchange = consumer.getEndpoint().createExchange();
    consumer.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    parameters.clear();
    return new QuietEndpoint(uri, this, remaining);
  }

  private final class QuietEndpoint extends DefaultEndpoint {

    private final String address;

    QuietEndpoint(String uri, Component component, String address) {
      super(uri, component);
      this.address = address;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          throw new ReadOnly.WriteRefused("a message to " + scheme + ":");
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      Consumer consumer = new DefaultConsumer(this, processor);
      consumers.put(address, consumer);
      return consumer;
    }
  }
}
