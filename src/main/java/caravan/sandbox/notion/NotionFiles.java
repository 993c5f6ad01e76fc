package caravan.sandbox.notion;

import caravan.sandbox.Answer;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.SandboxSystem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the files lie that people put into pages: another host than the API, which knows no tokens.
 * An address opens its file only while its signature holds (Notion: file object), and every read of
 * a page signs anew. Safe for use by several threads.
 */
public final class NotionFiles implements SandboxSystem {

  private static final String NAME = "notion-files";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https?://[^/?#]+/" + NAME + "/([0-9a-f-]{36})/[^/?#]*(?:[?#].*)?", Pattern.DOTALL);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private record Stored(String name, String type, byte[] content) {}

  private final Map<String, Stored> files = new ConcurrentHashMap<>();
  private final AtomicLong signatures = new AtomicLong();
  private final String key = UUID.randomUUID().toString();
  private volatile Supplier<SandboxOptions> options;
  private volatile String root = "http://127.0.0.1";

  NotionFiles(Supplier<SandboxOptions> options) {
    this.options = options;
  }

  /**
   * A person uploads a file.
   *
   * @return its address without a signature; Markdown, blocks and files properties that name it
   *     hold the file
   */
  public String upload(String name, String contentType, byte[] content) {
    String id = UUID.randomUUID().toString();
    files.put(id, new Stored(name, contentType, content.clone()));
    return address(id);
  }

  private String address(String id) {
    String name = URLEncoder.encode(files.get(id).name(), StandardCharsets.UTF_8);
    return root + "/" + NAME + "/" + id + "/" + name.replace("+", "%20");
  }

  /** The address without a signature, if it is that of an uploaded file. */
  Optional<String> known(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return matcher.matches() && files.containsKey(matcher.group(1))
        ? Optional.of(address(matcher.group(1)))
        : Optional.empty();
  }

  /** The file as an answer shows it, signed anew. */
  ObjectNode signed(String address) {
    Instant now = options.get().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    long seconds = options.get().fileExpiry().toSeconds();
    String stamp = STAMP.format(now);
    String token = Long.toString(signatures.incrementAndGet(), 36);
    String id = id(address);
    String url =
        known(address).orElseThrow()
            + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"
            + "&X-Amz-Credential=SANDBOX%2F"
            + stamp.substring(0, 8)
            + "%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date="
            + stamp
            + "&X-Amz-Expires="
            + seconds
            + "&X-Amz-Security-Token="
            + token
            + "&X-Amz-Signature="
            + signature(id, stamp, String.valueOf(seconds), token)
            + "&X-Amz-SignedHeaders=host&x-id=GetObject";
    String expiry = DateTimeFormatter.ISO_INSTANT.format(now.plusSeconds(seconds));
    return World.JSON.objectNode().put("url", url).put("expiry_time", expiry);
  }

  /** What stands under a media block's or file's type, with a file of ours signed. */
  ObjectNode shown(ObjectNode payload) {
    String address = payload.at("/file/url").asText("");
    if (!address.isEmpty()) {
      payload.set("file", signed(address));
    }
    return payload;
  }

  /** Sets what a media block or file shows: a file of ours, or what lies elsewhere. */
  void hold(ObjectNode payload, String url) {
    Optional<String> own = known(url);
    payload.remove(List.of("file", "external"));
    payload.put("type", own.isPresent() ? "file" : "external");
    payload.putObject(payload.path("type").asText()).put("url", own.orElse(url));
  }

  private static String id(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not the address of an uploaded file");
    }
    return matcher.group(1);
  }

  private String signature(String id, String stamp, String seconds, String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = String.join("\n", id, stamp, seconds, token);
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void attach(Supplier<SandboxOptions> live) {
    options = live;
  }

  @Override
  public void listening(String url) {
    root = url;
  }

  @Override
  public void mount(Router router) {
    router.get("/:id/:name").handler(ctx -> serve(ctx).send(ctx));
  }

  @Override
  public Answer failure(int status) {
    return refused(status, status == 404 ? "NoSuchKey" : "InternalError", "Status " + status);
  }

  private Answer serve(RoutingContext ctx) {
    if (ctx.request().getHeader("Authorization") != null) {
      return refused(
          400,
          "InvalidArgument",
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query");
    }
    String stamp = query(ctx, "X-Amz-Date");
    String seconds = query(ctx, "X-Amz-Expires");
    String token = query(ctx, "X-Amz-Security-Token");
    String id = ctx.pathParam("id");
    if (!signature(id, stamp, seconds, token).equals(query(ctx, "X-Amz-Signature"))) {
      return refused(403, "SignatureDoesNotMatch", "The request signature does not match.");
    }
    if (!options.get().clock().instant().isBefore(end(stamp, seconds))) {
      return refused(403, "AccessDenied", "Request has expired");
    }
    Stored file = files.get(id);
    return file == null
        ? failure(404)
        : Answer.content(200, file.type(), file.content(), Map.of("Accept-Ranges", "bytes"));
  }

  private static String query(RoutingContext ctx, String name) {
    String value = ctx.request().getParam(name);
    return value == null ? "" : value;
  }

  /** Only what was signed here comes so far. */
  private static Instant end(String stamp, String seconds) {
    try {
      return STAMP.parse(stamp, Instant::from).plusSeconds(Long.parseLong(seconds));
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalStateException("a signed time that was never written", e);
    }
  }

  private static Answer refused(int status, String code, String message) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message);
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    return Answer.content(status, "application/xml", body, Map.of());
  }
}
