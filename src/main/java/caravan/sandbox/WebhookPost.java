package caravan.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Delivers webhooks: later, again if they are refused, and some of them twice. */
public final class WebhookPost implements AutoCloseable {

  private static final String HMAC = "HmacSHA256";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sandbox-webhooks");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Random random;
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  public WebhookPost(long seed) {
    this.random = new Random(seed);
  }

  /** A delivery, made anew for each attempt. */
  public interface Letter {

    /**
     * @param attempt from 1 on
     */
    Message write(int attempt);
  }

  /**
   * What is posted.
   *
   * @param headers beside the content type
   */
  public record Message(String body, Map<String, String> headers) {

    /** Keeps its own copy of the headers. */
    public Message {
      headers = Map.copyOf(headers);
    }
  }

  /** Does something after a delay; nothing any more once this is closed. */
  public void later(Duration delay, Runnable action) {
    try {
      timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      refused.incrementAndGet(); // the sandbox has ended
    }
  }

  /** Delivers it now, and again as the options say. */
  public void send(URI address, WebhookOptions options, Letter letter) {
    attempt(address, options, letter, 1);
    boolean twice;
    synchronized (random) {
      twice = random.nextDouble() < options.duplicates();
    }
    if (twice) {
      attempt(address, options, letter, 1);
    }
  }

  private void attempt(URI address, WebhookOptions options, Letter letter, int number) {
    Message message = letter.write(number);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(message.body()));
    message.headers().forEach(request::header);
    http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (answer, error) -> {
              if (error == null && answer.statusCode() / 100 == 2) {
                delivered.incrementAndGet();
                return;
              }
              refused.incrementAndGet();
              if (number < options.attempts()) {
                Duration pause = options.pause().multipliedBy(1L << Math.min(number - 1, 16));
                later(pause, () -> attempt(address, options, letter, number + 1));
              }
            });
  }

  /** How many deliveries were answered 2xx. */
  public int delivered() {
    return delivered.get();
  }

  /** How many deliveries were not. */
  public int refused() {
    return refused.get();
  }

  /** The HMAC-SHA256 of a body in hexadecimal digits. */
  public static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
