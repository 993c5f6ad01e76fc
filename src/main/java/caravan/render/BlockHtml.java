package caravan.render;

import caravan.blocks.Block;
import caravan.blocks.RichText;
import caravan.blocks.SafeAddress;
import caravan.blocks.Shown;
import caravan.notion.HostedFile;
import caravan.render.HtmlWriter.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the blocks of one body as HTML. */
final class BlockHtml {

  /**
   * Deeper blocks are shown at this level: browsers and sanitisers stop nesting at some hundreds of
   * elements, and a block is up to three.
   */
  private static final int DEEPEST = 40;

  private final HtmlOptions options;
  private final HtmlWriter out;
  private final RunsToHtml runs;

  BlockHtml(HtmlOptions options, HtmlWriter out) {
    this.options = options;
    this.out = out;
    this.runs = new RunsToHtml(out);
  }

  void write(List<Block> blocks) {
    inside(blocks, 0);
  }

  private void inside(List<Block> blocks, int depth) {
    List<Block> shown = depth < DEEPEST ? blocks : flat(blocks);
    int at = 0;
    while (at < shown.size()) {
      ListKind kind = ListKind.of(shown.get(at)).orElse(null);
      if (kind == null) {
        block(shown.get(at++), depth);
        out.line();
        continue;
      }
      int end = at + 1;
      while (end < shown.size() && kind.takes(shown.get(end))) {
        end++;
      }
      kind.open(shown.get(at), out);
      for (Block item : shown.subList(at, end)) {
        item(item, kind, depth);
      }
      out.close().line();
      at = end;
    }
  }

  private static List<Block> flat(List<Block> blocks) {
    List<Block> flat = new ArrayList<>();
    for (Block block : blocks) {
      boolean table = block.type().equals("table");
      flat.add(table ? block : block.withChildren(List.of()));
      flat.addAll(table ? List.of() : flat(block.children()));
    }
    return flat;
  }

  private void item(Block block, ListKind kind, int depth) {
    colored(out.block(Element.LI), block);
    if (kind == ListKind.TASKS) {
      out.open(Element.LABEL).open(Element.INPUT).with(Attribute.TYPE, "checkbox");
      out.with(Attribute.DISABLED, "");
      if (block.is("checked")) {
        out.with(Attribute.CHECKED, "");
      }
      out.text(" ");
      runs.write(block.text());
      out.close();
    } else {
      runs.write(block.text());
    }
    children(block, depth);
    out.close();
  }

  private void children(Block block, int depth) {
    if (!block.children().isEmpty()) {
      out.line();
      inside(block.children(), depth + 1);
    }
  }

  private void block(Block block, int depth) {
    switch (block.type()) {
      case "heading_1", "heading_2", "heading_3", "heading_4" -> heading(block, depth);
      case "toggle" -> toggle(block, depth);
      case "quote" -> container(Element.BLOCKQUOTE, block, depth);
      case "callout" -> container(Element.ASIDE, block, depth);
      case "code" -> code(block);
      case "equation" -> equation(block);
      case "divider" -> out.open(Element.HR);
      case "table" -> table(block);
      case "image" -> image(block, depth);
      case "video", "audio", "file", "pdf", "bookmark", "embed", "link_preview", "unsupported" -> {
        paragraph(block, List.of(shownFrom(Shown.link(block))));
        indented(block, depth);
      }
      case "link_to_page" -> paragraph(block, List.of(Shown.pageLink(block)));
      case "table_row" -> row(block, block.cells().size(), false, false);
      case "column_list", "column", "synced_block", "tab" -> {
        out.open(Element.DIV).with(Attribute.CLASS, block.type().replace('_', '-'));
        children(block, depth);
        out.close();
      }
      default -> {
        paragraph(block, Shown.text(block));
        indented(block, depth);
      }
    }
  }

  /** A file that Notion hosts leads where images are shown from: its own address opens nothing. */
  private RichText shownFrom(RichText link) {
    return link.link() == null || !HostedFile.isLasting(link.link())
        ? link
        : RichText.text(
            link.content(), options.images().apply(link.link()).orElse(null), link.annotations());
  }

  private void paragraph(Block block, List<RichText> text) {
    if (!RichText.plain(text).isEmpty()) {
      colored(out.block(Element.P), block);
      runs.write(text);
      out.close();
    }
  }

