package caravan.blocks;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which block an {@code <unknown url="..."/>} of enhanced Markdown stands for (Notion: retrieve a
 * page as markdown). The address of a block is its page's with the block's id behind a {@code #};
 * one without it is a page of its own.
 *
 * @param id the id in small letters without dashes
 * @param page whether it is a page or database of its own
 */
record UnknownBlock(String id, boolean page) {

  private static final Pattern ID = Pattern.compile("([0-9a-f]{32})$");

  /** What a block stands for; empty if it is no unknown one or its address says no id. */
  static Optional<UnknownBlock> of(Block block) {
    if (!block.type().equals("unsupported")) {
      return Optional.empty();
    }
    String url = block.attribute("url");
    int fragment = url.indexOf('#');
    int query = url.indexOf('?');
    String path = query < 0 || fragment >= 0 && fragment < query ? url : url.substring(0, query);
    Matcher id = ID.matcher(plain(fragment < 0 ? path : url.substring(fragment + 1)));
    return id.find() ? Optional.of(new UnknownBlock(id.group(1), fragment < 0)) : Optional.empty();
  }

  /** An id in small letters without dashes. */
  static String plain(String id) {
    return id.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
