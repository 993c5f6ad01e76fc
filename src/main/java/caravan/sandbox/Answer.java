package caravan.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a system answers.
 *
 * @param status the HTTP status
 * @param headers besides Content-Length
 * @param body what is sent; empty for none
 * @param saved what this request wrote; null for a read or a failure
 */
public record Answer(int status, Map<String, String> headers, Buffer body, Saved saved) {

  /** The key in the routing context under which the sandbox leaves the way an answer goes out. */
  static final String EXIT = Exit.class.getName();

  /** Copies the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /**
   * What a write left behind.
   *
   * @param id of the object written
   * @param childIds its new direct children, in the order of the request
   */
  public record Saved(String id, List<String> childIds) {
    /** Copies the list. */
    public Saved {
      childIds = List.copyOf(childIds);
    }
  }

  /** How an answer leaves; the sandbox's own faults and log stand here. */
  @FunctionalInterface
  interface Exit {
    void leave(Answer answer);
  }

  /** A JSON answer that wrote nothing. */
  public static Answer json(int status, String body, Map<String, String> headers) {
    return of("application/json; charset=utf-8", status, body, headers);
  }

  /** An HTML answer that wrote nothing. */
  public static Answer html(int status, String body) {
    return of("text/html; charset=utf-8", status, body, Map.of());
  }

  /** An answer with content of any type that wrote nothing. */
  public static Answer content(
      int status, String type, byte[] content, Map<String, String> headers) {
    return of(type, status, Buffer.buffer(content), headers);
  }

  private static Answer of(String type, int status, String body, Map<String, String> headers) {
    return of(type, status, Buffer.buffer(body), headers);
  }

  private static Answer of(String type, int status, Buffer body, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("Content-Type", type);
    return new Answer(status, all, body, null);
  }

  /** The same answer, marked as having saved something. */
  public Answer saving(String id, List<String> childIds) {
    return new Answer(status, headers, body, new Saved(id, childIds));
  }

  /** The same answer with other headers added. */
  public Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body, saved);
  }

  /** Sends this answer, past the log and the faults. */
  public void send(RoutingContext ctx) {
    Exit exit = ctx.get(EXIT);
    if (exit == null) {
      write(ctx);
    } else {
      exit.leave(this);
    }
  }

  /** Writes this answer as it is. */
  void write(RoutingContext ctx) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    response.end(body);
  }
}
