package caravan.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A body of which it is known, without the hub's own conversion, how Linear holds it, how Notion
 * shows it, and what a meeting's message takes from it.
 */
record Doc(List<Piece> pieces) {

  private static final int LONG = 130;
  private static final int MANY = 25;
  private static final List<String> WORDS =
      List.of(
          "alpha", "brücke", "cargo", "delta", "echo", "fähre", "grove", "harbour", "island",
          "jetty", "kilo", "lamp", "mast", "north", "oar", "pier", "quay", "rope", "sail", "tide");

  private enum Kind {
    PARAGRAPH,
    HEADING,
    BULLET,
    NESTED,
    NUMBERED,
    OPEN,
    DONE,
    QUOTE,
    CODE,
    DIVIDER
  }

  private record Piece(Kind kind, String text) {

    boolean isListItem() {
      return switch (kind) {
        case BULLET, NESTED, NUMBERED, OPEN, DONE -> true;
        default -> false;
      };
    }

    /** The last word stands one level deeper. */
    private String nested(String indent) {
      int last = text.lastIndexOf(' ');
      return "- " + text.substring(0, last) + "\n" + indent + "- " + text.substring(last + 1);
    }

    private String write(int number, String indent) {
      return switch (kind) {
        case PARAGRAPH -> text;
        case HEADING -> "## " + text;
        case BULLET -> "- " + text;
        case NESTED -> nested(indent);
        case NUMBERED -> number + ". " + text;
        case OPEN -> "- [ ] " + text;
        case DONE -> "- [x] " + text;
        case QUOTE -> "> " + text;
        case CODE -> "```java\n" + text + "\n```";
        case DIVIDER -> "---";
      };
    }
  }

  Doc {
    pieces = List.copyOf(pieces);
  }

  /** A new body; its serial number makes it unlike all others. */
  static Doc draw(Random random, int serial) {
    List<Piece> pieces = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      pieces.add(new Piece(Kind.HEADING, "Summary"));
    }
    pieces.add(new Piece(Kind.PARAGRAPH, "Body " + serial + " " + words(random)));
    int more = random.nextInt(8) == 0 ? LONG : random.nextInt(9);
    for (int i = 0; i < more; i++) {
      pieces.add(more == LONG ? new Piece(Kind.PARAGRAPH, words(random) + " " + i) : any(random));
    }
    return new Doc(pieces);
  }

  /** This body with one to three places changed. */
  Doc edited(Random random, int serial) {
    List<Piece> next = new ArrayList<>(pieces);
    int first = next.get(0).kind() == Kind.HEADING ? 1 : 0;
    next.set(first, new Piece(Kind.PARAGRAPH, "Body " + serial + " " + words(random)));
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = first + 1 + random.nextInt(next.size() - first);
      boolean grows = at >= next.size() || random.nextBoolean();
      if (grows && next.size() > MANY) {
        next.remove(next.size() - 1);
      } else if (grows) {
        next.add(at, any(random));
      } else if (random.nextBoolean()) {
        next.remove(at);
      } else {
        next.set(at, any(random));
      }
    }
    return new Doc(next);
  }

  private static Piece any(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return switch (kind) {
      case CODE -> new Piece(kind, "int n = " + random.nextInt(1000) + ";\nreturn n;");
      case DIVIDER -> new Piece(kind, "");
      default -> new Piece(kind, words(random));
    };
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return text.append(random.nextInt(100)).toString();
  }

  /** As a person writes it in Linear. */
  String linear() {
    return text("  ", true);
  }

  /** As Notion shows it: one block a line. */
  String notion() {
    return text("\t", false);
  }

  private String text(String indent, boolean blankLines) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    Piece before = null;
    for (Piece piece : pieces) {
      number = piece.kind() == Kind.NUMBERED ? number + 1 : 0;
      if (before != null) {
        boolean oneList = piece.kind() == before.kind() && piece.isListItem();
        text.append(blankLines && !oneList ? "\n\n" : "\n");
      }
      text.append(piece.write(number, indent));
      before = piece;
    }
    return text.toString();
  }

  /** The paragraphs that a message shows. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (Piece piece : pieces) {
      if (lines.size() == 3 || piece.kind() == Kind.HEADING && !lines.isEmpty()) {
        break;
      }
      switch (piece.kind()) {
        case PARAGRAPH, BULLET, QUOTE -> lines.add(piece.text());
        case NESTED -> lines.add(piece.text().substring(0, piece.text().lastIndexOf(' ')));
        default -> {
          // Not prose.
        }
      }
    }
    return lines;
  }

  /** The to-dos that are not ticked. */
  List<String> openActions() {
    return pieces.stream().filter(piece -> piece.kind() == Kind.OPEN).map(Piece::text).toList();
  }

  /** The line by which people tell it from others. */
  String name() {
    return pieces.stream()
        .filter(it -> it.kind() == Kind.PARAGRAPH)
        .findFirst()
        .orElseThrow()
        .text();
  }
}
