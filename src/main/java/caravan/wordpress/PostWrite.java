package caravan.wordpress;

import caravan.clock.Settling;
import caravan.gateway.ServiceRefused;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Outcome;
import caravan.wordpress.TermIds.Term;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The requests that bring one WordPress post to what its record says: created once, updated in
 * place, a draft again, or in the trash.
 *
 * <p>WordPress makes one more post of each request that creates one. So a post begins as a draft
 * whose slug is the record's {@link PageMark}, which is written down as pending first: a create
 * whose outcome is unknown is looked for by that slug before it is repeated. Only the next request
 * gives it its own slug and publishes it. Where no link is known at all (another store), the post
 * is looked for by the mark in its content.
 */
final class PostWrite {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String POSTS = "/posts";
  private static final String EVERY_STATUS = "publish,future,draft,pending,private,trash";

  private enum Step {
    FIND_DRAFT,
    FIND,
    LOOK,
    IMAGES,
    TERMS,
    CREATE,
    WRITE,
    TRASH,
    DONE
  }

  private final LinkStore links;
  private final Settling settling;
  private final TermIds terms;
  private final String target;
  private final Record record;
  private final PostContent content;
  private final PageMark mark;
  private final String hash;
  private final PostBody body;
  private final List<String> notes = new ArrayList<>();
  private final Deque<String> images = new ArrayDeque<>();
  private Deque<Term> unknownTerms = new ArrayDeque<>();
  private Link link;
  private Post present;
  private Instant lookedUpAt;
  private boolean doubted;
  private boolean created;
  private boolean termsAskedAgain;
  private Step step;
  private Outcome outcome = Outcome.UNCHANGED;

  /**
   * @param links remembers which post is the record's, by the services' clock
   * @param settling says when a post has had time to arrive
   * @param target the name under which the site's links are kept
   */
  PostWrite(
      LinkStore links,
      Settling settling,
      TermIds terms,
      String target,
      Record record,
      PostContent content) {
    this.links = links;
    this.settling = settling;
    this.terms = terms;
    this.target = target;
    this.record = record;
    this.content = content;
    this.mark = PageMark.of(record.externalId());
    this.body = new PostBody(content, mark, terms);
    this.hash = RecordHash.of(record).content();
    this.link = links.find(target, record.externalId()).orElse(null);
    this.step = first();
  }

  private Step first() {
    if (link == null) {
      return Step.FIND;
    }
    if (link.state() == Link.State.PENDING) {
      return Step.FIND_DRAFT;
    }
    return hash.equals(link.propertiesHash()) ? Step.DONE : Step.LOOK;
  }

