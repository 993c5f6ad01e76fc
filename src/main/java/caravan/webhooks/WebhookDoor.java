package caravan.webhooks;

import caravan.store.StoreTrouble;
import caravan.store.WebhookStore;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes webhooks in. The signature is checked over the body as it came, before anything in it is
 * read; what an event asks for is in the store before it is answered 200. Nothing else happens
 * here, so that the answer is quick.
 *
 * <p>A correctly signed event is never refused for what it says: Notion pauses a subscription whose
 * events are (Notion: webhooks).
 */
public final class WebhookDoor {

  /** Who sends them. */
  public static final String NOTION = "notion";

  /** Who sends them. */
  public static final String LINEAR = "linear";

  /** The setting that holds Notion's secret. */
  public static final String NOTION_SECRET = "notion.webhook.secret";

  /** The setting that holds Linear's secret. */
  public static final String LINEAR_SECRET = "linear.webhook.secret";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookDoor.class);

  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(60);
  private static final String SHA256 = "sha256=";
  private static final int LONGEST_HANDSHAKE = 2_000;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{10,200}");

  private final Intake intake;
  private final WebhookStore store;
  private final Senders senders;
  private final UnaryOperator<String> secrets;
  private final MeterRegistry meters;
  private final Clock clock;

  /**
   * @param secrets gives a secret by its setting's name; blank if it is not set
   * @param meters where {@code caravan.webhooks.received} counts by system and result
   */
  public WebhookDoor(
      Intake intake,
      WebhookStore store,
      Senders senders,
      UnaryOperator<String> secrets,
      MeterRegistry meters,
      Clock clock) {
    this.intake = intake;
    this.store = store;
    this.senders = senders;
    this.secrets = secrets;
    this.meters = meters;
    this.clock = clock;
    // What never came is shown as 0, so that the first forged one is a rise.
    for (String system : List.of(NOTION, LINEAR)) {
      for (Result result : Result.values()) {
        counter(system, result);
      }
    }
  }

  private Counter counter(String system, Result result) {
    return meters.counter("caravan.webhooks.received", "system", system, "result", result.label());
  }

  /**
   * Takes what came for Notion: the message becomes the answer, and the variable {@code accepted}
   * says whether work follows.
   */
  public void notion(Exchange exchange) {
    byte[] body = body(exchange);
    String signature = exchange.getMessage().getHeader("X-Notion-Signature", String.class);
    Result signed = signed(body, withoutScheme(signature), secrets.apply(NOTION_SECRET));
    if (signed != Result.ACCEPTED) {
      Optional<String> token = handshake(body, signature);
      answer(exchange, NOTION, token.map(this::keepToken).orElse(signed));
      return;
    }
    Optional<String> token = handshake(body, null);
    answer(exchange, NOTION, token.map(this::keepToken).orElseGet(() -> acceptNotion(body)));
  }

  /** Takes what came for Linear, as {@link #notion} does. */
  public void linear(Exchange exchange) {
    byte[] body = body(exchange);
    String signature = exchange.getMessage().getHeader("Linear-Signature", String.class);
    String delivery = exchange.getMessage().getHeader("Linear-Delivery", String.class);
    Result signed = signed(body, signature, secrets.apply(LINEAR_SECRET));
    answer(exchange, LINEAR, signed == Result.ACCEPTED ? acceptLinear(body, delivery) : signed);
  }

  private static byte[] body(Exchange exchange) {
    byte[] body = exchange.getMessage().getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }

  private static String withoutScheme(String signature) {
    boolean known = signature != null && signature.startsWith(SHA256);
    return known ? signature.substring(SHA256.length()) : signature;
  }

  /** {@link Result#ACCEPTED} if the body is signed, else why it is refused. */
  private static Result signed(byte[] body, String signature, String secret) {
    if (signature == null || signature.isBlank()) {
      return Result.UNSIGNED;
    }
    if (secret.isBlank()) {
      return Result.NO_SECRET;
    }
    return Signature.isOf(body, signature, secret) ? Result.ACCEPTED : Result.FORGED;
  }

  /**
   * The token of a body that is a handshake and nothing else. It cannot be signed with a secret
   * that the hub knows, because the token is that secret; if it carries a signature, it has to be
   * the one that the token itself gives.
   */
  private static Optional<String> handshake(byte[] body, String signature) {
    if (body.length > LONGEST_HANDSHAKE) {
      return Optional.empty();
    }
    return WebhookEvent.object(body)
        .filter(json -> json.size() == 1)
        .map(json -> json.path("verification_token").asText(""))
        .filter(token -> TOKEN.matcher(token).matches())
        .filter(
            token -> signature == null || Signature.isOf(body, withoutScheme(signature), token));
  }

  private Result keepToken(String token) {
    return stored(
        () -> {
          store.keepToken(NOTION, token);
          LOG.info("Notion posted a verification token; ./caravan status shows it.");
          return Result.HANDSHAKE;
        });
  }

  private Result acceptNotion(byte[] body) {
    Optional<JsonNode> json = WebhookEvent.object(body);
    return stored(
        () -> {
          senders.heard(NOTION);
          return json.map(it -> intake.accept(NOTION, WebhookEvent.ofNotion(body, it)))
              .orElse(Result.UNUSED);
        });
  }

  private Result acceptLinear(byte[] body, String delivery) {
    Optional<JsonNode> json = WebhookEvent.object(body);
    long sentAt = json.map(it -> it.path("webhookTimestamp").asLong()).orElse(0L);
    if (Math.abs(clock.millis() - sentAt) > CLOCKS_MAY_DIFFER.toMillis()) {
      return Result.LATE;
    }
    return stored(
        () -> {
          senders.heard(LINEAR);
          return json.map(it -> intake.accept(LINEAR, WebhookEvent.ofLinear(body, it, delivery)))
              .orElse(Result.UNUSED);
        });
  }

  private interface Storing {
    Result store();
  }

  private static Result stored(Storing storing) {
    try {
      return storing.store();
    } catch (RuntimeException e) {
      StoreTrouble trouble = StoreTrouble.of(e).orElseThrow(() -> e);
      LOG.warn(
          "A webhook was answered {}, so that it is sent again: {}",
          Result.STORE_AWAY.status(),
          trouble.sentence());
      return Result.STORE_AWAY;
    }
  }

  private void answer(Exchange exchange, String system, Result result) {
    counter(system, result).increment();
    exchange.setVariable("accepted", result == Result.ACCEPTED);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, result.status());
    message.setBody("");
  }
}
