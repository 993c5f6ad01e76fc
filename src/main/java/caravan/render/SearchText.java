package caravan.render;

import caravan.blocks.Block;
import caravan.blocks.BlocksToText;
import caravan.blocks.CleanText;
import caravan.blocks.RichText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Text for a search index, and what its highlighter makes of it. The text holds no markup of its
 * own and nothing that nobody sees, but may look like markup: {@code <b>} in it is what somebody
 * wrote. So a highlighter must not mark its finds with tags. It is given {@link #FOUND} and {@link
 * #END} instead, which the text never holds, and {@link #highlighted} turns what it gives back into
 * HTML.
 */
public final class SearchText {

  /** What a highlighter puts before a find: a character for private use (Unicode). */
  public static final String FOUND = "\uE000";

  /** What a highlighter puts behind a find. */
  public static final String END = "\uE001";

  private SearchText() {}

  /** A body as text: one line or more for each block. */
  public static String of(List<Block> blocks) {
    return of(new BlocksToText().text(blocks));
  }

  /** The headings of a body, at any depth: one line for each. */
  public static String headings(List<Block> blocks) {
    List<String> headings = new ArrayList<>();
    everywhere(
        blocks,
        block -> {
          if (block.type().startsWith("heading_")) {
            headings.add(RichText.plain(block.text()).replace('\n', ' '));
          }
        });
    return lines(headings);
  }

  /**
   * The code of a body, at any depth: blocks of code with their line breaks, code within text on
   * lines of its own.
   */
  public static String code(List<Block> blocks) {
    List<String> code = new ArrayList<>();
    everywhere(
        blocks,
        block -> {
          if (block.type().equals("code")) {
            code.add(RichText.plain(block.text()));
          } else {
            inline(block.text(), code);
            block.cells().forEach(cell -> inline(cell, code));
          }
        });
    return lines(code);
  }

  private static void inline(List<RichText> runs, List<String> code) {
    for (RichText run : RichText.joined(runs)) {
      if (run.annotations().code()) {
        code.add(run.plainText());
      }
    }
  }

  private static void everywhere(List<Block> blocks, Consumer<Block> look) {
    for (Block block : blocks) {
      look.accept(block);
      everywhere(block.children(), look);
    }
  }

  private static String lines(List<String> parts) {
    return of(String.join("\n", parts.stream().filter(part -> !part.isBlank()).toList()));
  }

  /** A title or another text of a document. */
  public static String of(String text) {
    return CleanText.of(text).replace(FOUND, "").replace(END, "");
  }

  /**
   * A highlighter's snippet as plain text, without what nobody sees, with other marks around the
   * finds; closed whatever the highlighter forgot.
   */
  public static String marked(String snippet, String before, String after) {
    StringBuilder text = new StringBuilder(snippet.length() + 32);
    boolean open = false;
    String clean = CleanText.of(snippet);
    for (int i = 0; i < clean.length(); i++) {
      String c = clean.substring(i, i + 1);
      if (c.equals(FOUND)) {
        text.append(open ? "" : before);
        open = true;
      } else if (c.equals(END)) {
        text.append(open ? after : "");
        open = false;
      } else {
        text.append(c);
      }
    }
    return text.append(open ? after : "").toString();
  }

  /**
   * A highlighter's snippet as HTML within a block: everything escaped, and the finds in {@code
   * <mark>}, closed whatever the highlighter forgot.
   */
  public static String highlighted(String snippet) {
    StringBuilder html = new StringBuilder(snippet.length() + 32);
    boolean open = false;
    String text = CleanText.of(snippet);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\uE000' -> {
          html.append(open ? "" : "<mark>");
          open = true;
        }
        case '\uE001' -> {
          html.append(open ? "</mark>" : "");
          open = false;
        }
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&#34;");
        case '\'' -> html.append("&#39;");
        case '`' -> html.append("&#96;");
        default -> html.append(c);
      }
    }
    return html.append(open ? "</mark>" : "").toString();
  }
}
