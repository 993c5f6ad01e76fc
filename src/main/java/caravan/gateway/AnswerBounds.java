package caravan.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Bounds the answers that the gateways read: their size, and the time from the first byte sent to
 * the last one read. The client's own timeouts bound each single wait only, so that headers or a
 * body which drip would be read for ever.
 */
public final class AnswerBounds implements HttpClientConfigurer {

  /** Largest answer in bytes, after decompression. */
  public static final long LARGEST = 32L << 20;

  /** Longest time for an answer; Notion itself gives up after 60 s (Notion: status codes). */
  public static final Duration LONGEST = Duration.ofSeconds(90);

  /** An answer was larger than the hub takes. */
  public static final class AnswerTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    private AnswerTooLarge(long bytes) {
      super("the answer is larger than %d bytes".formatted(bytes));
    }
  }

  private final long largest;
  private final Duration longest;

  /**
   * @param largest in bytes
   * @param longest from the start of sending; a single wait within the body may add the response
   *     timeout to it
   */
  public AnswerBounds(long largest, Duration longest) {
    this.largest = largest;
    this.longest = longest;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    // The first one is outermost, so it sees what decompression gives. The last one sees what comes
    // over the wire: decompression may read for ever before it gives a byte.
    builder.addExecInterceptorFirst(
        "answer-size",
        (request, scope, chain) ->
            bounded(
                chain.proceed(request, scope), in -> new Sized(in, largest, scope.execRuntime)));
    builder.addExecInterceptorLast(
        "answer-time",
        (request, scope, chain) -> {
          long deadline = System.nanoTime() + longest.toNanos();
          CompletableFuture<Void> headers = new CompletableFuture<>();
          // Nothing is seen of headers before they are complete: who waits for them is woken.
          headers
              .orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS)
              .whenComplete((done, late) -> dropIf(late != null, scope.execRuntime));
          try {
            return bounded(
                chain.proceed(request, scope),
                in -> new Timed(in, longest, deadline, scope.execRuntime));
          } catch (IOException e) {
            throw headers.isCompletedExceptionally()
                ? new IOException(
                    "the answer did not begin within %d s".formatted(longest.toSeconds()), e)
                : e;
          } finally {
            headers.complete(null);
          }
        });
  }

  private static void dropIf(boolean late, ExecRuntime connection) {
    if (late) {
      connection.discardEndpoint();
    }
  }

  private static ClassicHttpResponse bounded(
      ClassicHttpResponse response, UnaryOperator<InputStream> bound) {
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      response.setEntity(new Bounded(entity, bound));
    }
    return response;
  }

  private static final class Bounded extends HttpEntityWrapper {

    private final UnaryOperator<InputStream> bound;
    private InputStream content;

    Bounded(HttpEntity entity, UnaryOperator<InputStream> bound) {
      super(entity);
      this.bound = bound;
    }

    @Override
    public InputStream getContent() throws IOException {
      if (content == null) {
        content = bound.apply(super.getContent());
      }
      return content;
    }
  }

  /** A stream that may be given up before its end. */
  private abstract static class Droppable extends FilterInputStream {

    private final ExecRuntime connection;
    private boolean dropped;

    Droppable(InputStream in, ExecRuntime connection) {
      super(in);
      this.connection = connection;
    }

    /** So many bytes were read; 0 at the end. */
    abstract void passed(int bytes) throws IOException;

    @Override
    public int read() throws IOException {
      int one = in.read();
      passed(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, length);
      passed(Math.max(0, read));
      return read;
    }

    /** The rest is not worth reading, and the connection is of no use without that. */
    final void drop() {
      dropped = true;
      connection.discardEndpoint();
    }

    @Override
    public void close() throws IOException {
      if (!dropped) {
        in.close();
      }
    }
  }

  private static final class Sized extends Droppable {

    private final long largest;
    private long bytes;

    Sized(InputStream in, long largest, ExecRuntime connection) {
      super(in, connection);
      this.largest = largest;
    }

    @Override
    void passed(int read) throws IOException {
      bytes += read;
      if (bytes > largest) {
        drop();
        throw new AnswerTooLarge(largest);
      }
    }
  }

  private static final class Timed extends Droppable {

    private final Duration longest;
    private final long deadline;

    Timed(InputStream in, Duration longest, long deadline, ExecRuntime connection) {
      super(in, connection);
      this.longest = longest;
      this.deadline = deadline;
    }

    @Override
    void passed(int read) throws IOException {
      if (read > 0 && System.nanoTime() - deadline > 0) {
        drop();
        throw new IOException("the answer did not end within %d s".formatted(longest.toSeconds()));
      }
    }
  }
}