  /** Whether something is left to do. */
  boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** What became of the record, once {@link #isUnfinished} is false. */
  Outcome outcome() {
    return outcome;
  }

  /** What people should know, once {@link #isUnfinished} is false. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether an image has to be kept before the next request. */
  boolean isWantingImage() {
    return step == Step.IMAGES;
  }

  /** The image to keep, {@code {pageId, url, property?}}. */
  JsonNode image() {
    String address = images.element();
    ObjectNode reference = JSON.objectNode().put("pageId", record.externalId());
    reference.put("url", address);
    return body.isInText(address) ? reference : reference.put("property", "cover");
  }

  /** The image is in the media library. */
  void keptImage(KeptImage image) {
    body.kept(images.remove(), image);
    step = afterImages();
  }

  /** The next request; a create is written down as pending first. */
  WordPressRequest next() {
    switch (step) {
      case FIND_DRAFT:
        lookedUpAt = settling.clock().hub().instant();
        return find("slug", mark.name());
      case FIND:
        lookedUpAt = lookedUpAt == null ? settling.clock().hub().instant() : lookedUpAt;
        return find("search", mark.name());
      case LOOK:
        return WordPressRequest.get(
            POSTS + "/" + link.remoteId(), Map.of("context", "edit", "_fields", Post.FIELDS));
      case TERMS:
        Term term = unknownTerms.element();
        return WordPressRequest.post(
            "/" + term.taxonomy(), Map.of(), JSON.objectNode().put("name", term.name()));
      case CREATE:
        links.markPending(target, record.externalId(), null, null);
        return WordPressRequest.post(POSTS, editing(), body.draft());
      case WRITE:
        // Until the answer is there, nobody knows how the post reads.
        links.save(link.withPropertiesHash(null));
        return WordPressRequest.post(
            POSTS + "/" + present.id(),
            editing(),
            body.change(present, settling.clock().instant()));
      case TRASH:
        return WordPressRequest.delete(POSTS + "/" + present.id());
      default:
        throw new IllegalStateException("nothing is left to request");
    }
  }

  private static Map<String, String> editing() {
    return Map.of("context", "edit", "_fields", Post.FIELDS);
  }

  private static WordPressRequest find(String by, String what) {
    return WordPressRequest.get(
        POSTS,
        Map.of(
            by,
            what,
            "status",
            EVERY_STATUS,
            "context",
            "edit",
            "_fields",
            Post.FIELDS,
            "per_page",
            "20"));
  }

  /** Takes the answer to the request that {@link #next} gave. */
  void accept(JsonNode answer) {
    switch (step) {
      case FIND_DRAFT, FIND -> found(answer);
      case LOOK -> looked(Post.read(answer));
      case TERMS -> {
        terms.learn(unknownTerms.remove(), answer.path("id").asLong());
        step = afterTerms();
      }
      case CREATE -> {
        created = true;
        present = Post.read(answer);
        linked(Link.State.LINKED, null);
        step = Step.WRITE;
      }
      case WRITE -> written(answer);
      case TRASH -> end(Link.State.TRASHED, Outcome.DELETED);
      default -> throw new IllegalStateException("nothing was requested");
    }
  }

  /**
   * Takes the error of the request that {@link #next} gave; throws what the record's failure is,
   * unless the error says where to go on.
   */
  void failed(RuntimeException error) {
    boolean gone =
        error instanceof ServiceRefused && error.getMessage().contains("rest_post_invalid_id");
    boolean trashed =
        error instanceof ServiceRefused && error.getMessage().contains("rest_already_trashed");
    if (step == Step.CREATE) {
      if (error instanceof ServiceRefused refused
          && refused.kind() == ServiceRefused.Kind.UNKNOWN) {
        links.stillPending(target, record.externalId());
      } else {
        links.forget(target, record.externalId());
      }
    } else if (step == Step.TRASH && (gone || trashed)) {
      end(Link.State.TRASHED, Outcome.DELETED);
      return;
    } else if (step == Step.LOOK && gone) {
      // Somebody removed it for good. There may be another one, such as a copy from a backup.
      links.forget(target, record.externalId());
      link = null;
      step = Step.FIND;
      return;
    }
    throw error;
  }

  private void found(JsonNode answer) {
    Post best = null;
    for (JsonNode each : answer) {
      Post post = Post.read(each);
      boolean ours = mark.isIn(post.content()) || post.ownSlug().equals(mark.name());
      if (ours && (best == null || best.isTrashed() && !post.isTrashed())) {
        best = post;
      }
    }
    if (best != null) {
      created = link != null && link.state() == Link.State.PENDING;
      present = best;
      linked(Link.State.LINKED, null);
      decide();
    } else if (step == Step.FIND_DRAFT) {
      step = Step.FIND;
    } else {
      foundNone();
    }
  }

  private void foundNone() {
    if (doubted) {
      throw new IllegalStateException(
          ("post %s, which was made for record %s, does not carry its mark any more, so it may be"
                  + " another post. Nothing was written. If it is the right one, put the word %s"
                  + " anywhere into its content; if not, remove it for good, and a new one is made.")
              .formatted(link.remoteId(), record.externalId(), mark.name()));
    }
    if (link != null) {
      Instant settled = settling.end(link.pendingSince());
      Duration left = Duration.between(settling.clock().at(lookedUpAt), settled);
      if (left.compareTo(Duration.ZERO) > 0) {
        throw new OutcomeUnknown(
            "the post of record " + record.externalId(), lookedUpAt.plus(left));
      }
      links.forget(target, record.externalId());
      link = null;
    }
    present = null;
    decide();
  }

  private void looked(Post post) {
    if (mark.isIn(post.content()) || post.ownSlug().equals(mark.name())) {
      present = post;
      decide();
    } else {
      doubted = true;
      step = Step.FIND;
    }
  }

  private void decide() {
    if (record.deleted()) {
      if (present == null) {
        step = Step.DONE;
        outcome = Outcome.SKIPPED;
      } else if (present.isTrashed()) {
        end(Link.State.TRASHED, Outcome.UNCHANGED);
      } else {
        step = Step.TRASH;
      }
    } else if (content.isLive()) {
      images.addAll(body.images());
      if (body.isLackingCover()) {
        notes.add("covers from elsewhere, not shown");
      }
      step = afterImages();
    } else if (present == null) {
      step = Step.DONE;
      outcome = Outcome.SKIPPED;
    } else if (present.isDraft()) {
      end(Link.State.LINKED, Outcome.UNCHANGED);
    } else {
      step = Step.WRITE;
    }
  }

  private Step afterImages() {
    if (!images.isEmpty()) {
      return Step.IMAGES;
    }
    unknownTerms = new ArrayDeque<>(body.unknownTerms());
    return afterTerms();
  }

  private Step afterTerms() {
    if (!unknownTerms.isEmpty()) {
      return Step.TERMS;
    }
    return present == null ? Step.CREATE : Step.WRITE;
  }

  private void written(JsonNode answer) {
    List<Term> lost = content.isLive() ? body.lostTerms(answer) : List.of();
    if (!lost.isEmpty()) {
      lost.forEach(terms::forget);
      if (termsAskedAgain) {
        throw new IllegalStateException(
            "WordPress does not give the post of record %s the category or tag \"%s\"; look whether a plugin forbids it"
                .formatted(record.externalId(), lost.get(0).name()));
      }
      termsAskedAgain = true;
      unknownTerms = new ArrayDeque<>(lost);
      step = Step.TERMS;
      return;
    }
    if (body.isLeavingSlug(present)) {
      notes.add("slugs kept as first published");
    }
    present = Post.read(answer);
    end(Link.State.LINKED, created ? Outcome.CREATED : Outcome.UPDATED);
  }

  private void end(Link.State state, Outcome how) {
    linked(state, hash);
    outcome = how;
    step = Step.DONE;
  }

  private void linked(Link.State state, String written) {
    link = new Link(target, record.externalId(), present.id(), state, written, null, null, null);
    links.save(link);
  }
}
