package caravan.render;

import caravan.blocks.Block;
import caravan.blocks.BlocksToMarkdown;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A form in which a body can be handed over. */
public enum BodyFormat {
  /**
   * CommonMark with GitHub's extensions; without underline and colours, which it has no form for.
   */
  MARKDOWN("body") {
    @Override
    public String of(List<Block> blocks) {
      return new BlocksToMarkdown().markdown(blocks);
    }
  },

  /** A fragment of safe HTML, with everything that Notion shows. */
  HTML("bodyHtml") {
    @Override
    public String of(List<Block> blocks) {
      return RENDERER.html(blocks);
    }
  },

  /** Plain text for search and messages. */
  TEXT("bodyText") {
    @Override
    public String of(List<Block> blocks) {
      return SearchText.of(blocks);
    }
  },

  /** The headings alone, for search: one line for each. */
  HEADINGS("bodyHeadings") {
    @Override
    public String of(List<Block> blocks) {
      return SearchText.headings(blocks);
    }
  },

  /**
   * The code alone, for search: blocks of code as they are, code within text on lines of its own.
   */
  CODE("bodyCode") {
    @Override
    public String of(List<Block> blocks) {
      return SearchText.code(blocks);
    }
  };

  private static final BlocksToHtml RENDERER = new BlocksToHtml();

  private final String field;

  BodyFormat(String field) {
    this.field = field;
  }

  /** The name of the item's field that holds it. */
  public String field() {
    return field;
  }

  /** Its name in a route file. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Blocks in this form; every block that is given, an {@link AllowList} decides before. */
  public abstract String of(List<Block> blocks);

  /**
   * Reads names with commas between them; blank means Markdown.
   *
   * @throws IllegalArgumentException if a name is none of a format
   */
  public static Set<BodyFormat> parse(String names) {
    EnumSet<BodyFormat> formats = EnumSet.noneOf(BodyFormat.class);
    for (String name : names.split(",")) {
      if (!name.isBlank()) {
        formats.add(named(name.strip()));
      }
    }
    return formats.isEmpty() ? Set.of(MARKDOWN) : Collections.unmodifiableSet(formats);
  }

  private static BodyFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.parameter().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no format of bodies. Known: %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(BodyFormat::parameter)
                                .collect(Collectors.joining(", ")))));
  }
}
