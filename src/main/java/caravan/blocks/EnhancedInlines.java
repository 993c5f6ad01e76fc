package caravan.blocks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads one line of Notion's enhanced Markdown as rich text (Notion: enhanced Markdown, rich text
 * formatting). Every delimiter that is meant literally is escaped there, so an unescaped one opens
 * or closes a format whatever stands beside it; one without a partner is taken literally.
 */
final class EnhancedInlines {

  /**
   * Characters that a backslash makes literal: all that CommonMark knows, as Notion's are fewer.
   */
  private static final String ESCAPABLE = "\\*~`$[]<>{}|^_#+-.!()\"'&:;,/=?@%";

  private final String text;
  private final List<RichText> runs = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();
  private final Deque<Annotations> spans = new ArrayDeque<>();
  private Annotations looks = Annotations.NONE;
  private String link;
  private int linkEnd = -1;
  private int afterLink;
  private int at;

  private EnhancedInlines(String text) {
    this.text = text;
  }

  static List<RichText> parse(String text) {
    return new EnhancedInlines(text).parse();
  }

  private List<RichText> parse() {
    while (at < text.length()) {
      if (at == linkEnd) {
        flush();
        link = null;
        linkEnd = -1;
        at = afterLink;
      } else {
        step(text.charAt(at));
      }
    }
    flush();
    return RichText.joined(runs);
  }

  private void step(char c) {
    switch (c) {
      case '\\' -> escape();
      case '*' -> emphasis();
      case '~' -> {
        if (text.startsWith("~~", at) && (looks.strikethrough() || partner("~~", at + 2) >= 0)) {
          change(looks.withStrikethrough(!looks.strikethrough()), 2);
        } else {
          literal();
        }
      }
      case '`' -> code();
      case '$' -> equation();
      case '[' -> link();
      case '<' -> tag();
      default -> literal();
    }
  }

  private void literal() {
    pending.append(text.charAt(at++));
  }

