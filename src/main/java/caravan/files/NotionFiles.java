package caravan.files;

import caravan.gateway.SignedAddresses;
import caravan.gateway.SignedAddresses.Signed;
import caravan.notion.NotionRequest;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Gives the content of a file of a page, for the route {@code notion-file}: from the signed address
 * of a short while ago, or else from one that the page is read again for. Addresses stay in here:
 * what the exchange sees is the content.
 */
public final class NotionFiles {

  private static final String SEARCH = "fileSearch";

  /** Exchange variable: the {@link FileContent} that was fetched. */
  private static final String FILE = "file";

  private final SignedAddresses addresses;
  private final FileHosts hosts;
  private final FileDownload download;
  private final ObjectMapper json;

  public NotionFiles(
      SignedAddresses addresses, FileHosts hosts, FileDownload download, ObjectMapper json) {
    this.addresses = addresses;
    this.hosts = hosts;
    this.download = download;
    this.json = json;
  }

  /** The search for one file: where it may still be looked for. */
  private static final class Search {
    private final FileReference reference;
    private final Deque<NotionRequest> places = new ArrayDeque<>();
    private boolean read;
    private FileContent found;

    private Search(FileReference reference) {
      this.reference = reference;
      startAnew();
    }

    private void startAnew() {
      String page = "/v1/pages/" + reference.pageId();
      places.clear();
      if (reference.property() == null) {
        places.add(NotionRequest.get(page + "/markdown"));
      }
      places.add(NotionRequest.get(page));
    }
  }

  /**
   * Takes the reference in the body, {@code {pageId, url, property?}}.
   *
   * @throws IllegalArgumentException if it names no file that Notion hosts
   */
  public void begin(Exchange exchange) throws IOException {
    Object body = exchange.getMessage().getBody();
    JsonNode reference = body instanceof String text ? json.readTree(text) : json.valueToTree(body);
    exchange.setVariable(SEARCH, new Search(FileReference.read(reference)));
  }

  /** Whether the file is not there yet. */
  public boolean isSearching(Exchange exchange) {
    return search(exchange).found == null;
  }

  /** Whether no fresh address of it is known, so that the page has to be read. */
  public boolean lacksAddress(Exchange exchange) {
    return addresses.find(search(exchange).reference.url()).isEmpty();
  }

  /**
   * Puts the request that reads the next place where it may stand into the body.
   *
   * @throws FileRefused if it stands nowhere in the page
   */
  public void place(Exchange exchange) {
    Search search = search(exchange);
    NotionRequest next = search.places.poll();
    if (next == null) {
      throw new FileRefused(
          "the file \"%s\" is not in page %s any more, or stands behind its first 20,000 blocks; a newer version of the page takes the place of this one"
              .formatted(search.reference.name(), search.reference.pageId()));
    }
    search.read = true;
    exchange.getMessage().setBody(next);
  }

  /**
   * Fetches the content from the known address: the body becomes the file on the disk, the variable
   * {@code file} says what it is. The file is deleted when the exchange ends. An address that its
   * host refuses is forgotten, and looked for once more.
   *
   * @throws FileRefused if the content cannot be given
   */
  public void fetch(Exchange exchange) {
    Search search = search(exchange);
    FileReference reference = search.reference;
    Signed signed = addresses.find(reference.url()).orElseThrow();
    if (!signed.said() && !hosts.knows(signed.address())) {
      throw new FileRefused(
          "the file \"%s\" of page %s lies where Notion keeps no files; it is not fetched"
              .formatted(reference.name(), reference.pageId()));
    }
    Optional<FileContent> content = download.fetch(signed.address(), reference.name());
    if (content.isPresent()) {
      search.found = content.get();
      give(exchange, content.get());
      return;
    }
    addresses.forget(reference.url());
    if (search.read) {
      throw new FileRefused(
          "the file \"%s\" of page %s is refused by its host although its address is new; it is tried again with the record"
              .formatted(reference.name(), reference.pageId()));
    }
    search.startAnew();
  }

  private static void give(Exchange exchange, FileContent content) {
    deleteInTheEnd(exchange, content.path());
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null) {
      run.note("files fetched", 1);
    }
    exchange.setVariable(FILE, content);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(content.path().toFile());
  }

  private static void deleteInTheEnd(Exchange exchange, Path path) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException("a fetched file cannot be deleted: " + path, e);
                }
              }
            });
  }

  private static Search search(Exchange exchange) {
    return exchange.getVariable(SEARCH, Search.class);
  }
}
