package caravan.wordpress;

import caravan.clock.Settling;
import caravan.files.FileContent;
import caravan.gateway.ServiceRefused;
import caravan.notion.HostedFile;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.wordpress.WordPressRequest.Upload;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The requests that bring one image into the media library, once for each content: its slug there
 * is made of the SHA-256 of the content, and it is looked for by that first.
 *
 * <p>Which content lies behind an address is remembered, so that an image that is there is not
 * fetched again: Notion gives each file that is put into a page an address of its own.
 */
final class ImageUpload {

  /** Link target: the SHA-256 of a lasting address to the SHA-256 of the content. */
  private static final String ADDRESSES = "notion-files";

  private static final String FIELDS = "id,slug,source_url";

  private enum Step {
    FETCH,
    FIND,
    UPLOAD,
    DONE
  }

  private final LinkStore links;
  private final Settling settling;
  private final String target;
  private final JsonNode reference;
  private final String address;
  private String sha256;
  private FileContent file;
  private Instant lookedUpAt;
  private KeptImage image;
  private boolean uploaded;
  private Step step;

  /**
   * @param target the name under which the site's images are kept
   * @param reference the image, {@code {pageId, url, property?}}
   */
  ImageUpload(LinkStore links, Settling settling, String target, JsonNode reference) {
    this.links = links;
    this.settling = settling;
    this.target = target;
    this.reference = reference;
    this.address = DigestUtils.sha256Hex(reference.path("url").asText());
    this.sha256 = links.find(ADDRESSES, address).map(Link::remoteId).orElse(null);
    this.step = sha256 == null ? Step.FETCH : Step.FIND;
  }

  boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** Whether the content has to be fetched before the next request. */
  boolean isLackingContent() {
    return step == Step.FETCH;
  }

  JsonNode reference() {
    return reference;
  }

  /** The content is here. */
  void fetched(FileContent content) {
    file = content;
    boolean knownAlready = content.sha256().equals(sha256);
    sha256 = content.sha256();
    links.save(new Link(ADDRESSES, address, sha256, Link.State.LINKED, null, null, null, null));
    step = knownAlready ? Step.UPLOAD : Step.FIND;
  }

  /** What must not be uploaded by another exchange at the same time. */
  String content() {
    return sha256;
  }

  /** The next request; an upload is written down as pending first. */
  WordPressRequest next() {
    if (step == Step.FIND) {
      lookedUpAt = settling.clock().hub().instant();
      return WordPressRequest.get("/media", Map.of("slug", slug(), "_fields", FIELDS));
    }
    links.markPending(target, sha256, null, null);
    return WordPressRequest.media(
        new Upload(file.name(), file.contentType(), file.path().toFile()),
        Map.of("slug", slug(), "title", file.name(), "_fields", FIELDS));
  }

  private String slug() {
    return "caravan-" + sha256;
  }

  /** Takes the answer to the request that {@link #next} gave. */
  void accept(JsonNode answer) {
    if (step == Step.UPLOAD) {
      uploaded = true;
      kept(answer);
      return;
    }
    for (JsonNode found : answer) {
      if (found.path("slug").asText().equals(slug())) {
        kept(found);
        return;
      }
    }
    Optional<Link> pending =
        links.find(target, sha256).filter(link -> link.state() == Link.State.PENDING);
    if (pending.isPresent()) {
      Instant settled = settling.end(pending.get().pendingSince());
      Duration left = Duration.between(settling.clock().at(lookedUpAt), settled);
      if (left.compareTo(Duration.ZERO) > 0) {
        throw new OutcomeUnknown("the image \"" + name() + "\"", lookedUpAt.plus(left));
      }
    }
    step = file == null ? Step.FETCH : Step.UPLOAD;
  }

  private String name() {
    return HostedFile.name(reference.path("url").asText());
  }

  /** Takes the error of the request that {@link #next} gave, and throws what the failure is. */
  void failed(RuntimeException error) {
    if (step == Step.UPLOAD) {
      if (error instanceof ServiceRefused refused
          && refused.kind() == ServiceRefused.Kind.UNKNOWN) {
        links.stillPending(target, sha256);
      } else {
        links.forget(target, sha256);
      }
      if (error.getMessage().contains("rest_upload")) {
        throw new IllegalStateException(
            "the image \"%s\" (%s) was refused: %s Put another kind of image into the page, or let WordPress take this kind. Nothing was written."
                .formatted(file.name(), file.contentType(), error.getMessage()),
            error);
      }
    }
    throw error;
  }

  private void kept(JsonNode item) {
    image = new KeptImage(item.path("id").asLong(), item.path("source_url").asText());
    links.save(
        new Link(
            target, sha256, Long.toString(image.id()), Link.State.LINKED, null, null, null, null));
    step = Step.DONE;
  }

  /** The image, once {@link #isUnfinished} is false. */
  KeptImage image() {
    return image;
  }

  /** Whether it was not there before. */
  boolean isUploaded() {
    return uploaded;
  }
}