  private void escape() {
    if (at + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(at + 1)) >= 0) {
      at++;
    }
    literal();
  }

  private void emphasis() {
    boolean two = text.startsWith("**", at);
    boolean three = text.startsWith("***", at);
    // "***" closes the one that was opened last; bold first is as good as any when both open.
    if (two && (looks.bold() || partner("**", at + 2) >= 0) && !(three && closesItalicFirst())) {
      change(looks.withBold(!looks.bold()), 2);
    } else if (two && !three) {
      pending.append("**");
      at += 2;
    } else if (looks.italic() || partner("*", at + 1) >= 0) {
      change(looks.withItalic(!looks.italic()), 1);
    } else {
      literal();
    }
  }

  private boolean closesItalicFirst() {
    return looks.italic() && !looks.bold();
  }

  private void change(Annotations next, int length) {
    flush();
    looks = next;
    at += length;
  }

  private void code() {
    int fence = 1;
    while (text.startsWith("`", at + fence)) {
      fence++;
    }
    String ticks = "`".repeat(fence);
    int end = text.indexOf(ticks, at + fence);
    while (end >= 0 && text.startsWith("`", end + fence)) {
      end = text.indexOf(ticks, end + fence + 1);
    }
    if (end < 0) {
      pending.append(ticks);
      at += fence;
      return;
    }
    flush();
    String content = text.substring(at + fence, end).replace("<br>", "\n");
    if (fence > 1 && content.startsWith(" ") && content.endsWith(" ") && !content.isBlank()) {
      content = content.substring(1, content.length() - 1);
    }
    runs.add(RichText.text(content, link, looks.withCode(true)));
    at = end + fence;
  }

  private void equation() {
    boolean ticked = text.startsWith("$`", at);
    int end = ticked ? text.indexOf("`$", at + 2) : partner("$", at + 1);
    if (end < 0 || end == at + 1) {
      literal();
      return;
    }
    flush();
    int skip = ticked ? 2 : 1;
    runs.add(RichText.equation(text.substring(at + skip, end), looks));
    at = end + skip;
  }

  /** A link; {@code [^address]} is a citation and stays as it is written. */
  private void link() {
    int close = link != null || text.startsWith("[^", at) ? -1 : balanced(at, '[', ']');
    int end = close < 0 || !text.startsWith("](", close) ? -1 : addressEnd(close + 1);
    if (end < 0) {
      literal();
      return;
    }
    flush();
    String target = unescaped(text.substring(close + 2, end));
    if (close == at + 1) {
      runs.add(RichText.text(target, target, looks));
      at = end + 1;
      return;
    }
    link = target;
    linkEnd = close;
    afterLink = end + 1;
    at++;
  }

  private void tag() {
    Optional<EnhancedTag> found = EnhancedTag.at(text, at);
    if (found.isEmpty()) {
      literal();
      return;
    }
    EnhancedTag tag = found.get();
    switch (tag.name()) {
      case "br" -> {
        pending.append('\n');
        at = tag.end();
      }
      case "span", "b", "i", "s", "u" -> {
        boolean paired =
            tag.closing()
                ? !spans.isEmpty()
                : text.indexOf("</" + tag.name() + ">", tag.end()) >= 0;
        if (!paired) {
          literal();
        } else if (tag.closing()) {
          change(spans.pop(), tag.end() - at);
        } else {
          spans.push(looks);
          change(styled(tag), tag.end() - at);
        }
      }
      default -> {
        if (tag.closing() || !mention(tag)) {
          literal();
        }
      }
    }
  }

  private Annotations styled(EnhancedTag tag) {
    return switch (tag.name()) {
      case "b" -> looks.withBold(true);
      case "i" -> looks.withItalic(true);
      case "s" -> looks.withStrikethrough(true);
      case "u" -> looks.withUnderline(true);
      default -> {
        boolean underline = looks.underline() || tag.attribute("underline").equals("true");
        String color = tag.attribute("color");
        yield looks
            .withUnderline(underline)
            .withColor(color.isEmpty() ? looks.color() : EnhancedTag.color(color));
      }
    };
  }

  private boolean mention(EnhancedTag tag) {
    Optional<RichText> mention = Optional.empty();
    int end = tag.end();
    String label = "";
    if (!tag.alone()) {
      int close = text.indexOf("</" + tag.name() + ">", end);
      if (close >= 0) {
        label = unescaped(text.substring(end, close));
        end = close + tag.name().length() + 3;
      }
    }
    if (tag.name().startsWith("mention") || tag.name().equals("date")) {
      mention = Optional.of(EnhancedMention.of(tag, label, looks));
    }
    if (mention.isEmpty()) {
      return false;
    }
    flush();
    runs.add(mention.get());
    at = end;
    return true;
  }

  /** Where an unescaped delimiter stands next, outside code; -1 if nowhere. */
  private int partner(String delimiter, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (text.startsWith(delimiter, i)) {
        boolean partOfLonger = delimiter.equals("*") && text.startsWith("**", i);
        if (!partOfLonger || text.startsWith("***", i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** An address whose brackets have no partners ends at the next one that closes. */
  private int addressEnd(int open) {
    int end = balanced(open, '(', ')');
    return end < 0 ? text.indexOf(')', open) : end;
  }

  private int balanced(int open, char opening, char closing) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == opening) {
        depth++;
      } else if (c == closing && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  static String unescaped(String escaped) {
    StringBuilder plain = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      boolean escape =
          escaped.charAt(i) == '\\'
              && i + 1 < escaped.length()
              && ESCAPABLE.indexOf(escaped.charAt(i + 1)) >= 0;
      plain.append(escaped.charAt(escape ? ++i : i));
    }
    return plain.toString();
  }

  private void flush() {
    if (!pending.isEmpty()) {
      runs.add(RichText.text(pending.toString(), link, looks));
      pending.setLength(0);
    }
  }
}
