package caravan.wordpress;

import caravan.clock.Settling;
import caravan.files.FileContent;
import caravan.store.LinkStore;
import caravan.sync.InFlight;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.camel.Exchange;

/** Begins to keep an image in the media library, and takes its end. */
public final class WordPressImages {

  private static final String IMAGE = "image";
  private static final String HELD = "imageHeld";

  /** Longer than an upload and what comes before it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LinkStore links;
  private final Settling settling;
  private final String target;
  private final InFlight inFlight = new InFlight(PATIENCE);

  /**
   * @param links writes by the services' clock
   * @param settling says when an upload has had time to arrive
   * @param url {@code wordpress.url}
   */
  public WordPressImages(LinkStore links, Settling settling, String url) {
    this.links = links;
    this.settling = settling;
    this.target = WordPressPosts.target("media", url);
  }

  /** Begins with the reference in the body, {@code {pageId, url, property?}}. */
  public void begin(Exchange exchange) {
    JsonNode reference = exchange.getMessage().getBody(JsonNode.class);
    exchange.setVariable(IMAGE, new ImageUpload(links, settling, target, reference));
  }

  /** Whether something is left to do. */
  public boolean isUnfinished(Exchange exchange) {
    return image(exchange).isUnfinished();
  }

  /** Whether its content has to be fetched before the next request. */
  public boolean isLackingContent(Exchange exchange) {
    return image(exchange).isLackingContent();
  }

  /** The reference to fetch it by. */
  public JsonNode reference(Exchange exchange) {
    return image(exchange).reference();
  }

  /** Takes the content that was fetched, variable {@code file}. */
  public void fetched(Exchange exchange) {
    image(exchange).fetched(exchange.getVariable("file", FileContent.class));
  }

  /**
   * The next request. Nobody else looks for the same content, or uploads it, until {@link #end}.
   */
  public WordPressRequest next(Exchange exchange) {
    ImageUpload image = image(exchange);
    if (!image.content().equals(exchange.getVariable(HELD, String.class))) {
      release(exchange);
      inFlight.enter(image.content());
      exchange.setVariable(HELD, image.content());
    }
    return image.next();
  }

  /** Takes the answer in the body. */
  public void accept(Exchange exchange) {
    image(exchange).accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /** Takes the error of a request, and throws what the failure is. */
  public void failed(Exchange exchange) {
    image(exchange).failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class));
  }

  /** The image is kept: the {@link KeptImage} becomes the body. */
  public void done(Exchange exchange) {
    ImageUpload image = image(exchange);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null && image.isUploaded()) {
      run.note("images uploaded", 1);
    }
    exchange.getMessage().setBody(image.image());
  }

  /** Whatever became of it, others may go on. */
  public void end(Exchange exchange) {
    release(exchange);
    exchange.removeVariable(IMAGE);
  }

  private void release(Exchange exchange) {
    String held = exchange.getVariable(HELD, String.class);
    if (held != null) {
      inFlight.leave(held);
      exchange.removeVariable(HELD);
    }
  }

  private static ImageUpload image(Exchange exchange) {
    return exchange.getVariable(IMAGE, ImageUpload.class);
  }
}