  private void indented(Block block, int depth) {
    if (!block.children().isEmpty()) {
      out.line().open(Element.DIV).with(Attribute.CLASS, "indented");
      children(block, depth);
      out.close();
    }
  }

  private void heading(Block block, int depth) {
    int level = block.type().charAt("heading_".length()) - '0';
    Element element = Element.heading(Math.min(6, options.topHeading() + level - 1));
    if (!block.is("is_toggleable")) {
      headingText(element, block);
      indented(block, depth);
      return;
    }
    out.open(Element.DETAILS).open(Element.SUMMARY);
    headingText(element, block);
    out.close();
    children(block, depth);
    out.close();
  }

  private void headingText(Element element, Block block) {
    colored(out.block(element), block);
    runs.write(block.text());
    out.close();
  }

  private void toggle(Block block, int depth) {
    out.open(Element.DETAILS);
    colored(out.block(Element.SUMMARY), block);
    runs.write(block.text());
    out.close();
    children(block, depth);
    out.close();
  }

  private void container(Element element, Block block, int depth) {
    colored(out.block(element), block);
    String icon = Shown.icon(block);
    if (!icon.isEmpty() || !block.text().isEmpty()) {
      out.block(Element.P);
      if (!icon.isEmpty()) {
        out.open(Element.SPAN).with(Attribute.CLASS, "icon").text(icon).close().text(" ");
      }
      runs.write(block.text());
      out.close();
    }
    children(block, depth);
    out.close();
  }

  private void code(Block block) {
    boolean captioned = !block.caption().isEmpty();
    if (captioned) {
      out.open(Element.FIGURE);
    }
    out.open(Element.PRE).with(Attribute.DIR, "ltr").open(Element.CODE);
    String language = block.attribute("language").toLowerCase(Locale.ROOT);
    if (!language.isEmpty()) {
      out.with(Attribute.CLASS, "language-" + language.replaceAll("[^a-z0-9+#.]+", "-"));
    }
    out.text(RichText.plain(block.text())).close().close();
    if (captioned) {
      caption(block);
      out.close();
    }
  }

  private void equation(Block block) {
    out.open(Element.PRE).with(Attribute.DIR, "ltr");
    out.open(Element.CODE).with(Attribute.CLASS, "math");
    out.text(block.attribute("expression")).close().close();
  }

  private void image(Block block, int depth) {
    Optional<SafeAddress> source =
        options.images().apply(Shown.address(block)).flatMap(SafeAddress::image);
    String caption = RichText.plain(block.caption());
    if (source.isPresent() || !caption.isEmpty()) {
      out.open(Element.FIGURE);
      source.ifPresent(
          address ->
              out.open(Element.IMG).from(address).with(Attribute.ALT, caption.replace('\n', ' ')));
      if (!caption.isEmpty()) {
        caption(block);
      }
      out.close();
    }
    indented(block, depth);
  }

  private void caption(Block block) {
    out.block(Element.FIGCAPTION);
    runs.write(block.caption());
    out.close();
  }

  private void table(Block block) {
    List<Block> rows = block.children();
    int width = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    if (width == 0) {
      return;
    }
    boolean headed = block.is("has_column_header");
    boolean firstColumn = block.is("has_row_header");
    out.open(Element.TABLE);
    if (headed) {
      out.open(Element.THEAD);
      row(rows.get(0), width, true, firstColumn);
      out.close();
    }
    if (!headed || rows.size() > 1) {
      out.open(Element.TBODY);
      for (Block row : rows.subList(headed ? 1 : 0, rows.size())) {
        row(row, width, false, firstColumn);
      }
      out.close();
    }
    out.close();
  }

  private void row(Block row, int width, boolean head, boolean firstColumn) {
    out.open(Element.TR);
    for (int i = 0; i < width; i++) {
      boolean header = head || firstColumn && i == 0;
      out.block(header ? Element.TH : Element.TD);
      if (header) {
        out.with(Attribute.SCOPE, head ? "col" : "row");
      }
      if (i < row.cells().size()) {
        runs.write(row.cells().get(i));
      }
      out.close();
    }
    out.close();
  }

  private static void colored(HtmlWriter out, Block block) {
    String color = RunsToHtml.color(block.attribute("color"));
    if (!color.isEmpty()) {
      out.with(Attribute.CLASS, color);
    }
  }
}
