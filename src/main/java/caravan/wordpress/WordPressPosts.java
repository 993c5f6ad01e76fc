package caravan.wordpress;

import caravan.clock.Settling;
import caravan.record.Record;
import caravan.store.LinkStore;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.commons.codec.digest.DigestUtils;

/** Begins to write a record's post, and takes its end. */
public final class WordPressPosts {

  private static final String POST = "post";

  private final LinkStore links;
  private final Settling settling;
  private final String target;
  private final TermIds terms = new TermIds();

  /**
   * @param links writes by the services' clock
   * @param settling says when a post has had time to arrive
   * @param url {@code wordpress.url}: the ids of one site's posts mean other posts on another one
   */
  public WordPressPosts(LinkStore links, Settling settling, String url) {
    this.links = links;
    this.settling = settling;
    this.target = target("posts", url);
  }

  /** The name under which the links of a kind of objects of a site are kept. */
  static String target(String kind, String url) {
    String site = url.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    String name = "wordpress-" + kind + ":" + site;
    return name.length() <= 200 ? name : name.substring(0, 130) + DigestUtils.sha256Hex(name);
  }

  /** Decides what the record in variable {@code record} needs, and puts it into {@code post}. */
  public void begin(Exchange exchange) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    PostContent content = PostContent.of(record);
    exchange.setVariable(POST, new PostWrite(links, settling, terms, target, record, content));
  }

  /** Whether something is left to do. */
  public boolean isUnfinished(Exchange exchange) {
    return post(exchange).isUnfinished();
  }

  /** Whether an image has to be kept before the next request. */
  public boolean isWantingImage(Exchange exchange) {
    return post(exchange).isWantingImage();
  }

  /** The image to keep. */
  public JsonNode image(Exchange exchange) {
    return post(exchange).image();
  }

  /** Takes the image in the body, which was kept. */
  public void keptImage(Exchange exchange) {
    post(exchange).keptImage(exchange.getMessage().getBody(KeptImage.class));
  }

  /** The next request. */
  public WordPressRequest next(Exchange exchange) {
    return post(exchange).next();
  }

  /** Takes the answer in the body. */
  public void accept(Exchange exchange) {
    post(exchange).accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /** Takes the error of a request; throws what the record's failure is, if it is one. */
  public void failed(Exchange exchange) {
    post(exchange).failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RuntimeException.class));
  }

  /** Notes the outcome of a finished post. */
  public void done(Exchange exchange) {
    PostWrite post = post(exchange);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null) {
      post.notes().forEach(note -> run.note(note, 1));
    }
    exchange.setVariable(Variables.OUTCOME, post.outcome());
    exchange.removeVariable(POST);
  }

  private static PostWrite post(Exchange exchange) {
    return exchange.getVariable(POST, PostWrite.class);
  }
}
