package caravan.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Turns the inline nodes of one Markdown block into rich text. It walks without recursion: emphasis
 * may be nested as deep as the text is long.
 */
final class MarkdownInlines {

  /**
   * A run of text or a picture.
   *
   * @param run the text; null for a picture
   * @param picture an image block; null for text
   */
  record Piece(RichText run, Block picture) {}

  private final Consumer<NotHeld> notHeld;

  MarkdownInlines(Consumer<NotHeld> notHeld) {
    this.notHeld = notHeld;
  }

  /** The text of a node with pictures as links, for places where Notion holds no picture. */
  List<RichText> text(Node parent) {
    List<RichText> runs = new ArrayList<>();
    for (Piece piece : new Walk(parent, false).pieces()) {
      runs.add(piece.run());
    }
    return RichText.joined(runs);
  }

  /** The text of a node and the pictures between. */
  List<Piece> pieces(Node parent) {
    return new Walk(parent, true).pieces();
  }

  /** One walk over the inline nodes below a block. */
  private final class Walk {

    private final Node parent;
    private final boolean pictures;
    private final List<Piece> pieces = new ArrayList<>();
    private int bold;
    private int italic;
    private int strikethrough;
    private String link;
    private int linkFrom;

    Walk(Node parent, boolean pictures) {
      this.parent = parent;
      this.pictures = pictures;
    }

    List<Piece> pieces() {
      Node node = parent.getFirstChild();
      while (node != null) {
        if (enter(node) && node.getFirstChild() != null) {
          node = node.getFirstChild();
          continue;
        }
        leave(node);
        while (node.getNext() == null && node.getParent() != parent) {
          node = node.getParent();
          leave(node);
        }
        node = node.getNext();
      }
      return pieces;
    }

    /** Whether to go into the node's children. */
    private boolean enter(Node node) {
      if (node instanceof Text text) {
        add(text.getLiteral(), looks());
      } else if (node instanceof Code code) {
        add(code.getLiteral(), looks().withCode(true));
      } else if (node instanceof HtmlInline html) {
        add(html.getLiteral(), looks());
      } else if (node instanceof SoftLineBreak) {
        add(" ", looks());
      } else if (node instanceof HardLineBreak) {
        add("\n", looks());
      } else if (node instanceof StrongEmphasis) {
        bold++;
      } else if (node instanceof Emphasis) {
        italic++;
      } else if (node instanceof Strikethrough) {
        strikethrough++;
      } else if (node instanceof Link own) {
        link = WebAddress.of(own.getDestination()).map(WebAddress::url).orElse(null);
        linkFrom = pieces.size();
      } else if (node instanceof Image image) {
        image(image);
        return false;
      }
      return !(node instanceof TaskListItemMarker);
    }

    private void leave(Node node) {
      if (node instanceof StrongEmphasis) {
        bold--;
      } else if (node instanceof Emphasis) {
        italic--;
      } else if (node instanceof Strikethrough) {
        strikethrough--;
      } else if (node instanceof Link own) {
        leaveLink(own);
      }
    }

    private void leaveLink(Link own) {
      boolean held = link != null;
      String text = textSince(linkFrom);
      String target = own.getDestination();
      link = null;
      if (!held && !target.isEmpty()) {
        notHeld.accept(
            new NotHeld("link to " + target, "kept as text, Notion takes web addresses"));
        if (!text.equals(target) && !("mailto:" + text).equals(target)) {
          add(text.isEmpty() ? target : " (" + target + ")", looks());
        }
      } else if (held && text.isEmpty() && linkFrom == pieces.size()) {
        // A link without text would vanish.
        link = WebAddress.of(target).map(WebAddress::url).orElse(null);
        add(target, looks());
        link = null;
      }
      title(own.getTitle(), text);
    }

    private void title(String title, String text) {
      if (title != null && !title.isBlank() && !title.equals(text)) {
        notHeld.accept(new NotHeld("title \"" + title + "\"", "kept as text"));
        add(" (" + title + ")", looks());
      }
    }

    private void image(Image image) {
      String alt = alt(image);
      String target = image.getDestination();
      WebAddress address = WebAddress.of(target).orElse(null);
      if (pictures && address != null && address.isHttps()) {
        pieces.add(new Piece(null, picture(image, alt, address)));
        return;
      }
      notHeld.accept(
          new NotHeld(
              "image " + target,
              pictures ? "kept as text, Notion takes https only" : "kept as link in the text"));
      String outer = link;
      if (outer == null && address != null) {
        link = address.url();
        add(alt.isEmpty() ? target : alt, looks());
      } else {
        add(alt.isEmpty() || target.isEmpty() ? alt + target : alt + " (" + target + ")", looks());
      }
      link = outer;
      title(image.getTitle(), alt);
    }

    private Block picture(Image image, String alt, WebAddress address) {
      List<RichText> caption = new ArrayList<>();
      if (!alt.isEmpty()) {
        caption.add(RichText.text(alt, link, looks()));
      } else if (link != null) {
        caption.add(RichText.text(link, link, looks()));
      }
      String title = image.getTitle();
      if (title != null && !title.isBlank() && !title.equals(alt)) {
        notHeld.accept(new NotHeld("title \"" + title + "\"", "kept in the caption"));
        caption.add(RichText.text(caption.isEmpty() ? title : " (" + title + ")"));
      }
      return MediaBlocks.external("image", address.url()).withCaption(RichText.joined(caption));
    }

    /** What stands for an image that can't be shown: the text of everything inside it. */
    private String alt(Image image) {
      StringBuilder alt = new StringBuilder();
      for (Piece piece : new Walk(image, false).pieces()) {
        alt.append(piece.run().content());
      }
      return alt.toString();
    }

    private String textSince(int from) {
      StringBuilder text = new StringBuilder();
      for (Piece piece : pieces.subList(from, pieces.size())) {
        if (piece.run() != null) {
          text.append(piece.run().content());
        }
      }
      return text.toString();
    }

    private Annotations looks() {
      return new Annotations(
          bold > 0, italic > 0, strikethrough > 0, false, false, Annotations.DEFAULT_COLOR);
    }

    private void add(String content, Annotations looks) {
      if (!content.isEmpty()) {
        pieces.add(new Piece(RichText.text(content, link, looks), null));
      }
    }
  }
}
