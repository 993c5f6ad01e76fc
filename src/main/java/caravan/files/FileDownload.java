package caravan.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a file from a signed address onto the disk: a plain GET without any credentials, that
 * follows no redirect, stops at a size and at a time, and never holds the file in memory.
 *
 * <p>Camel's HTTP component is not used for it: it reads an answer to its end before it lets go of
 * it, however large that is. Safe for use by several threads.
 */
public final class FileDownload extends ServiceSupport {

  private static final Logger LOG = LoggerFactory.getLogger(FileDownload.class);

  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final Timeout SILENCE = Timeout.ofSeconds(30);
  private static final int BUFFER = 16 * 1024;

  private final CloseableHttpClient client;
  private final long maxSize;
  private final Duration patience;
  private final LongSupplier nanos;

  /**
   * @param maxSize the most bytes of a file ({@code notion.file.max-size})
   * @param patience how long one file may take
   * @param nanos the time that passes, such as {@code System::nanoTime}
   */
  public FileDownload(long maxSize, Duration patience, LongSupplier nanos) {
    this.maxSize = maxSize;
    this.patience = patience;
    this.nanos = nanos;
    ConnectionConfig connection =
        ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(SILENCE).build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultConnectionConfig(connection)
                    .setMaxConnPerRoute(16)
                    .setMaxConnTotal(32)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(SILENCE)
                    .setConnectionRequestTimeout(SILENCE)
                    .build())
            .setUserAgent("caravan")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  @Override
  protected void doShutdown() throws Exception {
    client.close();
  }

  /**
   * Fetches a file.
   *
   * @param address the signed address
   * @param name what people call the file, for the content and for messages
   * @return the content, which the caller deletes; empty if the host says that the address does not
   *     open the file (any more)
   * @throws FileRefused if the file cannot be fetched; nothing is left on the disk
   */
  public Optional<FileContent> fetch(String address, String name) {
    HttpGet request = request(address, name);
    long start = nanos.getAsLong();
    try {
      ClassicHttpResponse answer = client.executeOpen(null, request, null);
      boolean whole = false;
      try {
        int status = answer.getCode();
        if (status == 403) {
          return Optional.empty();
        }
        if (status != 200 || answer.getEntity() == null) {
          throw new FileRefused(answered(name, status));
        }
        FileContent content = content(answer, name, start);
        whole = true;
        return Optional.of(content);
      } finally {
        letGo(answer, request, whole);
      }
    } catch (IOException e) {
      throw new FileRefused(
          "the file \"%s\" could not be fetched from Notion's file host (%s); it is tried again with the record"
              .formatted(name, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Closing alone would read the rest of the answer, however much that is. */
  private static void letGo(ClassicHttpResponse answer, HttpGet request, boolean whole) {
    if (!whole) {
      request.cancel();
    }
    try {
      answer.close();
    } catch (IOException e) {
      LOG.debug("a connection to the file host was cut off ({})", e.getClass().getSimpleName());
    }
  }

  private static HttpGet request(String address, String name) {
    try {
      return new HttpGet(URI.create(address));
    } catch (IllegalArgumentException e) {
      // The exception's message holds the address: it goes no further.
      throw new FileRefused("the file \"%s\" has an address that is none".formatted(name));
    }
  }

  private static String answered(String name, int status) {
    return status >= 300 && status < 400
        ? "the file \"%s\" could not be fetched: its host redirects (%d), which is not followed"
            .formatted(name, status)
        : "the file \"%s\" could not be fetched: its host answered %d; it is tried again with the record"
            .formatted(name, status);
  }

  private FileContent content(ClassicHttpResponse answer, String name, long start)
      throws IOException {
    HttpEntity entity = answer.getEntity();
    if (entity.getContentLength() > maxSize) {
      throw tooLarge(name);
    }
    Path path = Files.createTempFile("caravan-", ".part");
    boolean whole = false;
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
      long length = copy(entity.getContent(), out, name, start);
      whole = true;
      Header type = answer.getFirstHeader("Content-Type");
      return new FileContent(
          name,
          type == null ? "application/octet-stream" : type.getValue(),
          length,
          HexFormat.of().formatHex(digest.digest()),
          path);
    } finally {
      if (!whole) {
        Files.deleteIfExists(path);
      }
    }
  }

  private long copy(InputStream in, OutputStream out, String name, long start) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      if (length > maxSize) {
        throw tooLarge(name);
      }
      if (nanos.getAsLong() - start > patience.toNanos()) {
        throw new FileRefused(
            "the file \"%s\" was not complete after %d s; it is tried again with the record"
                .formatted(name, patience.toSeconds()));
      }
      out.write(buffer, 0, read);
    }
    return length;
  }

  private FileRefused tooLarge(String name) {
    return new FileRefused(
        ("the file \"%s\" is larger than notion.file.max-size (%d bytes); raise that setting, or leave the file out "
                + "in the route")
            .formatted(name, maxSize));
  }
}
